"""What the resolvers of one execution share."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import SchemaExtension
from strawberry.types.execution import PreExecutionError

from schema.execution.loading import Loads
from service import tokens
from service.reading.declarations import Asker
from service.site import Site
from service.tokens import Viewer


@dataclass(frozen=True)
class Operation:
    """`viewer`: None for an anonymous reader. `announce`: to be called after each commit."""

    site: Site
    viewer: Viewer | None
    announce: Callable[[], None] = lambda: None
    loads: Loads = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "loads", Loads(self.asker.sight))

    @property
    def asker(self) -> Asker:
        return Asker(self.site, tokens.sight(self.viewer))


class FreshOperation(SchemaExtension):
    """Every execution starts with empty batches: a socket's context would live for hours."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def on_operation(self) -> AsyncIterator[None]:
        viewer = self.execution_context.context
        operation = self.execution_context.context = Operation(self._site, viewer)
        try:
            yield
        finally:
            await operation.loads.settled()

    def on_execute(self) -> Iterator[None]:
        """Of several operations one must be named; upstream would run the first."""
        context = self.execution_context
        assert context.graphql_document is not None  # it is parsed and valid by now
        definitions = context.graphql_document.definitions
        operations = sum(isinstance(each, OperationDefinitionNode) for each in definitions)
        if operations > 1 and context._provided_operation_name is None:
            message = "The document has several operations: say which by `operationName`."
            refused = GraphQLError(message, extensions={"code": "BAD_REQUEST"})
            context.result = PreExecutionError(data=None, errors=[refused])
        yield
