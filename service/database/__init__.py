"""The one place that opens an archive's database and runs transactions on it."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connections
from tortoise.exceptions import DBConnectionError, OperationalError
from tortoise.transactions import in_transaction

from service.database.address import Address, SqliteFile
from service.errors import Unavailable

_ARCHIVE = 0x61726368697665  # "archive" in ASCII
_NO_FILE = "The SQLite file cannot be opened, or is none."
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

    The connection is made when it is first used. The folder of an SQLite file is made.
    """
    if isinstance(address, SqliteFile):
        _make_folder(address)
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
    return connection().capabilities.dialect


@asynccontextmanager
async def transaction() -> AsyncIterator[BaseDBAsyncClient]:
    """All or nothing; within another one, a savepoint. SQLite's write lock is taken at once."""
    async with in_transaction() as client:
        yield client


@asynccontextmanager
async def archive_lock() -> AsyncIterator[BaseDBAsyncClient]:
    """A transaction that no other of its kind runs beside: for what is found or else made.

    SQLite has one writer anyway; on PostgreSQL an advisory lock, held until commit.
    """
    async with transaction() as client:
        if dialect() == "postgres":
            await client.execute_query("SELECT pg_advisory_xact_lock($1)", [_ARCHIVE])
        yield client


async def ping() -> None:
    """Raises Unavailable where the database cannot be reached, opened or logged in to."""
    try:
        await connection().execute_query("SELECT 1")
    except (*UNREACHABLE, sqlite3.Error, OperationalError) as error:
        if dialect() == "sqlite":
            raise Unavailable(_NO_FILE) from error
        raise Unavailable("The database cannot be reached, or refuses the login.") from error


def _make_folder(address: SqliteFile) -> None:
    try:
        address.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(_NO_FILE) from error
