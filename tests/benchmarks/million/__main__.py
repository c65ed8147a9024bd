"""`python -m tests.benchmarks.million`: what a large archive on PostgreSQL costs to read.

Ten years' articles are made, as many as `--articles` says, with all that hangs on them. Then they
are asked for by GraphQL, through compiled plans in this process: how long it takes (the median of
`--runs`), in how many statements, how many rows of tables are looked at for it, how many buffers of
8 KiB; and which tables of more than 10,000 rows are read from end to end, which none should be.
Rows and buffers are those of the very plans that a worker gets, as PostgreSQL tells of them itself:
that takes its extension auto_explain, and a superuser's role.

A second table tells of each order and each condition by which indexes it is read.
"""

import argparse
import asyncio
import random
import re
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from service import database
from service.database.address import PostgresServer, parse
from service.models import Article
from service.vocabulary import PublicationStatus
from tests.benchmarks.million import filling, questions
from tests.benchmarks.million.plans import Explainer
from tests.benchmarks.million.questions import Question
from tests.benchmarks.million.words import Language
from tests.benchmarks.million.world import Extent
from tests.databases import postgres_server
from tests.graph import Graph
from tests.oracle.running import say

_ROW = "{:<56}{:>10}{:>8}{:>4}{:>11}{:>9}  {}"
_READ = "{:<90} {:<12}{:>10}{:>8}  {}"
_TOTAL = re.compile(rb'"totalCount":(\d+)')
_PATIENCE = 3.0  # seconds: what takes longer is asked twice only


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as made:
        if asked.use:
            asyncio.run(_tell(asked.use, asked.runs, asked.only))
            return
        server = asked.database or postgres_server(Path(made) / "postgres")
        with _created(server, keep=asked.keep) as url:
            began = perf_counter()
            filling.fill(url, Extent(asked.articles), say)
            say(f"Filled in {perf_counter() - began:,.0f} s: {urlsplit(url).path[1:]}")
            asyncio.run(_tell(url, asked.runs, asked.only))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1_000_000, help="that are published")
    parser.add_argument("--database", help="URL of a server on which a database may be created")
    parser.add_argument("--runs", type=int, default=7, help="of each question")
    parser.add_argument("--only", default="", help="questions whose name has this in it")
    parser.add_argument("--keep", action="store_true", help="the database, for --use")
    parser.add_argument("--use", help="URL of a database that was filled by this and kept")
    return parser.parse_args()


@contextmanager
def _created(server: str, *, keep: bool) -> Iterator[str]:
    """The URL of a new database, which is dropped at the end."""
    name = f"tinbai_million_{secrets.token_hex(4)}"
    asyncio.run(_execute(server, f"CREATE DATABASE {name}"))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        if not keep:
            asyncio.run(_execute(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def _execute(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _tell(url: str, runs: int, only: str) -> None:
    at = parse(url)
    assert isinstance(at, PostgresServer)
    async with database.opened(at):
        graph = Graph()
        known = await _known(graph)
        async with Explainer.opened(at, graph) as explainer:
            say(_ROW.format("", "ms", "total", "st.", "rows", "buffers", "read whole"))
            for question in questions.pages(known):
                if only in question.name:
                    say(await _measured(question, graph, explainer, runs))
            say("\n" + _READ.format("", "by index", "rows", "sorted", "which"))
            orders = questions.orders(graph._schema._schema, known)
            for question in (*orders, *questions.conditions(known)):
                if only in question.name:
                    say(await _read(question, explainer))


async def _known(graph: Graph) -> dict[str, str]:
    """Landmarks of the archive, which is made anew in thought from its number of articles."""
    public = Article.filter(status=PublicationStatus.PUBLISHED)
    extent = Extent(await public.count())
    some = await public.get(id=extent.articles)
    deep = questions.deep(extent) - 1
    data = await graph.data(f"{{ articles(page: {deep}) {{ pageInfo {{ endCursor }} }} }}")
    language = Language(random.Random(extent.articles))
    return questions.given(extent, language, some.title, data["articles"]["pageInfo"]["endCursor"])


async def _measured(question: Question, graph: Graph, explainer: Explainer, runs: int) -> str:
    graph.viewer, taken = question.viewer, list[float]()
    answer = await _answer(question, graph)  # plans are made, and pages of tables come into memory
    while len(taken) < (runs if sum(taken) < _PATIENCE * (len(taken) or 1) else 1):
        began = perf_counter()
        await _answer(question, graph)
        taken.append(perf_counter() - began)
    carried, total = await explainer.carried(question.text, question.viewer), _TOTAL.search(answer)
    return _ROW.format(
        question.name,
        f"{median(taken) * 1000:,.1f}",
        "" if total is None else f"{int(total[1]):,}",
        carried.statements,
        f"{carried.rows:,}",
        f"{carried.buffers:,}",
        ", ".join(carried.whole),
    )


async def _answer(question: Question, graph: Graph) -> bytes:
    answer = await graph.compiled(question.text, None, {})
    if answer is None:
        sys.exit(f"No plan answers this: {question.name}: {dict(graph.counters.declined)}")
    return answer


async def _read(question: Question, explainer: Explainer) -> str:
    carried = await explainer.carried(question.text, question.viewer)
    by_index = "no: " + ", ".join(carried.whole) if carried.whole else "yes"
    return _READ.format(
        question.name,
        by_index,
        f"{carried.rows:,}",
        f"{carried.sorted:,}" if carried.sorted else "",
        ", ".join(carried.indexes),
    )


if __name__ == "__main__":
    main()
