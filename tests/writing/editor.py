"""A client of the mutations, one like the other: by the names that the contract gives them."""

from typing import Any

from schema import ids
from service.viewers import Viewer
from tests.graph import Graph
from tests.writing.contract import MUTATIONS

Record = dict[str, Any]
"""What is sent of a record, or was answered."""


class Editor:
    """Of the archive that is open in this process."""

    def __init__(self, graph: Graph, viewer: Viewer | None) -> None:
        self._graph, self.viewer = graph, viewer

    async def asked(self, mutation: str, given: Record, record: str | None = None) -> Any:
        """The whole answer. `record`: what is asked of the record; None asks for none."""
        self._graph.viewer = self.viewer
        return await self._graph.ask(MUTATIONS[mutation].document(record), input=given)

    async def done(self, mutation: str, **given: Any) -> Record:
        """`id` and `version` of the record, of a change that was accepted."""
        answer = await self.asked(mutation, given, "id version")
        assert "errors" not in answer, answer
        payload = answer["data"][mutation]
        assert payload["userErrors"] == [], answer
        record: Record = payload[MUTATIONS[mutation].noun]
        return record


def seen(record: Record) -> Record:
    return {"id": record["id"], "expectedVersion": record["version"]}


def key(record: Record) -> int:
    return ids.decode(record["id"], ())[1]
