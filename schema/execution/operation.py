"""What the resolvers of one execution share."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from strawberry.extensions import SchemaExtension

from schema.execution.loading import Loads
from service.site import Site


@dataclass(frozen=True)
class Operation:
    site: Site
    loads: Loads = field(default_factory=Loads)


class FreshOperation(SchemaExtension):
    """Every execution starts with empty batches: a socket's context would live for hours."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def on_operation(self) -> AsyncIterator[None]:
        operation = self.execution_context.context = Operation(self._site)
        yield
        await operation.loads.settled()
