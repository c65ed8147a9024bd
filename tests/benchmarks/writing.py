"""`python -m tests.benchmarks.writing`: writes a second, against bare INSERTs of the same rows.

Articles are made, published and changed over HTTP by some writers at once, each of whom waits for
its answer. Then the rows that this has written are inserted into another archive: those of each
change in a transaction of its own, synced, over as many connections; on SQLite, which has one
writer, over one. An article that is changed counts as a row that is written. "Of bare" is how many
changes Tinbai makes for one that is inserted so.

Last, records are imported by a process of its own. Its bare inserts are of some of the articles, a
transaction each, with all that hangs on them.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson
from tortoise.models import Model

from service import tokens
from service.models import Article, Byline, Event, Photo, Revision
from service.records.rows import TABLES
from service.vocabulary import Scope
from tests import desk, rows, servers
from tests.benchmarks import inserts
from tests.benchmarks.wire import Client
from tests.databases import Postgres, Sqlite
from tests.oracle.running import DIALECTS, dialects_of, say, server_of
from tests.servers import Server
from tests.writing.contract import MUTATIONS

Given = dict[str, Any]
Databases = Sqlite | Postgres
_WRITERS = (1, 4, 12)
_WARMING = 100  # articles
_IMPORTED = 2_000  # articles of an import that are inserted bare
_ROW = "{:<38}{:>8}{:>11}{:>11}{:>10}"
_BODY = "".join(f"<p>Đoạn thứ {n} của bài viết về phiên họp thường kỳ.</p>" for n in range(40))
_WRITTEN: Mapping[type[Model], str] = {
    Article: "id",
    Byline: "article_id",
    Revision: "article_id",
    Event: "record_id",
}
"""What a change of an article writes, by the column that says of which."""
_FILED: Mapping[type[Model], str] = {
    Article: "id",
    **{model: "article_id" for model in TABLES if "article_id" in inserts.columns(model)},
    Event: "record_id",
}
"""The same of its import."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1_000, help="that are written over HTTP")
    parser.add_argument("--records", type=int, default=100_000, help="that are imported; 0: none")
    parser.add_argument("--database", choices=(*DIALECTS, "both"), default="both")
    options = parser.parse_args()
    say(_ROW.format("", "writers", "writes/s", "bare/s", "of bare"))
    with tempfile.TemporaryDirectory() as made:
        source = Path(made) / "records.jsonl"
        if options.records:  # in a process of its own, which may hold much
            command = [sys.executable, "-m", "tests.benchmarks.archive", str(source)]
            subprocess.run([*command, str(options.records)], check=True)
        for dialect in dialects_of(options.database):
            with server_of(dialect) as databases:
                for writers in _WRITERS:
                    _write(databases, dialect, writers, options.articles)
                if options.records:
                    _import(databases, dialect, source)


def _write(databases: Databases, dialect: str, writers: int, articles: int) -> None:
    with databases.archive() as url:
        secret = rows.written(url, lambda: tokens.create("Người viết", [Scope.ADMIN]))
        with Server.started(url) as server, closing(Client(server.port, writers, secret)) as client:
            made: list[Given] = [{}] * _WARMING
            for mutation, given in _PHASES:
                _, made = _asked(client, mutation, [given(n, of) for n, of in enumerate(made)])
            made = [{}] * articles
            for mutation, given in _PHASES:
                before = rows.written(url, _last)
                inputs = [given(n, of) for n, of in enumerate(made)]
                seconds, made = _asked(client, mutation, inputs)
                with databases.archive() as other:
                    bare = inserts.insert(other, _changes(url, before, made), writers)
                _tell(f"{dialect}: {mutation}", writers, articles / seconds, articles / bare)


def _asked(client: Client, mutation: str, inputs: Sequence[Given]) -> tuple[float, list[Given]]:
    """The seconds of it, and the articles, of which each is another."""
    query = MUTATIONS[mutation].document("id version")
    bodies = [orjson.dumps({"query": query, "variables": {"input": each}}) for each in inputs]
    began = perf_counter()
    answers = client.post(bodies)
    seconds = perf_counter() - began
    payloads = [orjson.loads(answer)["data"][mutation] for answer in answers]
    assert len(payloads) == len(inputs)
    assert all(payload["userErrors"] == [] for payload in payloads)
    return seconds, [payload["article"] for payload in payloads]


async def _last() -> dict[type[Model], int]:
    """By table the highest key."""
    found = {
        model: await model.all().order_by(f"-{inserts.key(model)}").first() for model in _WRITTEN
    }
    return {model: 0 if row is None else row.pk for model, row in found.items()}


def _changes(
    url: str, before: Mapping[type[Model], int], made: Sequence[Given]
) -> list[inserts.Rows]:
    """What was written since, by article."""
    wanted = {model: f"{inserts.key(model)} > {last}" for model, last in before.items()}
    wanted[Article] = f"id IN ({', '.join(str(desk.key(each)) for each in made)})"
    return inserts.grouped(inserts.read(url, wanted), _WRITTEN)


def _import(databases: Databases, dialect: str, source: Path) -> None:
    with source.open("rb") as lines:
        records = sum(1 for _ in lines)
    with databases.archive() as url, databases.archive() as other:
        command = [sys.executable, "-m", "service", "import", str(source)]
        began = perf_counter()
        subprocess.run(command, env=servers.environment(url), stdout=subprocess.DEVNULL, check=True)
        written = records / (perf_counter() - began)
        inserts.fill(other, inserts.read(url, _before()))
        changes = inserts.grouped(inserts.read(url, _some()), _FILED)
        bare = len(changes) / inserts.insert(other, changes, 1)
    _tell(f"{dialect}: import of {records:,} records", 1, written, bare)


def _before() -> dict[type[Model], str]:
    """All that an article may refer to."""
    others: dict[type[Model], str] = {model: "true" for model in TABLES if model not in _FILED}
    return {**others, Photo: "article_id IS NULL"}


def _some() -> dict[type[Model], str]:
    """The first articles, with all that hangs on them."""
    first = f"(SELECT id FROM article ORDER BY id LIMIT {_IMPORTED})"
    wanted = {model: f"{owner} IN {first}" for model, owner in _FILED.items()}
    return {**wanted, Event: f"record_kind = 'Article' AND {wanted[Event]}"}


def _tell(what: str, writers: int, written: float, bare: float) -> None:
    rates = (f"{written:,.0f}", f"{bare:,.0f}", f"{written / bare:.2f}")
    say(_ROW.format(what, writers, *rates))


_PHASES: tuple[tuple[str, Callable[[int, Given], Given]], ...] = (
    (
        "createArticle",
        lambda n, _: {
            "title": f"Phiên họp thứ {n} của Ủy ban nhân dân",
            "lede": "Ủy ban nhân dân họp phiên thường kỳ.",
            "body": _BODY,
            "byline": [{"creditedName": "Lò Thị An"}],
        },
    ),
    ("publishArticle", lambda _, made: desk.seen(made)),
    (
        "updateArticle",
        lambda n, made: {**desk.seen(made), "title": f"Đã họp phiên {n}", "body": _BODY + _BODY},
    ),
)
"""By mutation its inputs, of the articles as the one before has left them."""

if __name__ == "__main__":
    main()
