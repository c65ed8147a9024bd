"""What the resolvers of one execution share."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode
from strawberry.extensions import SchemaExtension
from strawberry.types.execution import ExecutionContext, PreExecutionError
from strawberry.types.graphql import OperationType

from schema.execution.loading import Loads
from service.reading import rows
from service.reading.declarations import Asker
from service.site import Site
from service.viewers import Viewer


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
        return Asker(self.site, self.viewer)


class FreshOperation(SchemaExtension):
    """Every execution starts with empty batches: a socket's context would live for hours."""

    def __init__(self, site: Site, announce: Callable[[], None]) -> None:
        self._site, self._announce = site, announce

    async def on_operation(self) -> AsyncIterator[None]:
        viewer = self.execution_context.context
        operation = self.execution_context.context = Operation(self._site, viewer, self._announce)
        try:
            yield
        finally:
            await operation.loads.settled()

    async def on_execute(self) -> AsyncIterator[None]:
        """A query is answered in one state of the archive."""
        context = self.execution_context
        self._refuse(context)
        async with AsyncExitStack() as state:
            if context.operation_type is OperationType.QUERY and context.result is None:
                await self._enter_one(state, context)
            yield

    async def _enter_one(self, state: AsyncExitStack, context: ExecutionContext) -> None:
        try:
            await state.enter_async_context(rows.one_state())
        except Exception as error:  # told or masked as any other: upstream would tell all of it
            refused = GraphQLError(str(error), original_error=error)
            context.result = PreExecutionError(data=None, errors=[refused])
        else:
            state.push_async_callback(context.context.loads.settled)

    def _refuse(self, context: ExecutionContext) -> None:
        assert context.graphql_document is not None  # it is parsed and valid by now
        refused = refusal_of_unnamed(context.graphql_document, context._provided_operation_name)
        if refused is None and context.operation_type is OperationType.SUBSCRIPTION:
            refused = _refusal(
                "Subscriptions are served over WebSocket, by graphql-transport-ws, and as an event "
                "stream: accept text/event-stream."
            )
        if refused is not None:
            context.result = PreExecutionError(data=None, errors=[refused])


def refusal_of_unnamed(document: DocumentNode, name: str | None) -> GraphQLError | None:
    """Of several operations one must be named: upstream would run the first."""
    operations = sum(isinstance(each, OperationDefinitionNode) for each in document.definitions)
    if operations > 1 and name is None:
        return _refusal("The document has several operations: say which by `operationName`.")
    return None


def _refusal(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_REQUEST"})
