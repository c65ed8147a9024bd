"""The drivers of reads: beside every writer, bounded, and whole whatever happens to a reader."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import orjson
import pytest
from tortoise.exceptions import OperationalError

from service import database
from service.database import address, bulk
from service.database import sqlite as driver
from service.database.steps import Statement, Steps
from service.errors import Unavailable
from service.models import Article, Organization, Topic
from tests import rows
from tests.databases import Postgres, Sqlite
from tests.graph import Graph

TITLES = "{ articles { nodes { title topics { name } } } }"
FOUND = {"articles": {"nodes": [{"title": "Một bài", "topics": []}]}}
COUNT = 'SELECT COUNT(*) FROM "organization" WHERE "name" <> ?'
SECONDS = """
    WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 50000000)
    SELECT COUNT(*) FROM n
"""


class Read:
    """Statements one after the other.

    `in_a_thread`: from when one of SQLite's takes them; `left`: when nobody takes them any more.
    """

    def __init__(self, *statements: Statement) -> None:
        self.statements = statements
        self.begun = 0
        self.in_a_thread, self.left = asyncio.Event(), asyncio.Event()

    async def taken(self) -> list[list[tuple[Any, ...]]]:
        loop = asyncio.get_running_loop()

        def steps() -> Steps[list[list[tuple[Any, ...]]]]:
            self.begun += 1
            in_a_thread = threading.current_thread().name.startswith("tinbai-reader")
            if in_a_thread:
                loop.call_soon_threadsafe(self.in_a_thread.set)
            found = []
            try:
                for statement in self.statements:
                    some = yield statement
                    found.append([tuple(row) for row in some])
            finally:
                if in_a_thread:
                    loop.call_soon_threadsafe(self.left.set)
            return found

        return await database.drive(steps, None, alone=len(self.statements) == 1)


def _short() -> Read:
    return Read(Statement("SELECT 1", []))


def _long(times: int = 1) -> Read:
    return Read(*[Statement(COUNT, ["x"])] * times)


# --- SQLite ---------------------------------------------------------------------------------


@pytest.fixture
def file(sqlite: Sqlite) -> Iterator[Path]:
    with sqlite.archive() as url:
        yield Path(url.removeprefix("sqlite://"))


@pytest.fixture
async def beside_writers(file: Path) -> AsyncIterator[None]:
    async with database.opened(address.parse(f"sqlite://{file}")):
        yield


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes more than a few steps goes to a thread."""
    monkeypatch.setattr(driver, "_INSTRUCTIONS", 1_000)
    monkeypatch.setattr(driver, "_BUDGET", 1)


@pytest.fixture
async def large(beside_writers: None, hasty: None) -> None:
    await _twenty_thousand()


async def _twenty_thousand() -> None:
    """Organizations, which take a while to count."""
    lists = ("other_names", "search_beside")
    stamps = {"version": 1, "created_at": rows.NOW, "updated_at": rows.NOW}
    some = {**stamps, **{name: [] for name in lists}}
    found_by = ("name_search", "search_key", "search_words")
    keys = ("slug", "name", "name_tone", "name_sort", *found_by)
    await bulk.insert(
        Organization, [{**some, **dict.fromkeys(keys, f"a{n}")} for n in range(20_000)]
    )


@pytest.mark.usefixtures("beside_writers")
async def test_a_query_is_answered_while_another_holds_the_write_lock(file: Path) -> None:
    graph = Graph()
    await rows.article("Một bài", rows.NOW)
    other = sqlite3.connect(file, isolation_level=None)
    with contextlib.closing(other):
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE article SET title = 'Khác'")
        async with asyncio.timeout(10):
            assert await graph.compiled(TITLES, None, {}) is not None
            assert await graph.data(TITLES) == FOUND
            async with database.snapshot():
                assert await Organization.all().count() == 0
        other.execute("COMMIT")

    found = await graph.data(TITLES)
    assert found["articles"]["nodes"][0]["title"] == "Khác"


@pytest.mark.usefixtures("beside_writers")
async def test_a_query_is_answered_while_its_own_process_writes() -> None:
    graph = Graph()
    await rows.article("Một bài", rows.NOW)
    written, read = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with database.transaction():
            await Article.all().update(title="Khác")
            written.set()
            await read.wait()

    writing = asyncio.create_task(write())
    await written.wait()
    async with asyncio.timeout(10):
        assert await graph.compiled(TITLES, None, {}) is not None
        assert await graph.data(TITLES) == FOUND
    read.set()
    await writing


@pytest.mark.usefixtures("large")
async def test_a_statement_of_many_steps_goes_to_a_thread() -> None:
    long, short = _long(), _short()

    assert await long.taken() == [[(20_000,)]]
    assert await short.taken() == [[(1,)]]

    assert long.in_a_thread.is_set()
    assert not short.in_a_thread.is_set()
    assert long.begun == 2  # it was tried in the event loop first


