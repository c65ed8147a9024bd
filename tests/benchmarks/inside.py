"""`python -m tests.benchmarks.inside APP CORE [count]`: an ASGI application without HTTP.

It is called in this process, one request after the other. A line of JSON on standard input is a
list of requests' bodies; the line that answers it: seconds of CPU, each different answer, and with
`count` how many statements they sent to the database.
"""

import asyncio
import os
import sqlite3
import sys
import time
from typing import Any

import asyncpg
import orjson
import uvicorn
from starlette.types import Message
from uvicorn.lifespan.on import LifespanOn

_SCOPE = {
    "type": "http",
    "asgi": {"version": "3.0", "spec_version": "2.3"},
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/graphql",
    "raw_path": b"/graphql",
    "query_string": b"",
    "root_path": "",
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 2),
}


class _Statements:
    """Counted in the drivers, so that nobody's way round an ORM goes unseen."""

    def __init__(self) -> None:
        self.count = 0

    def watch(self) -> None:
        """Every connection that is made from here on, by whoever is imported from here on."""
        connect, made = sqlite3.connect, asyncpg.Connection.__init__

        def watched_file(*arguments: Any, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*arguments, **options)
            connection.set_trace_callback(self._note)
            return connection

        def watched_server(connection: Any, *arguments: Any, **options: Any) -> None:
            made(connection, *arguments, **options)
            connection.add_query_logger(lambda record: self._note(record.query))

        sqlite3.connect = watched_file  # type: ignore[assignment]
        asyncpg.Connection.__init__ = watched_server

    def _note(self, statement: str) -> None:
        self.count += statement.lstrip("( \n").upper().startswith(("SELECT", "WITH"))


def main(app: str, core: int, *, counting: bool) -> None:
    os.sched_setaffinity(0, {core})
    statements = _Statements()
    if counting:
        statements.watch()
    config = uvicorn.Config(app, factory=True, proxy_headers=False, log_level="warning")
    config.load()
    asyncio.run(_serve(config, statements))


async def _serve(config: uvicorn.Config, statements: _Statements) -> None:
    lifespan = LifespanOn(config)
    await lifespan.startup()
    while line := await asyncio.to_thread(sys.stdin.readline):
        bodies = [body.encode() for body in orjson.loads(line)]
        sent, began = statements.count, time.process_time()
        answers = {await _answer(config.loaded_app, body) for body in bodies}
        told = {
            "cpu": time.process_time() - began,
            "answers": [answer.decode() for answer in answers],
            "statements": statements.count - sent,
        }
        sys.stdout.write(orjson.dumps(told).decode() + "\n")
        sys.stdout.flush()
    await lifespan.shutdown()


async def _answer(app: Any, body: bytes) -> bytes:
    answer = bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        assert message.get("status", 200) == 200, message
        answer.extend(message.get("body", b""))

    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
    ]
    await app({**_SCOPE, "headers": headers}, receive, send)
    return bytes(answer)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), counting="count" in sys.argv[3:])
