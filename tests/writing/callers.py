"""Who writes over HTTP, many at once."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, Self, TypeVar

import httpx2

from tests.servers import Server
from tests.writing.contract import MUTATIONS

T = TypeVar("T")
_PATIENCE_SECONDS = 60


class Caller:
    """Of one server, with a token."""

    def __init__(self, server: Server, secret: str) -> None:
        self._client = httpx2.Client(
            base_url=server.client.base_url,
            headers={"authorization": f"Bearer {secret}", "content-type": "application/json"},
            timeout=_PATIENCE_SECONDS,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def asked(self, mutation: str, given: dict[str, Any], record: str = "id version") -> Any:
        """The payload."""
        asked = {"query": MUTATIONS[mutation].document(record), "variables": {"input": given}}
        answer = self._client.post("/graphql", content=json.dumps(asked)).json()
        assert "errors" not in answer, answer
        return answer["data"][mutation]

    def done(self, mutation: str, **given: Any) -> dict[str, Any]:
        """`id` and `version` of the record, of a change that was accepted."""
        payload = self.asked(mutation, given)
        assert payload["userErrors"] == [], payload
        record: dict[str, Any] = payload[MUTATIONS[mutation].noun]
        return record

    def refused(self, mutation: str, **given: Any) -> list[tuple[str, str]]:
        """The code and the path of each fault."""
        payload = self.asked(mutation, given)
        assert payload[MUTATIONS[mutation].noun] is None
        return [(each["code"], ".".join(each["path"])) for each in payload["userErrors"]]


def at_once(works: Sequence[Callable[[], T]]) -> list[T]:
    """What each gives, in their order."""
    ready = Barrier(len(works), timeout=_PATIENCE_SECONDS)

    def begun(work: Callable[[], T]) -> T:
        ready.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begun, works))
