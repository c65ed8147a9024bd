"""GraphQL over WebSocket: graphql-transport-ws, with subscriptions that share their answers."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import aclosing
from typing import Any, Protocol, cast

import orjson
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import (
    NonJsonMessageReceived,
    WebSocketDisconnected,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)

from service.errors import LimitExceeded, TinbaiError
from service.tokens import Viewer
from service.web import callers

log = logging.getLogger("tinbai.sockets")
MAX_OPERATIONS = 100
_PATIENCE_SECONDS = 30.0  # for a socket that takes nothing


class Streams(Protocol):
    """Answers as JSON to a subscription; GraphQL errors where it can't begin; None for none."""

    async def open(
        self, text: str, variables: dict[str, Any] | None, name: str | None, viewer: Viewer | None
    ) -> AsyncIterable[str] | list[Any] | None: ...


class Socket(ASGIWebSocketAdapter):
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
        await self.send(orjson.dumps(message).decode())

    async def send(self, frame: str) -> None:
        """Waits as long as the reader does not drain what was sent before."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self.ws.send_text(frame)
        except (RuntimeError, OSError) as error:  # it was closed; a timeout is an OSError
            raise WebSocketDisconnected from error


class Handler(BaseGraphQLTransportWSHandler[Any, None]):
    """Upstream's state machine; who calls is asked anew for each operation.

    The context is the `Authorization` of the handshake, if any.
    """

    websocket: Socket

    async def handle(self) -> None:
        self._authorization = self.context
        self._stalled, self._task = False, asyncio.current_task()
        try:
            await super().handle()
        except asyncio.CancelledError:
            if not self._stalled:
                raise
            log.info("A socket that took nothing for %d s was closed.", _PATIENCE_SECONDS)

    async def handle_connection_init(self, message: Any) -> None:
        """A token that is wrong rejects the socket, by the protocol's own code for that."""
        payload = message.get("payload") or {}
        if (given := callers.given(payload)) is not None:
            self._authorization = given
        try:
            await callers.viewer(self._authorization)
        except TinbaiError as error:
            await self.websocket.close(4403, f"{error.code}: {error}")
            return
        await super().handle_connection_init({"type": "connection_init", "payload": payload})

    async def handle_subscribe(self, message: Any) -> None:
        if self.connection_acknowledged and len(self.operations) >= MAX_OPERATIONS:
            sentence = f"A socket carries at most {MAX_OPERATIONS} operations at once."
            await self._refuse(message["id"], LimitExceeded(sentence))
        else:
            await super().handle_subscribe(message)

    async def run_operation(self, operation: Operation[Any, None]) -> None:
        try:
            viewer = await callers.viewer(self._authorization)
            streams: Streams = cast("Any", self.view).streams
            answers = await streams.open(
                operation.query, operation.variables, operation.operation_name, viewer
            )
            if answers is None:
                self.context = viewer
                await super().run_operation(operation)
            elif isinstance(answers, list):
                await operation.send_initial_errors(answers)
            else:
                await self._send(operation, answers)
        except TinbaiError as error:
            operation.completed = True
            self.operations.pop(operation.id, None)
            await self._refuse(operation.id, error)
        except WebSocketDisconnected:
            self._stalled = True
            if self._task is not None:
                self._task.cancel()

    async def _send(self, operation: Operation[Any, None], answers: AsyncIterable[str]) -> None:
        """Frames written by hand: the answer is JSON already, and shared with others."""
        head = f'{{"id":{orjson.dumps(operation.id).decode()},"type":"next","payload":'
        async with aclosing(cast("AsyncGenerator[str]", aiter(answers))) as each:
            async for answer in each:
                await self.websocket.send(f"{head}{answer}}}")

    async def _refuse(self, operation_id: str, error: TinbaiError) -> None:
        told = {"message": str(error), "extensions": {"code": error.code}}
        await self.websocket.send_json({"id": operation_id, "type": "error", "payload": [told]})

    @staticmethod
    def _get_pre_execution_close_reason(error: Any) -> None:
        """A document that cannot be read fails alone: the socket's other operations go on."""


def _is_message(message: object) -> bool:
    """An object with a type; an operation has an id, and a payload with a query."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] != "subscribe":
        return isinstance(message.get("payload"), dict | None)
    payload = message.get("payload")
    return (
        isinstance(message.get("id"), str)
        and message["id"] != ""
        and isinstance(payload, dict)
        and isinstance(payload.get("query"), str)
        and isinstance(payload.get("operationName"), str | None)
        and isinstance(payload.get("variables"), dict | None)
        and isinstance(payload.get("extensions"), dict | None)
    )
