"""A process that makes a change, and dies before one of its statements is sent.

BEGIN and COMMIT are statements too. What SQLite does within one, and PRAGMAs, are none.
"""

import asyncio
import gc
import os
import sqlite3
from collections.abc import Callable
from itertools import count
from typing import Any

from service import database
from service.database import address, postgres
from service.viewers import Viewer
from tests.graph import Graph
from tests.writing.situations import Given, accepted, asked

DIED = 9
REFUSED = 1
_NO_STATEMENTS = ("--", "PRAGMA")
_SENDING = ("_execute", "_executemany", "copy_records_to_table")  # of asyncpg's connection
_GRAPH = Graph()  # once, for all that are forked from a process that has this module


def change(url: str, viewer: Viewer, mutation: str, given: Given, last: int) -> None:
    """Ends its process: with `DIED` at the statement `last`, from 1; with 0 where it has fewer."""
    gc.disable()  # this would take half of its short life
    numbers = count(1)

    def tell() -> None:
        if next(numbers) == last:
            os._exit(DIED)

    _listen_to_sqlite(tell)
    _listen_to_postgres(tell)
    accepted = asyncio.run(_changed(url, viewer, mutation, given))
    os._exit(0 if accepted else REFUSED)


async def _changed(url: str, viewer: Viewer, mutation: str, given: Given) -> bool:
    async with database.opened(address.parse(url)):
        _GRAPH.viewer = viewer
        return bool(await asked(_GRAPH, mutation, given) == accepted(mutation))


def _listen_to_sqlite(tell: Callable[[], None]) -> None:
    connect: Any = sqlite3.connect

    def trace(statement: str) -> None:
        if not statement.startswith(_NO_STATEMENTS):
            tell()

    def connected(*given: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*given, **options)
        connection.set_trace_callback(trace)
        return connection

    sqlite3.connect = connected  # type: ignore[assignment]


def _listen_to_postgres(tell: Callable[[], None]) -> None:
    plain: Any = postgres._Connection.execute

    def execute(self: Any, query: str, *given: Any, **options: Any) -> Any:
        if not given:  # else it calls one of the others
            tell()
        return plain(self, query, *given, **options)

    for name in _SENDING:
        setattr(postgres._Connection, name, _told(getattr(postgres._Connection, name), tell))
    postgres._Connection.execute = execute


def _told(send: Any, tell: Callable[[], None]) -> Any:
    def told(*given: Any, **options: Any) -> Any:
        tell()
        return send(*given, **options)

    return told
