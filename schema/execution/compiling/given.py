"""The arguments of a field, as graphql-core coerces them, read from the variables of a request."""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    VariableNode,
    Visitor,
    is_non_null_type,
    visit,
)
from graphql.execution.values import VariableValues, get_argument_values

Arguing = Callable[[VariableValues], Mapping[str, Any]]
"""From the variables to the arguments of one field."""


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.names.append(node.name.value)


def variables_of(node: FieldNode) -> list[str]:
    found = _Variables()
    for argument in node.arguments or ():
        visit(argument, found)
    return found.names


def reader(shown: GraphQLField, node: FieldNode) -> Arguing:
    """From the variables to the arguments.

    One that is a variable, and has a value, is just that value: it was coerced for this place.
    """
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    plain = [
        (name, value.name.value) for name, value in given.items() if isinstance(value, VariableNode)
    ]
    others = FieldNode(
        name=node.name,
        arguments=tuple(a for a in node.arguments or () if not isinstance(a.value, VariableNode)),
    )
    needs = {name for name, definition in shown.args.items() if is_non_null_type(definition.type)}

    def read(variables: VariableValues) -> Mapping[str, Any]:
        return get_argument_values(shown, node, variables)

    if variables_of(others):
        return read
    try:
        fixed = get_argument_values(shown, others, None)
    except GraphQLError:
        return read  # a required one is a variable

    def quick(variables: VariableValues) -> Mapping[str, Any]:
        coerced, found = variables.coerced, fixed.copy()
        for name, variable in plain:
            if variable not in coerced or (coerced[variable] is None and name in needs):
                return read(variables)
            found[name] = coerced[variable]
        return found

    return quick
