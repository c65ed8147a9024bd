"""A client of a real server's subscriptions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.servers import Server

PATIENCE_SECONDS = 10
PUBLISHED = """
subscription ($after: String, $where: EventArticleWhere, $backfill: Boolean! = false) {
  articlePublished(after: $after, where: $where, includeBackfill: $backfill) {
    cursor previousCursor isBackfill article { id title }
  }
}
"""
EVENTS = """
subscription ($after: String, $where: EventWhere, $seconds: Int! = 30) {
  contentEvents(after: $after, where: $where, checkpointSeconds: $seconds) {
    __typename cursor previousCursor
    ... on ArticlePublished { article { title } }
    ... on ArticleUpdated { changed article { title } }
    ... on ArticleWithdrawn { articleId cause }
    ... on Checkpoint { caughtUp }
  }
}
"""


class Follower:
    """One socket; `next` gives what comes, of whichever operation."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    @classmethod
    @contextmanager
    def connected(cls, server: Server, token: str | None = None) -> Iterator["Follower"]:
        address = f"ws://127.0.0.1:{server.port}/graphql"
        with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
            follower = cls(socket)
            payload = {} if token is None else {"Authorization": f"Bearer {token}"}
            follower.send({"type": "connection_init", "payload": payload})
            assert follower.receive() == {"type": "connection_ack"}
            yield follower

    @classmethod
    @contextmanager
    def following(
        cls, server: Server, query: str = PUBLISHED, **variables: Any
    ) -> Iterator["Follower"]:
        with cls.connected(server) as follower:
            follower.subscribe("1", query, **variables)
            yield follower

    def subscribe(self, key: str, query: str, **variables: Any) -> None:
        payload = {"query": query, "variables": variables}
        self.send({"id": key, "type": "subscribe", "payload": payload})

    def settled(self) -> None:
        """Whatever was sent before has been taken up."""
        self.subscribe("settled", "{ site { eventCursor } }")
        while self.receive().get("id") != "settled":
            pass
        assert self.receive() == {"id": "settled", "type": "complete"}

    def send(self, message: dict[str, Any]) -> None:
        self.socket.send(json.dumps(message))

    def receive(self, timeout: float = PATIENCE_SECONDS) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self.socket.recv(timeout))
        return message

    def event(self, timeout: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """The next event of the one subscription."""
        message = self.receive(timeout)
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        (event,) = message["payload"]["data"].values()
        told: dict[str, Any] = event
        return told

    def titles(self, count: int) -> list[str]:
        return [self.event()["article"]["title"] for _ in range(count)]
