"""GraphQL over WebSocket: graphql-transport-ws, with subscriptions that share their answers."""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import aclosing, suppress
from typing import Any, Protocol, cast

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect
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
from service.viewers import Viewer
from service.web import callers
from service.web.event_streams import Stream

log = logging.getLogger("tinbai.sockets")
MAX_OPERATIONS = 100
_OURS = "Something went wrong on our side."
_PATIENCE_SECONDS = 30.0  # for a socket that takes nothing


class Streams(Protocol):
    """Answers as JSON to a subscription; GraphQL errors where it can't begin; None for none."""

    async def open(
        self,
        text: str,
        variables: dict[str, Any] | None,
        name: str | None,
        viewer: Viewer | None,
        after: str | None = None,
    ) -> Stream | list[Any] | None: ...


class Socket(ASGIWebSocketAdapter):
    """Ends its task, and is `stalled`, where the reader takes nothing for too long."""

    def __init__(self, view: Any, request: WebSocket, response: WebSocket) -> None:
        super().__init__(view, request, response)
        self.stalled = False
        self._task = asyncio.current_task()
        self._timer: asyncio.TimerHandle | None = None
        self._waiting, self._taken = 0, 0.0

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
        """Waits while the reader does not drain what was sent before."""
        loop = asyncio.get_running_loop()
        if self._waiting == 0:
            self._taken = loop.time()
        if self._timer is None:  # one for many frames: a timeout for each would cost as much as it
            self._timer = loop.call_later(_PATIENCE_SECONDS, self._look)
        self._waiting += 1
        try:
            await self.ws.send_text(frame)
        except (WebSocketDisconnect, RuntimeError) as error:
            raise WebSocketDisconnected from error
        finally:
            self._waiting -= 1
            self._taken = loop.time()

    def forget(self) -> None:
        """It is closed."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        self._timer = None
        if self._waiting == 0:
            return
        loop = asyncio.get_running_loop()
        left = self._taken + _PATIENCE_SECONDS - loop.time()
        if left > 0:
            self._timer = loop.call_later(left, self._look)
        elif self._task is not None:
            self.stalled = True
            self._task.cancel()


class Handler(BaseGraphQLTransportWSHandler[Any, None]):
    """Upstream's state machine; who calls is asked anew for each operation.

    The context is the `Authorization` of the handshake, if any.
    """

    websocket: Socket

    async def handle(self) -> None:
        self._authorization = self.context
        try:
            await super().handle()
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or not self.websocket.stalled:
                raise
            task.uncancel()
            log.warning("A socket that took nothing for %d s was closed.", _PATIENCE_SECONDS)
        finally:
            self.websocket.forget()

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
            refused = [_told(LimitExceeded(sentence))]
            await self.send_message(
                {"id": message["id"], "type": "error", "payload": cast("Any", refused)}
            )
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
            await self._end(operation, _told(error))
        except WebSocketDisconnected:
            pass
        except Exception:
            request_id = secrets.token_hex(8)
            log.exception("Operation %s failed.", request_id)
            extensions = {"code": TinbaiError.code, "requestId": request_id}
            await self._end(operation, {"message": _OURS, "extensions": extensions})

    async def _send(self, operation: Operation[Any, None], answers: AsyncIterable[str]) -> None:
        """Frames written by hand: the answer is JSON already, and shared with others."""
        head = f'{{"id":{orjson.dumps(operation.id).decode()},"type":"next","payload":'
        async with aclosing(cast("AsyncGenerator[str]", aiter(answers))) as each:
            async for answer in each:
                await self.websocket.send(f"{head}{answer}}}")

    async def _end(self, operation: Operation[Any, None], error: Mapping[str, object]) -> None:
        if self.operations.get(operation.id) is not operation:
            return  # the client has completed it, and may use its id again
        with suppress(WebSocketDisconnected):
            await operation.send_operation_message(
                {"id": operation.id, "type": "error", "payload": [cast("Any", error)]}
            )

    @staticmethod
    def _get_pre_execution_close_reason(error: Any) -> None:
        """A document that cannot be read fails alone: the socket's other operations go on."""


def _told(error: TinbaiError) -> Mapping[str, object]:
    return {"message": str(error), "extensions": {"code": error.code}}


def _is_message(message: object) -> bool:
    """An object with a type; an operation has an id, and a payload with a query."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] != "subscribe":
        known = isinstance(message.get("id"), str | None)
        return known and isinstance(message.get("payload"), dict | None)
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
