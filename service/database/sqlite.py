"""Tortoise's SQLite engine, with transactions that cancellation cannot leave open.

Upstream takes the one lock and then awaits BEGIN: a task cancelled in between never gives the lock
back, and every later query hangs. It also begins DEFERRED, so a transaction that reads and then
writes fails at once with SQLITE_BUSY_SNAPSHOT while another process writes.
"""

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
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
from tortoise.exceptions import OperationalError

from service.database.address import SQLITE_PATIENCE_MS
from service.database.steps import Make, Statement, T, taken_at_once

_INSTRUCTIONS = 10_000  # of SQLite's machine: after so many we are asked
_BUDGET = 10  # so often a statement may ask: some 2 ms
_THREADS = 2
_REMEMBERED = 500  # statements that were too long
_TRIES = 100  # how often one of them goes straight to a thread before it is tried again


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


class _TooLong(Exception):
    """Not for the thread that everything waits for."""


class Readers:
    """Connections that only read, beside Tortoise's one: no write makes them wait.

    What is done within a budget of steps is done at once, in the event loop's own thread: a hop to
    another costs more than most reads. The rest goes to a thread, and is known there next time.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._own: sqlite3.Connection | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._long: OrderedDict[str, int] = OrderedDict()
        self._asked = 0

    async def drive(self, make: Make[T], *, alone: bool) -> T:
        try:
            return self._at_once(make, alone=alone)
        except _TooLong:
            return await self._in_a_thread(make, alone=alone)

    async def close(self) -> None:
        if self._threads is not None:
            await asyncio.to_thread(self._threads.shutdown)
            self._threads = None
        while not self._idle.empty():
            self._idle.get().close()
        if self._own is not None:
            self._own.close()
            self._own = None

    def _at_once(self, make: Make[T], *, alone: bool) -> T:
        if self._own is None:
            self._own = self._connected()
            self._own.set_progress_handler(self._is_too_long, _INSTRUCTIONS)
        return _in_one_state(self._own, make, self._within_budget, alone=alone)

    def _within_budget(self, connection: sqlite3.Connection, statement: Statement) -> Sequence[Any]:
        if self._long and self._is_long(statement.text):
            raise _TooLong
        self._asked = 0
        try:
            return connection.execute(statement.text, statement.values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            self._long[statement.text] = _TRIES
            if len(self._long) > _REMEMBERED:
                self._long.popitem(last=False)
            raise _TooLong from error

    def _is_too_long(self) -> bool:
        self._asked += 1
        return self._asked > _BUDGET

    def _is_long(self, text: str) -> bool:
        left = self._long.get(text)
        if left is None:
            return False
        if left == 1:
            del self._long[text]
        else:
            self._long[text] = left - 1
        return True

    async def _in_a_thread(self, make: Make[T], *, alone: bool) -> T:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(_THREADS, "tinbai-reader")
        given_up = Event()

        def job() -> T:
            connection = self._idle_or_new()
            connection.set_progress_handler(given_up.is_set, _INSTRUCTIONS)
            try:
                return _in_one_state(connection, make, _run, alone=alone)
            finally:
                self._idle.put(connection)

        future: Future[T] = self._threads.submit(job)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            given_up.set()
            raise

    def _idle_or_new(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        # Even a reader takes a lock for a moment, when it is the first after a crash.
        connection = sqlite3.connect(
            f"{Path(self._path).as_uri()}?mode=ro",
            uri=True,
            timeout=SQLITE_PATIENCE_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=500,
        )
        connection.execute("PRAGMA query_only = ON")
        return connection


def _run(connection: sqlite3.Connection, statement: Statement) -> Sequence[Any]:
    return connection.execute(statement.text, statement.values).fetchall()


def _in_one_state(
    connection: sqlite3.Connection,
    make: Make[T],
    run: Callable[[sqlite3.Connection, Statement], Sequence[Any]],
    *,
    alone: bool,
) -> T:
    if alone:
        return taken_at_once(make(), lambda statement: run(connection, statement))
    connection.execute("BEGIN")
    try:
        return taken_at_once(make(), lambda statement: run(connection, statement))
    finally:
        connection.execute("COMMIT")


class Client(SqliteClient):
    """Snapshots are taken on a connection of their own, so that no writer makes them wait."""

    def __init__(self, file_path: str, **kwargs: Any) -> None:
        super().__init__(file_path, **kwargs)
        self._readers = Readers(file_path)
        self._kwargs = kwargs
        self._snapshots: SqliteClient | None = None

    async def close(self) -> None:
        await self._readers.close()
        if self._snapshots is not None:
            await self._snapshots.close()
            self._snapshots = None
        await super().close()

    async def drive(self, make: Make[T], mark: str | None, *, alone: bool) -> T:
        """Takes the steps in one read transaction, and gives what they return; needs no `mark`.

        `alone`: it is at most one statement.
        """
        del mark
        try:
            return await self._readers.drive(make, alone=alone)
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error

    def _in_transaction(self) -> TransactionContext:
        return _Transaction(_Connection(self), self._lock)

    def in_snapshot(self) -> TransactionContext:
        """A transaction that only reads, and sees one state of the database."""
        if self._snapshots is None:
            self._snapshots = SqliteClient(self.filename, **self._kwargs)
        return _Transaction(_Snapshot(self._snapshots), self._snapshots._lock)

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
