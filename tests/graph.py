"""The schema executed in this process, over the archive that is open in it."""

from typing import Any

import schema
from service.events.tail import Tail
from service.site import Site
from service.tokens import Viewer
from tests.rows import ZONE


class Graph:
    def __init__(self, viewer: Viewer | None = None) -> None:
        self.viewer = viewer
        self._schema = schema.ContentSchema(Site("Thử", ZONE), Tail())

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer, as a client gets it."""
        result = await self._schema.execute(
            query, variable_values=variables, context_value=self.viewer
        )
        errors = [error.formatted for error in result.errors or ()]
        return {"data": result.data, **({"errors": errors} if errors else {})}

    async def data(self, query: str, **variables: Any) -> Any:
        """The data of an answer without errors."""
        answer = await self.ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]
