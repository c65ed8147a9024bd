"""The variables of a request, as graphql-core coerces them; the plainest without its long way."""

from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLInt,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    get_nullable_type,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values
from graphql.type import GRAPHQL_MAX_INT, GRAPHQL_MIN_INT

_NONE = VariableValues({}, {})
_PLAIN: dict[object, type] = {GraphQLInt: int, GraphQLString: str, GraphQLBoolean: bool}


class Variables:
    """Of one operation."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self._schema, self._definitions = schema, operation.variable_definitions or ()
        signatures: list[Any] = [get_variable_signature(schema, each) for each in self._definitions]
        kinds = [_PLAIN.get(get_nullable_type(each.type)) for each in signatures]
        self._plain = list(zip(signatures, kinds, strict=True)) if all(kinds) else None

    def read(self, given: dict[str, Any] | None) -> VariableValues:
        """Raises GraphQLError, the first of all."""
        if not self._definitions:
            return _NONE
        read = None if self._plain is None or not given else self._read_plain(given)
        if read is None:
            found = get_variable_values(self._schema, self._definitions, given or {})
            if isinstance(found, list):
                raise found[0]
            read = found
        return read

    def _read_plain(self, given: dict[str, Any]) -> VariableValues | None:
        """None unless each variable has a value of just its type."""
        sources, coerced = {}, {}
        for signature, kind in self._plain or ():
            value = given.get(signature.name)
            if type(value) is not kind or not _is_in_range(value):
                return None
            sources[signature.name] = VariableValueSource(signature, value)
            coerced[signature.name] = value
        return VariableValues(sources, coerced)


def _is_in_range(value: Any) -> bool:
    return type(value) is not int or GRAPHQL_MIN_INT <= value <= GRAPHQL_MAX_INT
