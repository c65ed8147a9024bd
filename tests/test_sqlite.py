"""What is SQLite's alone: its one writer, its durability, its scripts."""

import asyncio
import contextlib
import multiprocessing
import sqlite3

import pytest

from service import database
from service.database import address
from service.models import EventLog
from tests.databases import Sqlite


def _count_up(url: str, rounds: int) -> None:
    async def run() -> None:
        async with database.opened(address.parse(url)):
            for _ in range(rounds):
                async with database.transaction():
                    log = await EventLog.get(id=1)
                    await EventLog.filter(id=1).update(position=log.position + 1)

    asyncio.run(run())


def test_two_writing_processes_on_sqlite_wait_for_each_other(sqlite: Sqlite) -> None:
    with sqlite.archive() as url:
        spawn = multiprocessing.get_context("spawn")
        writers = [spawn.Process(target=_count_up, args=(url, 200)) for _ in range(2)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(60)

        assert [writer.exitcode for writer in writers] == [0, 0]
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite://"))) as file:
            assert file.execute("SELECT position FROM event_log").fetchone() == (400,)


async def test_an_acknowledged_commit_is_synced(sqlite: Sqlite) -> None:
    found = {}
    with sqlite.archive() as url:
        async with database.opened(address.parse(url)):
            for pragma in ("journal_mode", "synchronous", "foreign_keys"):
                (row,) = await database.connection().execute_query_dict(f"PRAGMA {pragma}")
                found[pragma] = row[pragma]

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_a_transaction_takes_the_write_lock_at_once(sqlite: Sqlite) -> None:
    """A deferred one that reads and then writes would fail at once where another has written."""
    with sqlite.archive() as url:
        async with database.opened(address.parse(url)), database.transaction():
            other = sqlite3.connect(url.removeprefix("sqlite://"), timeout=0)
            with contextlib.closing(other), pytest.raises(sqlite3.OperationalError):
                other.execute("BEGIN IMMEDIATE")


async def test_a_trigger_in_a_script_is_one_statement(sqlite: Sqlite) -> None:
    script = """
        CREATE TABLE a (x); CREATE TABLE b (x); -- not the end; of anything
        CREATE TRIGGER t AFTER INSERT ON a BEGIN
            INSERT INTO b VALUES (new.x); INSERT INTO b VALUES (new.x);
        END;
    """
    with sqlite.empty() as url:
        async with database.opened(address.parse(url)):
            with contextlib.suppress(KeyboardInterrupt):
                async with database.transaction() as connection:
                    await connection.execute_script(script)
                    raise KeyboardInterrupt
            names = "SELECT name FROM sqlite_master WHERE name IN ('a', 'b', 't')"
            assert await database.connection().execute_query_dict(names) == []

            async with database.transaction() as connection:
                await connection.execute_script(script)
                await connection.execute_script("INSERT INTO a VALUES (1)")
            assert len(await database.connection().execute_query_dict("SELECT x FROM b")) == 2
