"""One answer, one state: whatever is written meanwhile, no answer mixes what was with what is."""

import asyncio
import logging
import multiprocessing
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import orjson
import pytest

from service import database
from service.database import address
from service.events import changes
from service.events.changes import Change
from service.models import Article, ArticleTopic, Organization, Topic
from service.viewers import Viewer
from service.vocabulary import Scope
from tests import rows
from tests.databases import Postgres, Sqlite
from tests.desk import viewer
from tests.graph import Graph

TITLES = "articles { nodes { title topics { name } } }"
NAMES, NOTHING = "organizations { nodes { name } }", "meetings { nodes { name } }"
SEVERAL = f"{{ {TITLES} {NAMES} }}"
EMPTY_FIRST, EMPTY_LAST = f"{{ {NOTHING} {TITLES} }}", f"{{ {TITLES} {NOTHING} }}"
EMPTY_ENDS = f"{{ a: {NOTHING} {TITLES} {NAMES} b: {NOTHING} }}"
ONE = "{ articles { nodes { title } } }"
VIEWERS = {"anonymous": None, "READ_DRAFTS": viewer(Scope.READ_DRAFTS)}
Ask = Callable[[Graph, str], Awaitable[Any]]


async def _made() -> None:
    """All that is named has the same name, now and after each change."""
    article = await rows.article("0", rows.NOW)
    topic = await rows.topic("topic")
    await Topic.all().update(name="0")
    await rows.organization("0")
    await ArticleTopic.create(article=article, topic=topic)


async def _renamed(name: str, change: Change) -> None:
    await Article.all().update(title=name)
    for model in (Topic, Organization):
        await model.all().update(name=name)
        change.touched(model, 1)


def _write(url: str, orders: Connection) -> None:
    """Changes everything so many times as it is told to, until it is told to end."""

    async def run() -> None:
        async with database.opened(address.parse(url)):
            number = 0
            while times := orders.recv():
                for _ in range(times):
                    number += 1
                    await changes.commit(partial(_renamed, str(number)))
                orders.send(number)

    asyncio.run(run())


class Writer:
    """Another process that writes to the archive at `url`."""

    def __init__(self, url: str, orders: Connection) -> None:
        self.url, self._orders = url, orders

    def begin(self, times: int) -> None:
        self._orders.send(times)

    @property
    def is_done(self) -> bool:
        return self._orders.poll()

    def end(self) -> None:
        self._orders.recv()

    def write(self) -> None:
        """One change; it is committed when this returns."""
        self.begin(1)
        self.end()


@pytest.fixture(scope="module")
def writer(databases: Sqlite | Postgres) -> Iterator[Writer]:
    with databases.archive() as url:
        rows.written(url, _made)
        spawn = multiprocessing.get_context("spawn")
        here, there = spawn.Pipe()
        process = spawn.Process(target=_write, args=(url, there))
        process.start()
        yield Writer(url, here)
        here.send(0)
        process.join(30)
        assert process.exitcode == 0


@pytest.fixture
async def graph(writer: Writer) -> Any:
    async with database.opened(address.parse(writer.url)):
        yield Graph()


async def _by_plan(graph: Graph, query: str) -> Any:
    answer = await graph.compiled(query, None, {})
    assert answer is not None
    return orjson.loads(answer)["data"]


async def _by_graphql_core(graph: Graph, query: str) -> Any:
    return await graph.data(query)


@contextmanager
def _between(statements: tuple[int, ...], work: Callable[[], None]) -> Iterator[list[str]]:
    """Does the work just before each of these reads; counted from 1. Gives all that were sent."""
    sent: list[str] = []

    def note(record: logging.LogRecord) -> None:
        sent.append(record.getMessage())
        if len(sent) in statements:
            work()

    handler, logger = logging.Handler(), logging.getLogger("tinbai.reads")
    handler.emit = note  # type: ignore[method-assign]
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield sent
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _names(told: Any) -> set[str]:
    """All texts in an answer."""
    if isinstance(told, str):
        return {told}
    inner = told.values() if isinstance(told, dict) else told
    return set[str]().union(*map(_names, inner))


@pytest.mark.parametrize("query", [SEVERAL, EMPTY_FIRST, EMPTY_LAST, EMPTY_ENDS])
@pytest.mark.parametrize("ask", [_by_plan, _by_graphql_core])
@pytest.mark.parametrize("asking", VIEWERS.values(), ids=VIEWERS)
async def test_an_answer_is_of_one_state_wherever_between_its_statements_something_is_written(
    graph: Graph, writer: Writer, asking: Viewer | None, ask: Ask, query: str
) -> None:
    graph.viewer = asking
    for place in ((2,), (3,), (2, 3), (2, 5), (4,), (2, 3, 4, 5, 6)):
        with _between(place, writer.write):
            found = await ask(graph, query)
        assert len(_names(found)) == 1, found


@pytest.mark.parametrize("query", [SEVERAL, EMPTY_LAST])
async def test_a_plan_is_taken_once_where_nothing_is_written(
    graph: Graph, writer: Writer, query: str
) -> None:
    for graph.viewer in VIEWERS.values():
        with _between((), writer.write) as sent:
            await _by_plan(graph, query)
        assert len(sent) == 3


@pytest.mark.parametrize("query", [SEVERAL, EMPTY_LAST])
async def test_only_a_plan_that_saw_two_states_is_taken_again(
    graph: Graph, writer: Writer, query: str
) -> None:
    """In a snapshot; SQLite reads in a transaction, and so do those who see drafts."""
    for name, graph.viewer in VIEWERS.items():
        with _between((2,), writer.write) as sent:
            await _by_plan(graph, query)
        is_marked = database.dialect() == "postgres" and name == "anonymous"
        assert len(sent) == (6 if is_marked else 3)


async def test_one_statement_is_one_state_as_it_is(graph: Graph, writer: Writer) -> None:
    with _between((1,), writer.write) as sent:
        found = await _by_plan(graph, ONE)
    assert len(sent) == len(_names(found)) == 1


@pytest.mark.parametrize("asking", VIEWERS.values(), ids=VIEWERS)
async def test_no_answer_mixes_two_states_while_another_process_writes(
    graph: Graph, writer: Writer, asking: Viewer | None
) -> None:
    graph.viewer = asking
    seen: set[str] = set()

    async def read(ask: Ask) -> None:
        while not writer.is_done:
            for query in (SEVERAL, EMPTY_FIRST, EMPTY_LAST):
                names = _names(await ask(graph, query))
                assert len(names) == 1
                seen.update(names)

    for _ in range(20):
        writer.begin(100)
        await asyncio.gather(*(read(ask) for ask in (_by_plan, _by_plan, _by_graphql_core)))
        writer.end()
        if len(seen) > 3:  # it was written while it was read, however busy the machine is
            return
    pytest.fail(f"Of 2,000 states only {len(seen)} were seen.")
