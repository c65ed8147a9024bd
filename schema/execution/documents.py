"""Documents as they were sent: parsed, validated and compiled once, as long as they are in use."""

from collections import OrderedDict
from functools import cached_property

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    visit,
)
from strawberry.schema.schema import validate_document

from schema.execution.compiling import Plan

_MOST_DOCUMENTS = 1_000
_MOST_BYTES = 64_000_000
_WEIGHT = 100  # what is kept of a document, in times of its text
_MOST_PLANS = 64  # of one document


class Document:
    """`document` is None for what cannot be parsed; `errors` says what is wrong with it."""

    def __init__(self, schema: GraphQLSchema, text: str) -> None:
        self.text = text
        self.plans: dict[object, Plan | None] = {}
        """By what decides the plan; None where there is none."""
        self.document: DocumentNode | None = None
        try:
            self.document = parse(text)
            self.errors = validate_document(schema, self.document, tuple(specified_rules))
        except GraphQLError as error:
            self.errors = [error]

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The one of this name, or the only one; None where that is none or several."""
        found = [each for each in self._operations if name is None or _name(each) == name]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _operations(self) -> list[OperationDefinitionNode]:
        definitions = self.document.definitions if self.document else ()
        return [each for each in definitions if isinstance(each, OperationDefinitionNode)]

    @cached_property
    def switches(self) -> tuple[str, ...]:
        """The variables on which the plan depends, and not only its values."""
        found = _Switches()
        if self.document is not None:
            visit(self.document, found)
        return tuple(sorted(found.names))

    def keep(self, key: object, plan: Plan | None) -> None:
        if len(self.plans) >= _MOST_PLANS:
            self.plans.clear()
        self.plans[key] = plan


class Documents:
    """Bounded by number and by size; who has been used longest ago goes first."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._bytes = 0

    def of(self, text: str) -> Document:
        found = self._kept.get(text)
        if found is not None:
            self._kept.move_to_end(text)
            return found
        made = Document(self._schema, text)
        self._keep(made)
        return made

    def _keep(self, made: Document) -> None:
        self._kept[made.text] = made
        self._bytes += _bytes(made)
        while len(self._kept) > _MOST_DOCUMENTS or (self._bytes > _MOST_BYTES and self._kept):
            _, gone = self._kept.popitem(last=False)
            self._bytes -= _bytes(gone)


def _bytes(document: Document) -> int:
    return len(document.text) * _WEIGHT


def _name(operation: OperationDefinitionNode) -> str | None:
    return operation.name.value if operation.name else None


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
