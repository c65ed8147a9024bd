"""What is compiled: a valid query, and how much a plan of it may take."""

from dataclasses import dataclass

from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_nullable_type,
)
from graphql.execution.collect_fields import (
    CollectedFields,
    FieldDetails,
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues

from schema.fields import declared
from service.reading.declarations import Declaration

_MOST_FIELDS = 3_000
_MOST_STATEMENTS = 100
Details = list[FieldDetails]


class Uncompiled(Exception):
    """The reason why a query has no plan."""


@dataclass(frozen=True)
class Asked:
    """A valid query, with the values of the variables that decide which fields it has."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    variables: VariableValues

    def roots(self) -> dict[str, Details]:
        query = self.schema.query_type
        assert query is not None
        return _fields(
            collect_fields(self.schema, self.fragments, self.variables, query, self.operation)
        )

    def below(self, type_: GraphQLObjectType, details: Details) -> dict[str, Details]:
        return _fields(
            collect_subfields(
                self.schema, self.fragments, self.variables, self.operation, type_, details
            )
        )


@dataclass
class Budget:
    """What a plan takes. `is_open`: it goes on growing with what it finds."""

    fields: int = 0
    statements: int = 0
    is_open: bool = False
    is_fixed: bool = True

    def field(self) -> None:
        self.fields += 1
        if self.fields > _MOST_FIELDS:
            raise Uncompiled("large")

    def statement(self) -> None:
        self.statements += 1
        self.is_fixed = False
        if self.statements > _MOST_STATEMENTS:
            raise Uncompiled("large")

    @property
    def alone(self) -> bool:
        return self.statements <= 1 and not self.is_open


def declaration_of(shown: GraphQLField, name: str) -> Declaration:
    definition = shown.extensions.get("strawberry-definition")
    declaration = declared(definition) if definition else None
    if declaration is None:
        raise Uncompiled(name)
    return declaration


def item_of(type_: GraphQLOutputType) -> GraphQLOutputType:
    listed = get_nullable_type(type_)
    assert isinstance(listed, GraphQLList)
    item: GraphQLOutputType = listed.of_type
    return item


def null_of(type_: GraphQLOutputType) -> str:
    return "declined()" if isinstance(type_, GraphQLNonNull) else "None"


def _fields(found: CollectedFields) -> dict[str, Details]:
    if found.new_defer_usages:
        raise Uncompiled("@defer")
    return found.grouped_field_set
