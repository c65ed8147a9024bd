"""What a query asks of the schema itself: the same for ever, so it is executed once."""

from typing import Any

from graphql import (
    DocumentNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    execute_sync,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails
from graphql.execution.values import VariableValues


def told(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: dict[str, FragmentDetails],
    details: list[FieldDetails],
    variables: VariableValues,
) -> dict[str, Any] | None:
    """The data of one root field, by its response key; None where there are errors."""
    alone = OperationDefinitionNode(
        operation=operation.operation,
        variable_definitions=operation.variable_definitions,
        selection_set=SelectionSetNode(selections=tuple(each.node for each in details)),
    )
    document = DocumentNode(definitions=(alone, *(each.definition for each in fragments.values())))
    given = {name: source.value for name, source in variables.sources.items()}
    given = {name: value for name, value in given.items() if value is not Undefined}
    result = execute_sync(schema, document, variable_values=given)
    return None if result.errors else result.data
