"""GraphQL over Server-Sent Events, in its distinct connections mode: one operation a request.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md; the framing is HTML's
(https://html.spec.whatwg.org/multipage/server-sent-events.html). Each event of a subscription has
its cursor as its id, so that a browser sends the last one back as `Last-Event-ID`.
"""

import asyncio
import logging
import signal
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager, suppress
from types import FrameType
from typing import Any, Protocol, cast

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.errors import TinbaiError

log = logging.getLogger("tinbai.event_streams")
_QUIET_SECONDS = 12.0
_PATIENCE_SECONDS = 30.0  # for a reader that takes nothing
_TYPE = "text/event-stream"
_JSON = ("application/json", "application/graphql-response+json")
_HEADERS = {
    "content-type": f"{_TYPE}; charset=utf-8",
    "cache-control": "no-cache",
    "x-accel-buffering": "no",  # proxies are to pass on each event as it comes
}
_COMPLETE = "event: complete\ndata:\n\n"
_COMMENT = ":\n\n"


class Stream(Protocol):
    """The answers of a subscription as JSON; `cursor` is that of the latest one."""

    @property
    def cursor(self) -> str | None: ...
    def __aiter__(self) -> AsyncIterator[str]: ...


def is_preferred(accept: str) -> bool:
    """Whether an event stream is wanted rather than JSON (RFC 9110, 12.5.1).

    Clients name it last of all that they could read; of those that they want alike, the first.
    """
    if _TYPE not in accept.lower():
        return False
    weights = {name: weight for name, weight in _ranges(accept) if weight > 0}
    order = list(weights)
    stream = weights.get(_TYPE)
    plain = max(
        (weights[name] for name in (*_JSON, "application/*", "*/*") if name in weights), default=0.0
    )
    if stream is None or stream < plain:
        return False
    return stream > plain or not any(name in order[: order.index(_TYPE)] for name in _JSON)


def is_accepted(accept: str) -> bool:
    return any(name == _TYPE and weight > 0 for name, weight in _ranges(accept))


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for each in accept.lower().split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        weight = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        with suppress(ValueError):
            yield name, float(weight)


def of_answer(body: bytes) -> Response:
    """An operation that has one answer."""
    return Response(f"event: next\ndata: {body.decode()}\n\n{_COMPLETE}", headers=_HEADERS)


class Stopping:
    """Whether this process is to end: then streams end, and their clients come again elsewhere."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    @contextmanager
    def on_sigterm(self) -> Iterator[None]:
        """The server has its own handler, which waits for each response to end: it goes first."""
        loop, before = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

        def stop(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self.event.set)
            if callable(before):
                before(number, frame)

        try:
            signal.signal(signal.SIGTERM, stop)
        except ValueError:  # not in the main thread: nobody sends it a signal
            yield
            return
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)


class EventStream(Response):
    """A subscription, until it ends, its reader goes or the process is to end."""

    def __init__(self, stream: Stream, stopping: Stopping) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._stream, self._stopping = stream, stopping

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        tasks = [
            asyncio.create_task(work)
            for work in (self._send(send), _gone(receive), self._stopping.event.wait())
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self._stopping.event.is_set():
            await send({"type": "http.response.body", "body": b""})

    async def _send(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        try:
            async with aclosing(self._frames()) as frames:
                async for frame in frames:
                    await _sent(send, frame, more=frame is not _COMPLETE)
        except TimeoutError:
            log.warning("A stream that took nothing for %d s was closed.", _PATIENCE_SECONDS)

    async def _frames(self) -> AsyncGenerator[str]:
        yield _COMMENT  # so that the reader knows that it is open
        try:
            async with aclosing(cast("AsyncGenerator[str]", aiter(self._stream))) as answers:
                async for answer in _or_silence(answers):
                    if answer is None:
                        yield _COMMENT
                    else:
                        yield f"id: {self._stream.cursor}\nevent: next\ndata: {answer}\n\n"
        except TinbaiError as error:
            told = {"message": str(error), "extensions": {"code": error.code}}
            yield f"event: next\ndata: {orjson.dumps({'errors': [told]}).decode()}\n\n"
        yield _COMPLETE


async def _or_silence(answers: AsyncGenerator[str]) -> AsyncIterator[str | None]:
    """The answers, and None after each while without any."""
    following: asyncio.Future[Any] | None = None
    try:
        while True:
            following = following or asyncio.ensure_future(anext(answers))
            await asyncio.wait({following}, timeout=_QUIET_SECONDS)
            if not following.done():
                yield None
                continue
            answer, following = following, None
            with suppress(StopAsyncIteration):
                yield answer.result()
                continue
            return
    finally:
        if following is not None:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def _sent(send: Send, frame: str, *, more: bool) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await send({"type": "http.response.body", "body": frame.encode(), "more_body": more})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