@pytest.mark.usefixtures("large")
async def test_a_plan_of_many_steps_gives_what_it_would_in_the_loop() -> None:
    graph = Graph()
    query = "{ organizations(first: 2) { totalCount nodes { name } } }"
    expected = {"totalCount": 20_000, "nodes": [{"name": "a0"}, {"name": "a1"}]}
    for _ in range(3):
        assert await graph.data(query) == {"organizations": expected}
        told = await graph.compiled(query, None, {})
        assert orjson.loads(told or b"null")["data"]["organizations"] == expected
    assert graph.counters.declined == {}


@pytest.mark.usefixtures("beside_writers")
async def test_others_are_answered_while_a_long_statement_runs() -> None:
    long = asyncio.create_task(Read(Statement(SECONDS, [])).taken())
    for _ in range(100):
        assert await _short().taken() == [[(1,)]]
        assert await Organization.all().count() == 0

    assert not long.done()
    await _cancelled(long)


@pytest.mark.usefixtures("large")
async def test_a_long_statement_is_known_the_next_time_and_tried_again_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(driver, "_TRIES", 3)
    await _long().taken()
    monkeypatch.setattr(driver, "_BUDGET", 10**9)  # it would be short enough from now on

    were_in_a_thread = []
    for _ in range(5):
        again = _long()
        assert await again.taken() == [[(20_000,)]]
        were_in_a_thread.append(again.in_a_thread.is_set())

    assert were_in_a_thread == [True, True, True, False, False]


@pytest.mark.usefixtures("large")
async def test_only_so_many_long_statements_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(driver, "_REMEMBERED", 2)
    texts = [f"{COUNT} AND {n} = {n}" for n in range(3)]
    for text in texts:
        await Read(Statement(text, ["x"])).taken()
    monkeypatch.setattr(driver, "_BUDGET", 10**9)

    again = [Read(Statement(text, ["x"])) for text in texts]
    for read in again:
        await read.taken()

    assert [read.in_a_thread.is_set() for read in again] == [False, True, True]


@pytest.mark.usefixtures("large")
async def test_the_budget_is_each_statements_own() -> None:
    """Many short ones are not a long one."""
    many = Read(*[Statement("SELECT id FROM organization LIMIT 100", [])] * 100)

    found = await many.taken()

    assert len(found) == 100
    assert not many.in_a_thread.is_set()


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("times", [1, 3])
async def test_cancelled_reads_in_threads_leave_the_readers_usable(times: int) -> None:
    """With one statement, and with several, which are taken in a transaction."""
    await _long(times).taken()  # it is known to be long
    for turn in range(100):
        task = asyncio.create_task(_long(times).taken())
        for _ in range(turn % 10):
            await _short().taken()
            await asyncio.sleep(0)
        await _cancelled(task)

    async with asyncio.timeout(20):
        for found in await asyncio.gather(*(_long(times).taken() for _ in range(8))):
            assert found == [[(20_000,)]] * times


@pytest.mark.usefixtures("beside_writers")
async def test_a_cancelled_read_leaves_its_thread_whenever_it_is_cancelled() -> None:
    """Before its statement runs as well as in the midst of it."""
    for turn in range(60):
        read = Read(Statement(SECONDS, []))
        task = asyncio.create_task(read.taken())
        async with asyncio.timeout(4):
            await read.in_a_thread.wait()
            for _ in range(turn):
                await asyncio.sleep(0)
            await _cancelled(task)
            await read.left.wait()


@pytest.mark.usefixtures("hasty")
async def test_closing_waits_for_readers_and_leaves_no_file_open(file: Path) -> None:
    """SQLite takes its log away when the last that has the file open closes it."""
    underway = _long(3)
    async with database.opened(address.parse(f"sqlite://{file}")):
        await _twenty_thousand()
        assert {each.name for each in file.parent.glob(f"{file.name}-*")}
        await Graph().data(TITLES)
        await asyncio.gather(*(_long(times).taken() for times in (1, 2, 3, 1)))
        task = asyncio.create_task(underway.taken())
        async with asyncio.timeout(10):
            await underway.in_a_thread.wait()

    assert await task == [[(20_000,)]] * 3
    assert [each.name for each in file.parent.glob(f"{file.name}*")] == [file.name]


@pytest.mark.usefixtures("beside_writers")
async def test_a_reader_changes_nothing_and_goes_on_after_a_failure() -> None:
    change, unknown = Statement("DELETE FROM topic", []), Statement("SELECT * FROM nothing", [])
    await rows.topic("topic")
    for statement in (change, unknown):
        for read in (Read(statement), Read(*_short().statements, statement)):
            with pytest.raises((OperationalError, Unavailable)):
                await read.taken()

    assert await _short().taken() == [[(1,)]]
    assert await Topic.all().count() == 1


# --- PostgreSQL -----------------------------------------------------------------------------

BACKENDS = (
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'"
)
MOST_KEPT, MOST = 4, 10


