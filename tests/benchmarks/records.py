"""`python -m tests.benchmarks.records [--articles N]`: records in and out, against bare inserts.

Every import and export is a process of its own. The bare insert writes the same rows into the same
tables with their indexes, in one transaction: COPY on PostgreSQL, executemany on SQLite. "Of bare
rows" is its time as a share of the import's.
"""

import argparse
import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import asyncpg

from service.records.rows import TABLES
from tests import servers
from tests.benchmarks import inserts
from tests.databases import Postgres, Sqlite, postgres_server

_ROW = "{:<40}{:>12}{:>12}{:>14}{:>12}"
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Run:
    seconds: float
    peak_mib: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    articles = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as made:
        _compare(articles, Path(made))


def _compare(articles: int, folder: Path) -> None:
    source = folder / "records.jsonl"
    # In a process of its own: what this one has ever held would count as its children's peak.
    command = [sys.executable, "-m", "tests.benchmarks.archive", str(source), str(articles)]
    subprocess.run(command, check=True)
    with source.open("rb") as lines:
        records = sum(1 for _ in lines)
    size = source.stat().st_size / 1e6
    _say(f"{records:,} records, {articles:,} of them articles, {size:,.0f} MB")
    _say(_ROW.format("", "seconds", "records/s", "of bare rows", "peak MiB"))
    postgres = Postgres(postgres_server(folder / "postgres"))
    try:
        with ExitStack() as archives:
            runs = []
            for name, made in (("SQLite", Sqlite(folder)), ("PostgreSQL", postgres)):
                url, other = (archives.enter_context(made.archive()) for _ in range(2))
                into = _tinbai(url, "import", source)
                off = _tinbai(url, "export", folder / f"{name}.jsonl")
                runs.append((name, url, other, into, off))
            for name, url, other, into, off in runs:
                bare, rows = _BARE[name](url, other)
                _say(_line(f"{name}: import", records, into, bare / into.seconds))
                _say(_line(f"{name}: bare insert, {rows:,} rows", records, Run(bare, 0), 1))
                _say(_line(f"{name}: export", records, off, None))
        same = (folder / "SQLite.jsonl").read_bytes() == (folder / "PostgreSQL.jsonl").read_bytes()
        _say(f"The two exports are {'the same bytes' if same else 'DIFFERENT'}.")
    finally:
        postgres.close()


def _tinbai(url: str, command: str, path: Path) -> Run:
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "service", command, str(path)],
        env=servers.environment(url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, f"tinbai {command} has failed"
    return Run(perf_counter() - began, used.ru_maxrss // 1024)


def _bare_sqlite(source: str, target: str) -> tuple[float, int]:
    """Seconds to insert, and how many rows; reading them is not counted."""
    spent, rows = 0.0, 0
    with (
        closing(sqlite3.connect(source.removeprefix("sqlite://"))) as reader,
        closing(sqlite3.connect(target.removeprefix("sqlite://"), isolation_level=None)) as writer,
    ):
        writer.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; BEGIN"
        )
        for model in TABLES:
            found = reader.execute(inserts.select(model))
            statement = inserts.insertion(model, "?")
            while some := found.fetchmany(_AT_ONCE):
                began = perf_counter()
                writer.executemany(statement, some)
                spent, rows = spent + perf_counter() - began, rows + len(some)
        began = perf_counter()
        writer.execute("COMMIT")
    return spent + perf_counter() - began, rows


def _bare_postgres(source: str, target: str) -> tuple[float, int]:
    """Seconds to insert, and how many rows; reading them is not counted."""

    async def run() -> tuple[float, int]:
        spent, rows = 0.0, 0
        reader, writer = await asyncpg.connect(source), await asyncpg.connect(target)
        try:
            async with reader.transaction(), writer.transaction():
                for model in TABLES:
                    table, columns = model._meta.db_table, inserts.columns(model)
                    found = await reader.cursor(inserts.select(model))
                    while some := await found.fetch(_AT_ONCE):
                        began = perf_counter()
                        await writer.copy_records_to_table(table, records=some, columns=columns)
                        spent, rows = spent + perf_counter() - began, rows + len(some)
                began = perf_counter()
            return spent + perf_counter() - began, rows
        finally:
            await reader.close()
            await writer.close()

    return asyncio.run(run())


def _line(what: str, records: int, run: Run, share: float | None) -> str:
    peak = f"{run.peak_mib:,}" if run.peak_mib else ""
    rate = f"{records / run.seconds:,.0f}"
    return _ROW.format(
        what, f"{run.seconds:.1f}", rate, "" if share is None else f"{share:.2f}", peak
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


_BARE = {"SQLite": _bare_sqlite, "PostgreSQL": _bare_postgres}

if __name__ == "__main__":
    main()
