"""Tortoise's asyncpg engine, with transactions that cancellation cannot leak from the pool.

Upstream acquires a connection and then awaits BEGIN: a task cancelled in between never gives the
connection back, and a pool of five is gone after five cancelled requests.
"""

from contextlib import suppress
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections


class _Transaction(TransactionContextPooled):
    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool = self.client._parent._pool
        connection = await pool.acquire()
        self.client._connection = connection
        try:
            await self.client.begin()
        except BaseException:
            await pool.release(connection)
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        """First the task stops seeing the transaction: it may be cancelled again while leaving."""
        get_connections().reset(self.token)
        try:
            if exc_type is None:
                await self.client.commit()
            else:
                with suppress(asyncpg.InterfaceError):  # gone with its connection
                    await self.client.rollback()
        finally:
            await self.client._parent._pool.release(self.client._connection)


class _Snapshot(TransactionWrapper):
    async def begin(self) -> None:
        self.transaction = self._connection.transaction(isolation="repeatable_read", readonly=True)
        await self.transaction.start()


class Client(AsyncpgDBClient):
    def _in_transaction(self) -> TransactionContext:
        return _Transaction(TransactionWrapper(self), self._pool_init_lock)

    def in_snapshot(self) -> TransactionContext:
        """A transaction that only reads, and sees one state of the database."""
        return _Transaction(_Snapshot(self), self._pool_init_lock)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        async with self._in_transaction() as connection:
            await connection.execute_many(query, values)


client_class = Client
