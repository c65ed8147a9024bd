"""The short way of a query: from the wire to its plan and back, past everything else.

What it does not take goes on to the application as if nothing had been read of it: whatever is not
a well-formed query over POST or GET, and whatever has no plan or fails. So refusals, errors and
limits are decided there alone.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import TinbaiError
from service.viewers import Viewer
from service.web import answers, callers, event_streams, requests
from service.web.requests import Asked


class Plans(Protocol):
    """The whole answer as JSON; None for what is to go the long way."""

    async def answer(
        self, text: str, name: str | None, variables: dict[str, Any] | None, viewer: Viewer | None
    ) -> bytes | None: ...


class Quick:
    """Before `app`: answers the queries to `path` that have a plan."""

    def __init__(self, app: ASGIApp, plans: Plans, path: str, max_body_size: int) -> None:
        self._app, self._plans = app, plans
        self._path, self._max_body_size = path, max_body_size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        read: list[Message] = []
        answer = await self._answer(scope, receive, read)
        if answer is None:
            await self._app(scope, _again(read, receive), send)
            return
        headers = answers.headers(answer)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _answer(self, scope: Scope, receive: Receive, read: list[Message]) -> bytes | None:
        """Messages that are received on the way are added to `read`."""
        headers = _headers(scope)
        if headers is None:
            return None
        authorization = headers.get(b"authorization")
        told = None if authorization is None else authorization.decode("latin-1")
        try:
            asked = await self._asked(scope, headers, receive, read)
            if asked is None:
                return None
            viewer = await callers.viewer(told)
        except (ValueError, TinbaiError):
            return None
        return await self._plans.answer(asked.text, asked.name, asked.variables, viewer)

    async def _asked(
        self,
        scope: Scope,
        headers: Mapping[bytes, bytes],
        receive: Receive,
        read: list[Message],
    ) -> Asked | None:
        """Raises ValueError for what is no JSON or no text."""
        if scope["method"] == "POST" and _is_json(headers):
            body = await self._body(receive, read)
            return None if body is None else requests.understood(orjson.loads(body))
        if scope["method"] == "GET":
            query = scope["query_string"].decode("ascii")
            return requests.understood(requests.of_query_string(query))
        return None

    async def _body(self, receive: Receive, read: list[Message]) -> bytes | None:
        """None where it is too large, or the client has gone."""
        body = b""
        while len(body) <= self._max_body_size:
            message = await receive()
            read.append(message)
            if message["type"] != "http.request":
                return None
            body += message.get("body", b"")
            if not message.get("more_body", False):
                return body if len(body) <= self._max_body_size else None
        return None


_TAKEN_ONCE = frozenset({b"authorization", b"content-type"})


def _headers(scope: Scope) -> dict[bytes, bytes] | None:
    """None where they are ambiguous, or ask for another kind of answer."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in headers and name in _TAKEN_ONCE:
            return None
        headers[name] = value
    accept = headers.get(b"accept", b"")
    if b"event-stream" in accept.lower() and event_streams.is_preferred(accept.decode("latin-1")):
        return None
    return headers


def _is_json(headers: Mapping[bytes, bytes]) -> bool:
    media_type = headers.get(b"content-type", b"")
    return media_type.partition(b";")[0].strip() == b"application/json"


def _again(read: list[Message], receive: Receive) -> Receive:
    """What was read, and then what comes."""
    messages = iter(read)

    async def next_message() -> Message:
        message = next(messages, None)
        return await receive() if message is None else message

    return next_message
