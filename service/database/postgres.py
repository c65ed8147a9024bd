"""Tortoise's asyncpg engine, with transactions that cancellation cannot leak from the pool.

Upstream acquires a connection and then awaits BEGIN: a task cancelled in between never gives the
connection back, and a pool of five is gone after five cancelled requests.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    PoolConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections

from service.database.steps import Make, Statement, Steps, T

_MOST_KEPT = 4  # of the pool's connections
_LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
)


class _Connection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg ships no types
    """Goes back to the pool as it is: nothing here sets what a RESET would undo.

    The pool still ends a transaction that was left open.
    """

    def get_reset_query(self) -> str:
        return ""


class _Borrowed(PoolConnectionWrapper[Any]):
    async def __aenter__(self) -> Any:
        client: Any = self.client
        await client.make_room()
        return await super().__aenter__()


class _Transaction(TransactionContextPooled):
    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        parent: Any = self.client._parent
        await parent.make_room()
        pool = parent._pool
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


class _Marks:
    """The state that the first and the last statement saw: the last column of their rows."""

    def __init__(self) -> None:
        self.statements = 0
        self.first: Any = None
        self.last: Any = None

    def note(self, rows: Sequence[Any]) -> None:
        self.last = rows[0][-1] if rows else None
        if self.statements == 0:
            self.first = self.last
        self.statements += 1

    async def are_one_state(self, connection: Any, mark: str) -> bool:
        """A last statement without rows tells nothing: what follows it is asked."""
        if self.statements <= 1:
            return True
        if self.first is None:
            return False
        last = await connection.fetchval(mark) if self.last is None else self.last
        return bool(self.first == last)


class Client(AsyncpgDBClient):
    """Keeps some connections of the pool for its reads: they are taken and given back at once."""

    connection_class = _Connection

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[Any] = []
        self._is_closing = False

    async def _close(self) -> None:
        self._is_closing = True
        while self._kept:
            await self._released(self._kept.pop())
        await super()._close()
        self._is_closing = False

    async def drive(self, make: Make[T], mark: str | None, *, alone: bool) -> T:
        """Takes the steps on one connection, and gives what they return.

        All see one state. `alone`: it is at most one statement. Else each ends in the column that
        `mark` selects, which is another after every change; where it has changed from the first to
        the last, or without a mark, they are taken in a snapshot.
        """
        while True:
            connection, was_kept = await self._acquired()
            try:
                result = await _in_one_state(make, connection, mark, alone=alone)
                break
            except _LOST:
                await self._released(connection)
                if not was_kept:
                    raise
            except BaseException:  # it may be in the midst of something: the pool sees to that
                await self._released(connection)
                raise
        if len(self._kept) < _MOST_KEPT and not (self._is_closing or self._is_exhausted()):
            self._kept.append(connection)
        else:
            await self._released(connection)
        return result

    def acquire_connection(self) -> PoolConnectionWrapper[Any]:
        return _Borrowed(self, self._pool_init_lock)

    async def make_room(self) -> None:
        """Gives back one that is kept, where the pool has no other for who comes."""
        if self._kept and self._is_exhausted():
            await self._released(self._kept.pop())

    def _is_exhausted(self) -> bool:
        pool: Any = self._pool
        return bool(pool.get_idle_size() == 0 and pool.get_size() == pool.get_max_size())

    async def _acquired(self) -> tuple[Any, bool]:
        """A connection; and whether it was kept, so that it may have been lost since unseen."""
        while self._kept:
            connection = self._kept.pop()
            with suppress(asyncpg.InterfaceError):  # the pool has seen that it was lost
                if not connection.is_closed():
                    return connection, True
            await self._released(connection)
        if self._pool is None:
            async with self.acquire_connection():
                pass  # there is a pool from here on
        pool: Any = self._pool
        return await pool.acquire(), False

    async def _released(self, connection: Any) -> None:
        pool: Any = self._pool
        await pool.release(connection)

    def _in_transaction(self) -> TransactionContext:
        return _Transaction(TransactionWrapper(self), self._pool_init_lock)

    def in_snapshot(self) -> TransactionContext:
        """A transaction that only reads, and sees one state of the database."""
        return _Transaction(_Snapshot(self), self._pool_init_lock)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        async with self._in_transaction() as connection:
            await connection.execute_many(query, values)


async def _in_one_state(make: Make[T], connection: Any, mark: str | None, *, alone: bool) -> T:
    if alone:
        return await _taken(make(), connection, _Marks())
    if mark is not None:
        marks = _Marks()
        result = await _taken(make(), connection, marks)
        if await marks.are_one_state(connection, mark):
            return result
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        return await _taken(make(), connection, _Marks())


async def _taken(steps: Steps[T], connection: Any, marks: _Marks) -> T:
    fetch = connection.fetch
    try:
        statement: Statement = next(steps)
        while True:
            rows = await fetch(statement.text, *statement.values)
            marks.note(rows)
            statement = steps.send(rows)
    except StopIteration as end:
        result: T = end.value
        return result


client_class = Client
