"""Documents as they were sent: parsed, validated and compiled once, as long as they are in use."""

from collections import OrderedDict
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    validate,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails

from schema.execution.compiling import Plan
from schema.execution.variables import Variables

PARSING: dict[str, Any] = {"allow_empty_selection_sets": False, "max_source_length": 1_000_000}
_MOST_DOCUMENTS = 1_000
_MOST_BYTES = 64_000_000
_LEAST_BYTES, _WEIGHT = 15_000, 200  # what a document takes, and for each byte of its text
_MOST_PLANS = 16  # of one operation


class Operation:
    """One operation of a valid document, and its plans."""

    def __init__(
        self,
        schema: GraphQLSchema,
        node: OperationDefinitionNode,
        fragments: dict[str, FragmentDetails],
        switches: tuple[str, ...],
    ) -> None:
        self.node, self.fragments = node, fragments
        self.variables = Variables(schema, node)
        self.switches = switches
        """The variables on which the plan depends, and not only its values."""
        self.plans: dict[object, Plan | str] = {}
        """By what decides the plan; the reason where there is none."""

    @property
    def name(self) -> str | None:
        return self.node.name.value if self.node.name else None

    def keep(self, key: object, plan: Plan | str) -> None:
        if len(self.plans) >= _MOST_PLANS:
            self.plans.clear()
        self.plans[key] = plan


class Document:
    """`document` is None for what cannot be parsed; `errors` says what is wrong with it."""

    def __init__(self, schema: GraphQLSchema, text: str) -> None:
        self.text = text
        self.document: DocumentNode | None = None
        try:
            self.document = parse(text, **PARSING)
            self.errors = validate(schema, self.document)
        except GraphQLError as error:
            self.errors = [error]
        self._operations: list[Operation] = []
        if self.document is not None and not self.errors:
            self._operations = _operations(schema, self.document)
        self.counted = 0

    @property
    def weight(self) -> int:
        """About how many bytes it takes, with its plans."""
        plans = sum(len(each.plans) for each in self._operations)
        return _weight(self.text) * max(1, plans)

    def operation(self, name: str | None) -> Operation | None:
        """The one of this name, or the only one; None where that is none, or several."""
        if name is None:
            return self._operations[0] if len(self._operations) == 1 else None
        return next((each for each in self._operations if each.name == name), None)


def _weight(text: str) -> int:
    return _LEAST_BYTES + _WEIGHT * len(text)


def _operations(schema: GraphQLSchema, document: DocumentNode) -> list[Operation]:
    switches = _Switches()
    visit(document, switches)
    names = tuple(sorted(switches.names))
    fragments = {
        each.name.value: FragmentDetails(each)
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    return [
        Operation(schema, each, fragments, names)
        for each in document.definitions
        if isinstance(each, OperationDefinitionNode)
    ]


class Documents:
    """Bounded by number and by size; who has been used longest ago goes first.

    One that is too large to be kept is known as long as it is the last.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._bytes = 0
        self._large: Document | None = None

    def of(self, text: str) -> Document:
        found = self._kept.get(text)
        if found is None and _weight(text) > _MOST_BYTES:
            return self._large_one(text)
        if found is None:
            found = self._kept[text] = Document(self._schema, text)
        else:
            self._kept.move_to_end(text)
        if found.counted != found.weight:  # it is new, or has got another plan
            self._count(found)
        return found

    def _large_one(self, text: str) -> Document:
        if self._large is None or self._large.text != text:
            self._large = Document(self._schema, text)
        return self._large

    def _count(self, document: Document) -> None:
        self._bytes += document.weight - document.counted
        document.counted = document.weight
        while len(self._kept) > _MOST_DOCUMENTS or (self._bytes > _MOST_BYTES and self._kept):
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.counted


class _Switches(Visitor):
    """Variables of directives, and of what is asked of the schema itself."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self._within = 0

    def enter_directive(self, *_: object) -> None:
        self._within += 1

    def leave_directive(self, *_: object) -> None:
        self._within -= 1

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self._within += node.name.value in ("__schema", "__type")

    def leave_field(self, node: FieldNode, *_: object) -> None:
        self._within -= node.name.value in ("__schema", "__type")

    def enter_variable(self, node: VariableNode, *_: object) -> None:
        if self._within:
            self.names.add(node.name.value)
