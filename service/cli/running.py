"""What every command does with its settings: open the database, and see that it is current."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

from service import database
from service.database import migrating
from service.database.address import SqliteFile
from service.errors import MigrationsPending, Unavailable
from service.settings import Settings

T = TypeVar("T")


async def require_current(config: Settings) -> None:
    """An SQLite file is brought up to date by itself; PostgreSQL is its operator's to migrate."""
    pending = await migrating.pending()
    if isinstance(config.database_url, SqliteFile):
        if pending:  # without need, it would wait for whoever writes
            await migrating.migrate()
    elif pending:
        raise MigrationsPending(
            f"{len(pending)} migration(s) are pending on this database: run `tinbai migrate` first."
        )


def with_database(config: Settings, work: Callable[[], Awaitable[T]]) -> T:
    async def run() -> T:
        async with database.opened(config.database_url):
            await database.ping()
            return await work()

    try:
        return asyncio.run(run())
    except database.UNREACHABLE as error:
        if _is_of_our_output(error):
            raise
        raise Unavailable("The database cannot be reached any more.") from error
    except Exception as error:
        if (mendable := database.mendable(error)) is None:
            raise
        raise mendable from error


def _is_of_our_output(error: Exception) -> bool:
    """A pipe that nobody reads, a full disk: OSErrors too, but not of a connection."""
    is_connection = isinstance(error, ConnectionError) and not isinstance(error, BrokenPipeError)
    return isinstance(error, OSError) and not is_connection


def end_in_order_on_sigterm(status: int) -> None:
    """By default the signal ends the process before what it made for itself is removed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(status))
