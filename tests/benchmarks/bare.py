"""The least that can fan out: what Tinbai's subscriptions are measured against.

Whoever says `subscribe` is sent each text that is posted, whatever it is; nothing is kept.
"""

import asyncio
import json

from starlette.types import Message, Receive, Scope, Send

# As `tinbai serve` sets them, but for its log of accesses.
OPTIONS = (
    *("--ws-per-message-deflate", "false", "--ws-max-size", "65536", "--lifespan", "off"),
    *("--log-level", "warning", "--no-access-log", "--no-server-header"),
    *("--timeout-graceful-shutdown", "5"),
)
_subscribers: dict[int, Send] = {}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await _subscriber(receive, send)
        return
    if scope["method"] == "POST":
        message = {"type": "websocket.send", "text": await _body(receive)}
        await asyncio.gather(*(to(message) for to in _subscribers.values()))
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]}
    )
    await send({"type": "http.response.body"})


async def _subscriber(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept", "subprotocol": "graphql-transport-ws"})
    while (message := await receive())["type"] == "websocket.receive":
        if _kind(message) == "connection_init":
            await send({"type": "websocket.send", "text": '{"type":"connection_ack"}'})
        elif _kind(message) == "subscribe":
            _subscribers[id(send)] = send
    _subscribers.pop(id(send), None)


def _kind(message: Message) -> str:
    kind: str = json.loads(message["text"])["type"]
    return kind


async def _body(receive: Receive) -> str:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body.decode()
