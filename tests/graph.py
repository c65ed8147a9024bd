"""The schema executed in this process, over the archive that is open in it."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import orjson

import schema
from schema.execution.plans import Counters
from schema.execution.streaming import Stream
from service.database import address
from service.events.tail import Tail
from service.site import Site
from service.viewers import Viewer
from tests.rows import ZONE


class Graph:
    def __init__(self, viewer: Viewer | None = None) -> None:
        self.viewer = viewer
        self.tail = Tail()
        self._schema = schema.ContentSchema(Site("Thử", ZONE), self.tail)

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer, as a client gets it."""
        return await self.run(query, None, variables)

    async def run(
        self, query: str, operation_name: str | None, variables: dict[str, Any]
    ) -> dict[str, Any]:
        """Of several operations the one of this name."""
        result = await self._schema.execute(
            query,
            variable_values=variables,
            context_value=self.viewer,
            operation_name=operation_name,
        )
        errors = [error.formatted for error in result.errors or ()]
        return {"data": result.data, **({"errors": errors} if errors else {})}

    async def compiled(
        self, query: str, operation_name: str | None, variables: dict[str, Any]
    ) -> bytes | None:
        """The whole answer by a compiled plan; None where that is declined."""
        return await self._schema.plans.answer(query, operation_name, variables, self.viewer)

    @property
    def counters(self) -> Counters:
        return self._schema.plans.counters

    async def data(self, query: str, **variables: Any) -> Any:
        """The data of an answer without errors."""
        answer = await self.ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    @asynccontextmanager
    async def live(self, url: str) -> AsyncIterator[None]:
        """Subscriptions hear what is new, as in a worker."""
        async with self.tail.running(address.parse(url)):
            yield

    async def stream(self, query: str, **variables: Any) -> Stream:
        """A subscription that could begin."""
        stream = await self._schema.streams.open(query, variables, None, self.viewer)
        assert isinstance(stream, Stream), stream
        return stream

    @asynccontextmanager
    async def following(self, query: str, **variables: Any) -> AsyncIterator[AsyncIterator[Any]]:
        """The root field's values of a subscription's answers."""
        stream = await self.stream(query, **variables)

        async def values() -> AsyncIterator[Any]:
            async with aclosing(aiter(stream)) as answers:  # type: ignore[type-var]
                async for answer in answers:
                    parsed = orjson.loads(answer)
                    assert "errors" not in parsed, parsed
                    (value,) = parsed["data"].values()
                    yield value

        async with aclosing(values()) as each:  # type: ignore[type-var]
            yield each
