"""Tortoise's SQLite engine, with transactions that cancellation cannot leave open.

Upstream takes the one lock and then awaits BEGIN: a task cancelled in between never gives the lock
back, and every later query hangs. It also begins DEFERRED, so a transaction that reads and then
writes fails at once with SQLITE_BUSY_SNAPSHOT while another process writes.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from typing import Any

from tortoise.backends.base.client import (
    NestedTransactionContext,
    TransactionalDBClient,
    TransactionContext,
)
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections


class _Connection(SqliteTransactionWrapper):
    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(_Connection(self))

    async def begin(self) -> None:
        await self._connection.execute("BEGIN IMMEDIATE")

    async def execute_script(self, query: str) -> None:
        """One statement at a time: `executescript` would commit the open transaction first."""
        for statement in _statements(query):
            await self.execute_query(statement)


class _Snapshot(_Connection):
    async def begin(self) -> None:
        await self._connection.execute("BEGIN")  # takes no write lock


class _Transaction(SqliteTransactionContext):
    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            await self._abandon()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        client: TransactionalDBClient = self.connection
        return client

    async def _abandon(self) -> None:
        """BEGIN may still run in the driver's thread; the rollback queues up behind it."""
        try:
            if self.connection._connection:
                await asyncio.shield(self.connection._connection.rollback())
        finally:
            self._trxlock.release()


class Client(SqliteClient):
    def _in_transaction(self) -> TransactionContext:
        return _Transaction(_Connection(self), self._lock)

    def in_snapshot(self) -> TransactionContext:
        """A transaction that only reads, and sees one state of the database."""
        return _Transaction(_Snapshot(self), self._lock)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        async with self._in_transaction() as connection:
            await connection.execute_many(query, values)


def _statements(script: str) -> Iterator[str]:
    """Split where SQLite itself sees a statement end, so that triggers stay whole."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip("; \n"):
                yield statement
            statement = ""


client_class = Client
