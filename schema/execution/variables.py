"""The variables of a request, as graphql-core coerces them; the plain without its long way."""

from typing import Any, Self

import orjson
from graphql import (
    GraphQLBoolean,
    GraphQLError,
    GraphQLInt,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    get_nullable_type,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values
from graphql.type import GRAPHQL_MAX_INT, GRAPHQL_MIN_INT

_PLAIN: dict[object, type] = {GraphQLInt: int, GraphQLString: str, GraphQLBoolean: bool}
_MOST_KNOWN = 16  # of one operation
_MOST_BYTES = 2_000  # of what is remembered


class Given(VariableValues):
    """The values of one request, or of many that were the same; `kept`: what follows from them."""

    kept: dict[object, Any]

    def __new__(cls, values: VariableValues) -> Self:
        made = super().__new__(cls, *values)
        made.kept = {}
        return made


class Variables:
    """Of one operation. The last few that were sent are remembered: a front page has always one."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self._schema, self._definitions = schema, operation.variable_definitions or ()
        signatures: list[Any] = [get_variable_signature(schema, each) for each in self._definitions]
        kinds = [_PLAIN.get(get_nullable_type(each.type)) for each in signatures]
        self._plain = list(zip(signatures, kinds, strict=True)) if all(kinds) else None
        self._none = Given(VariableValues({}, {}))
        self._known: dict[bytes, Given] = {}

    def read(self, given: dict[str, Any] | None) -> Given:
        """Raises GraphQLError, the first of all."""
        if not self._definitions:
            return self._none
        try:
            text = orjson.dumps(given)
        except orjson.JSONEncodeError as error:
            raise GraphQLError("Variable values are nested too deeply.") from error
        known = self._known.get(text)
        if known is None:
            known = Given(self._coerced(given or {}))
            if len(text) <= _MOST_BYTES:
                self._remember(text, known)
        return known

    def _remember(self, text: bytes, given: Given) -> None:
        if len(self._known) >= _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[text] = given

    def _coerced(self, given: dict[str, Any]) -> VariableValues:
        read = None if self._plain is None else self._read_plain(given)
        if read is None:
            found = get_variable_values(self._schema, self._definitions, given)
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
