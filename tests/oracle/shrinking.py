"""Makes the document of a difference smaller, as long as it still differs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    GraphQLError,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
    SelectionNode,
    VariableDefinitionNode,
    get_operation_ast,
    parse,
    print_ast,
    validate,
    visit,
)
from graphql.language import REMOVE, FragmentDefinitionNode, Visitor

from tests.oracle.answering import Oracle, schema
from tests.oracle.comparing import Difference, ServiceFor, Tally, compared
from tests.oracle.operations import Asking

_TRIES = 300
_REMOVABLE = (
    OperationDefinitionNode,
    FragmentDefinitionNode,
    SelectionNode,
    DirectiveNode,
    ArgumentNode,
    ObjectFieldNode,
    VariableDefinitionNode,
)


async def shrunk(service_for: ServiceFor, oracle: Oracle, found: Difference) -> Difference:
    """Removes one thing after the other; what is no valid document any more is not tried."""
    tries = 0
    while tries < _TRIES:
        for smaller in _smaller(found.asking):
            tries += 1
            again = await compared(service_for, oracle, smaller, Tally(), resolve=True)
            kept = [each for each in again if _kind(each) == _kind(found)]
            if kept:
                found = kept[0]
                break
            if tries >= _TRIES:
                break
        else:
            break
    return found


def _kind(difference: Difference) -> tuple[str, bool]:
    return difference.way, difference.told is None


def _smaller(asking: Asking) -> Iterator[Asking]:
    for name in asking.variables:
        fewer = {other: value for other, value in asking.variables.items() if other != name}
        yield replace(asking, variables=fewer)
    document = parse(asking.text)
    for target in _nodes(document):
        less = _pruned(_without(document, {id(target)}))
        try:
            if _is_valid(less, asking.name):
                yield replace(asking, text=print_ast(less))
        except GraphQLError:
            continue


def _is_valid(document: DocumentNode, name: str | None) -> bool:
    """In its text too: a selection set must not be empty."""
    if get_operation_ast(document, name) is None or "{}" in print_ast(document):
        return False
    return not validate(schema(), document)


class _Nodes(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Node] = []

    def enter(self, node: Node, *_: Any) -> None:
        if isinstance(node, _REMOVABLE):
            self.found.append(node)


def _nodes(document: DocumentNode) -> list[Node]:
    """The outermost first: what is large is tried first."""
    visitor = _Nodes()
    visit(document, visitor)
    return visitor.found


class _Remover(Visitor):
    def __init__(self, targets: set[int]) -> None:
        super().__init__()
        self._targets = targets

    def enter(self, node: Node, *_: Any) -> Any:
        return REMOVE if id(node) in self._targets else None


def _without(document: DocumentNode, targets: set[int]) -> DocumentNode:
    less: DocumentNode = visit(document, _Remover(targets))
    return less


def _pruned(document: DocumentNode) -> DocumentNode:
    """Without fragments and variables that nothing uses any more."""
    while True:
        uses = _Uses()
        visit(document, uses)
        unused = {
            id(node)
            for node in _nodes(document)
            if (isinstance(node, FragmentDefinitionNode) and node.name.value not in uses.fragments)
            or (
                isinstance(node, VariableDefinitionNode)
                and node.variable.name.value not in uses.variables
            )
        }
        if not unused:
            return document
        document = _without(document, unused)


class _Uses(Visitor):
    """Variables by name, whichever definition uses them."""

    def __init__(self) -> None:
        super().__init__()
        self.fragments: set[str] = set()
        self.variables: set[str] = set()

    def enter_fragment_spread(self, node: Any, *_: Any) -> None:
        self.fragments.add(node.name.value)

    def enter_variable(self, node: Any, _key: Any, parent: Any, *_: Any) -> None:
        if not isinstance(parent, VariableDefinitionNode):
            self.variables.add(node.name.value)
