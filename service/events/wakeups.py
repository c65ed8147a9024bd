"""Wake-ups between processes. They carry nothing but "look", and any of them may be lost."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing

import asyncpg

from service import database
from service.database.address import Address, PostgresServer, SqliteFile

log = logging.getLogger("tinbai.events")
_CHANNEL = "tinbai_events"
_GLANCE_SECONDS = 0.02
_RECONNECT_SECONDS = 1.0


async def notify() -> None:
    """Wakes the other processes, after a commit: within the transaction it would slow all down.

    On SQLite they see the commit itself.
    """
    if database.dialect() != "postgres":
        return
    try:
        await database.connection().execute_query(f"NOTIFY {_CHANNEL}")
    except (*database.UNREACHABLE, asyncpg.PostgresError):
        log.info("Other processes were not woken: they look each second.")


async def heard(address: Address, wake: Callable[[], None]) -> None:
    """Calls `wake` when another process may have committed, for ever."""
    while True:
        try:
            if isinstance(address, SqliteFile):
                await _watch(address, wake)
            else:
                await _listen(address, wake)
        except (*database.UNREACHABLE, asyncpg.PostgresError, sqlite3.Error):
            log.info("Other processes are not heard for now: the log is read each second.")
        await asyncio.sleep(_RECONNECT_SECONDS)


async def _listen(server: PostgresServer, wake: Callable[[], None]) -> None:
    """On a connection of its own; returns when that is gone."""
    gone = asyncio.Event()
    connection = await asyncpg.connect(**server.login)
    try:
        connection.add_termination_listener(lambda _connection: gone.set())
        await connection.add_listener(_CHANNEL, lambda *_notification: wake())
        wake()
        await gone.wait()
    finally:
        connection.terminate()


async def _watch(file: SqliteFile, wake: Callable[[], None]) -> None:
    """`data_version` moves when any other connection has committed; asking costs microseconds."""
    with closing(sqlite3.connect(file.path)) as connection:
        seen = None
        while True:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            if version != seen:
                seen = version
                wake()
            await asyncio.sleep(_GLANCE_SECONDS)
