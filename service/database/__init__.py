"""The one place that opens an archive's database and runs transactions on it."""

import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from functools import partial
from typing import Any

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connections
from tortoise.exceptions import (
    DBConnectionError,
    OperationalError,
    TransactionManagementError,
)
from tortoise.transactions import in_transaction

from service.database import postgres, sqlite
from service.database.address import SQLITE_PATIENCE_MS, Address, SqliteFile
from service.database.steps import Make, Statement, Steps, T
from service.errors import Unavailable

_log = logging.getLogger("tinbai.reads")
_ARCHIVE = 0x61726368697665  # "archive" in ASCII
_HIERARCHY = 0x6869657261726368  # "hierarch" in ASCII
_HOLD = "SELECT pg_advisory_xact_lock_shared($1)"
_HOLD_ALONE = "SELECT pg_advisory_xact_lock($1)"
_NO_RIGHTS = "The database refuses this: look at the rights to it."
_NO_ROOM = "The database has no room left, or its disk fails."
_SQLITE = {
    sqlite3.SQLITE_READONLY: _NO_RIGHTS,
    sqlite3.SQLITE_BUSY: "Another process is writing to the archive: try again when it is done.",
    sqlite3.SQLITE_FULL: _NO_ROOM,
    sqlite3.SQLITE_IOERR: _NO_ROOM,
}
UNREACHABLE = (
    OSError,
    asyncpg.InternalClientError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.ObjectNotInPrerequisiteStateError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
    asyncpg.TooManyConnectionsError,
    DBConnectionError,
)


def config(address: Address) -> dict[str, Any]:
    """Tortoise's settings. The alias is the dialect: Tortoise caches its statements by alias."""
    return {
        "connections": {address.dialect: address.connection},
        "apps": apps(address.dialect),
        "use_tz": True,
        "timezone": "UTC",
    }


def apps(alias: str) -> dict[str, dict[str, Any]]:
    return {
        "tinbai": {
            "models": ["service.models"],
            "default_connection": alias,
            "migrations": "service.migrations",
        }
    }


@asynccontextmanager
async def opened(address: Address) -> AsyncIterator[None]:
    """Connects, for every task of this process, until the block ends.

    PostgreSQL is connected to when it is first used. An SQLite file and its folder are made here;
    raises Unavailable where they cannot be, or the file is something else.
    """
    if isinstance(address, SqliteFile):
        _make_usable(address)
    await Tortoise.init(config=config(address), _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()


def connection() -> BaseDBAsyncClient:
    """The open transaction of this task, else the pool (or SQLite's one connection)."""
    (alias,) = get_connections().db_config
    return get_connections().get(alias)


def dialect() -> str:
    """`sqlite` or `postgres`."""
    (alias,) = get_connections().db_config  # see `config`
    return str(alias)


@asynccontextmanager
async def transaction() -> AsyncIterator[BaseDBAsyncClient]:
    """All or nothing; within another one, a savepoint. SQLite's write lock is taken at once."""
    async with in_transaction() as client:
        yield client


@asynccontextmanager
async def snapshot() -> AsyncIterator[None]:
    """All reads within see one state of the archive, while others write."""
    client = connection()
    assert isinstance(client, postgres.Client | sqlite.Client)  # not within a transaction
    async with client.in_snapshot():
        yield


async def drive(make: Make[T], mark: str | None, *, alone: bool) -> T:
    """Takes the steps of a read beside whatever is written meanwhile, and gives what they return.

    All statements see one state. `alone`: there is at most one. `mark` selects what is another
    after every change, and is then the last column of each statement; None where nothing is.
    Within an open transaction or snapshot they are taken in that one.
    """
    client = connection()
    if _log.isEnabledFor(logging.DEBUG):
        make = partial(_told, make)
    with reaching():
        if isinstance(client, postgres.Client | sqlite.Client):
            return await client.drive(make, mark, alone=alone)
        return await _taken_within(client, make())


def _told(make: Make[T]) -> Steps[T]:
    """The same steps, each told to the log."""
    steps = make()
    try:
        statement = next(steps)
        while True:
            _log.debug("%s", statement.text)
            statement = steps.send((yield statement))
    except StopIteration as end:
        result: T = end.value
        return result


async def _taken_within(client: BaseDBAsyncClient, steps: Steps[T]) -> T:
    try:
        statement: Statement = next(steps)
        while True:
            _, rows = await client.execute_query(statement.text, statement.values)
            statement = steps.send([tuple(row) for row in rows])
    except StopIteration as end:
        result: T = end.value
        return result


@asynccontextmanager
async def archive_lock() -> AsyncIterator[BaseDBAsyncClient]:
    """A transaction that no other of its kind runs beside: for what is found or else made.

    SQLite has one writer anyway; on PostgreSQL an advisory lock, held until commit.
    """
    async with transaction() as client:
        if dialect() == "postgres":
            await client.execute_query(_HOLD_ALONE, [_ARCHIVE])
        yield client


async def hold_hierarchy(*, alone: bool = False) -> None:
    """Until the transaction ends, no other changes what stands above what.

    `alone`, for whoever changes it: nor does any other hold it. The locks of articles come before
    it, as they do where one is published: in another order the two would wait for each other.
    """
    if dialect() == "postgres":  # SQLite has one writer anyway
        await connection().execute_query(_HOLD_ALONE if alone else _HOLD, [_HIERARCHY])


@contextmanager
def reaching() -> Iterator[None]:
    """Raises Unavailable where the database cannot be reached within, or refuses all such work."""
    try:
        yield
    except (asyncpg.DataError, asyncpg.ClientConfigurationError):
        raise
    except (*UNREACHABLE, asyncpg.InterfaceError) as error:  # the latter of a connection just lost
        raise Unavailable("The archive cannot be reached for now.") from error
    except (OperationalError, TransactionManagementError) as error:
        if (mended := mendable(error)) is None:
            raise
        raise mended from error


async def ping() -> None:
    """Raises Unavailable where the database cannot be reached or logged in to."""
    try:
        await connection().execute_query("SELECT 1")
    except UNREACHABLE as error:
        raise Unavailable("The database cannot be reached, or refuses the login.") from error


def mendable(error: Exception) -> Unavailable | None:
    """The sentence for a failure that is no fault of the statement: rights, a lock, the disk."""
    wrapped = isinstance(error, OperationalError | TransactionManagementError)
    cause = error.args[0] if wrapped else error
    if isinstance(cause, asyncpg.ReadOnlySQLTransactionError):
        return Unavailable("The database takes no changes for now.")
    if isinstance(cause, asyncpg.InsufficientPrivilegeError):
        return Unavailable(_NO_RIGHTS)
    if isinstance(cause, asyncpg.DiskFullError):
        return Unavailable(_NO_ROOM)
    if isinstance(cause, sqlite3.Error):
        code = cause.sqlite_errorcode & 0xFF  # without the extension
        return Unavailable(_SQLITE[code]) if code in _SQLITE else None
    return None


def _make_usable(address: SqliteFile) -> None:
    """Looked at before the driver's thread is started, which would outlive its failure."""
    try:
        address.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(address.path, timeout=SQLITE_PATIENCE_MS / 1000)) as file:
            file.execute("PRAGMA schema_version")
    except (OSError, sqlite3.Error) as error:
        raise Unavailable("The SQLite file cannot be opened, or is none.") from error
