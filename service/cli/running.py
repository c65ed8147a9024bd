"""What every command does with its settings: open the database, and see that it is current."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tortoise.exceptions import OperationalError

from service import database
from service.database import migrating
from service.database.address import SqliteFile
from service.errors import MigrationsPending, Unavailable
from service.settings import Settings

T = TypeVar("T")


async def require_current(config: Settings) -> None:
    """An SQLite file is brought up to date by itself; PostgreSQL is its operator's to migrate."""
    if isinstance(config.database_url, SqliteFile):
        await migrating.migrate()
    elif pending := await migrating.pending():
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
    except OperationalError as error:
        if not database.lacks_rights(error):
            raise
        raise Unavailable("The database refuses this: look at the rights to it.") from error
