"""GraphQL over HTTP (POST and GET) and over WebSocket (graphql-transport-ws)."""

from collections.abc import AsyncGenerator, Mapping
from datetime import timedelta
from typing import Any

import orjson
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.http.exceptions import NonJsonMessageReceived
from strawberry.schema import BaseSchema
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL


class TextFrames(ASGIWebSocketAdapter):
    async def iter_json(
        self, *, ignore_parsing_errors: bool = False
    ) -> AsyncGenerator[object, None]:
        """Only frames of the protocol's shape: upstream stumbles over any other."""
        async for message in super().iter_json(ignore_parsing_errors=ignore_parsing_errors):
            if not _is_message(message):
                raise NonJsonMessageReceived
            yield message

    async def send_json(self, message: Mapping[str, object]) -> None:
        """As text: browsers' clients do not read JSON from binary frames."""
        await self.ws.send_text(orjson.dumps(message).decode())


class GraphQLEndpoint(GraphQL[Any, None]):
    """Upstream's view, with refusals as JSON and no way for a body to break it."""

    websocket_adapter_class = TextFrames

    def __init__(self, schema: BaseSchema) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=timedelta(seconds=10),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        try:
            response = await self.run(Request(scope, receive))
        except HTTPException as error:
            response = refusal(error.status_code, error.reason)
        await response(scope, receive, send)

    async def get_context(self, request: Request | WebSocket, response: Any) -> None:
        """Nobody is known yet."""

    def parse_json(self, data: str | bytes) -> Any:
        parsed = self.decode_json(data) or {}
        if not isinstance(parsed, dict):
            raise HTTPException(400, "The body, `variables` and `extensions` are JSON objects.")
        if not isinstance(parsed.get("operationName"), str | None):
            raise HTTPException(400, "`operationName` is a string.")
        return parsed

    def decode_json(self, data: str | bytes) -> object:
        return orjson.loads(data)

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)


def _is_message(message: object) -> bool:
    """An object with a type; an operation has an id, and a payload with a query."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] != "subscribe":
        return isinstance(message.get("payload"), dict | None)
    payload = message.get("payload")
    return (
        isinstance(message.get("id"), str)
        and isinstance(payload, dict)
        and isinstance(payload.get("query"), str)
        and isinstance(payload.get("operationName"), str | None)
        and isinstance(payload.get("variables"), dict | None)
        and isinstance(payload.get("extensions"), dict | None)
    )


def refusal(status: int, reason: str) -> Response:
    """A request that is no GraphQL request, answered in GraphQL's shape."""
    error = {"message": reason, "extensions": {"code": "BAD_REQUEST"}}
    body = orjson.dumps({"errors": [error]})
    return Response(body, status, media_type="application/json")