class Pooled:
    """An archive on a server, and a look at its connections from beside it."""

    def __init__(self, url: str, watcher: asyncpg.Connection) -> None:
        self.url, self._watcher = url, watcher

    async def backends(self) -> int:
        count: int = await self._watcher.fetchval(BACKENDS, urlsplit(self.url).path[1:])
        return count

    async def sleeping(self) -> int:
        query = (
            "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = $1"
        )
        count: int = await self._watcher.fetchval(query, urlsplit(self.url).path[1:])
        return count

    @property
    def pool(self) -> asyncpg.Pool:
        client: Any = database.connection()
        return client._pool

    async def assert_whole(self) -> None:
        """Reads keep at most four; all others can be had."""
        kept = self.pool.get_size() - self.pool.get_idle_size()
        assert kept <= MOST_KEPT
        async with AsyncExitStack() as stack:
            for _ in range(MOST - kept):
                await stack.enter_async_context(self.pool.acquire(timeout=5))


@pytest.fixture
def served(postgres: Postgres) -> Iterator[str]:
    with postgres.archive() as url:
        yield url


@pytest.fixture
async def watched(served: str) -> AsyncIterator[Pooled]:
    watcher = await asyncpg.connect(urlunsplit(urlsplit(served)._replace(path="/postgres")))
    yield Pooled(served, watcher)
    await watcher.close()


@pytest.fixture
async def pooled(watched: Pooled) -> AsyncIterator[Pooled]:
    """Open in this process."""
    async with database.opened(address.parse(watched.url)):
        yield watched


async def test_reads_keep_a_few_connections_of_the_pool(pooled: Pooled) -> None:
    for _ in range(3):
        async with asyncio.timeout(10):
            await asyncio.gather(*(_short().taken() for _ in range(40)))
        await pooled.assert_whole()
        assert await pooled.backends() <= MOST

    before = await pooled.backends()
    for _ in range(40):
        await _short().taken()
    assert await pooled.backends() == before


async def test_a_connection_that_is_kept_is_there_for_whoever_waits(pooled: Pooled) -> None:
    """While long transactions hold all others."""
    await asyncio.gather(*(_short().taken() for _ in range(MOST)))
    async with AsyncExitStack() as stack, asyncio.timeout(10):
        for _ in range(MOST - MOST_KEPT):
            await stack.enter_async_context(pooled.pool.acquire())
        found = await asyncio.gather(*(_short().taken() for _ in range(3 * MOST_KEPT)))

    assert found == [[[(1,)]]] * 3 * MOST_KEPT


async def test_cancelled_reads_leave_the_pool_whole(pooled: Pooled) -> None:
    graph = Graph()
    await rows.article("Một bài", rows.NOW)
    expected = orjson.dumps({"data": FOUND})
    await asyncio.gather(*(graph.compiled(TITLES, None, {}) for _ in range(MOST)))
    ended = 0
    for turn in range(100):
        several = [asyncio.create_task(graph.compiled(TITLES, None, {})) for _ in range(3)]
        for _ in range(turn):
            await asyncio.sleep(0)
        for task in several:
            ended += task.done()
            await _cancelled(task)

    assert ended < 300
    async with asyncio.timeout(10):
        for found in await asyncio.gather(*(graph.compiled(TITLES, None, {}) for _ in range(40))):
            assert found == expected
        await pooled.assert_whole()
    assert await pooled.backends() <= MOST


async def test_failed_reads_leave_the_pool_whole(pooled: Pooled) -> None:
    async with asyncio.timeout(10):
        for _ in range(2 * MOST):
            for read in (Read(Statement("SELECT 1 / 0", [])), Read(*_short().statements, _wrong())):
                with pytest.raises(asyncpg.PostgresError):
                    await read.taken()

    async with asyncio.timeout(10):
        assert await _short().taken() == [[(1,)]]
        await pooled.assert_whole()


def _wrong() -> Statement:
    return Statement("SELECT * FROM nothing", [])


async def test_after_the_server_ended_all_connections_the_next_query_is_answered(
    pooled: Pooled, postgres: Postgres
) -> None:
    graph = Graph()
    await rows.article("Một bài", rows.NOW)
    for ask in (graph.compiled, graph.run):
        await asyncio.gather(*(graph.compiled(TITLES, None, {}) for _ in range(MOST)))
        async with asyncio.timeout(30):
            while pooled.pool.get_size():  # one may be connected just behind the end of the others
                await asyncio.to_thread(postgres.end_connections, pooled.url)
        for _ in range(MOST):
            answer = await ask(TITLES, None, {})
            found = orjson.loads(answer) if isinstance(answer, bytes) else answer
            assert found == {"data": FOUND}
        await pooled.assert_whole()


async def test_closing_gives_all_connections_back(watched: Pooled) -> None:
    async with asyncio.timeout(5):
        async with database.opened(address.parse(watched.url)):
            await asyncio.gather(*(_short().taken() for _ in range(40)))
            assert await watched.backends() > 1

    assert await watched.backends() == 0


async def test_closing_waits_for_what_is_read_and_no_longer(watched: Pooled) -> None:
    async with asyncio.timeout(5):
        async with database.opened(address.parse(watched.url)):
            await _short().taken()
            task = asyncio.create_task(Read(Statement("SELECT pg_sleep(0.2)", [])).taken())
            while await watched.sleeping() == 0:
                pass

    assert len(await task) == 1
    assert await watched.backends() == 0


async def _cancelled(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
