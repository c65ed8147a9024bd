"""The least that can write: rows that are known already, inserted one by one, and committed.

Each group of rows is a transaction of its own, synced as Tinbai's are, into the tables of an
archive with their indexes.
"""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from time import perf_counter
from typing import Any

import asyncpg
from tortoise.models import Model

Rows = Mapping[type[Model], Sequence[tuple[Any, ...]]]
"""By table, with the values of `columns`."""
_Statement = tuple[str, tuple[Any, ...]]
_DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON"


def columns(model: type[Model]) -> list[str]:
    """All but those that PostgreSQL computes itself."""
    return list(model._meta.fields_db_projection.values())


def key(model: type[Model]) -> str:
    """The column."""
    return str(model._meta.fields_db_projection[model._meta.pk_attr])


def select(model: type[Model], where: str = "true") -> str:
    """In the order of the key."""
    names, table = _names(columns(model)), model._meta.db_table
    return f'SELECT {names} FROM "{table}" WHERE {where} ORDER BY "{key(model)}"'


def insertion(model: type[Model], mark: str) -> str:
    """`mark`: `?` for SQLite, `$` for PostgreSQL."""
    numbers = range(1, len(columns(model)) + 1)
    marks = ", ".join("?" if mark == "?" else f"${n}" for n in numbers)
    return f'INSERT INTO "{model._meta.db_table}" ({_names(columns(model))}) VALUES ({marks})'


def read(url: str, wanted: Mapping[type[Model], str]) -> Rows:
    """Of each table the rows that fulfil a condition."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_path(url))) as reader:
            return {
                model: reader.execute(select(model, where)).fetchall()
                for model, where in wanted.items()
            }
    return asyncio.run(_read_postgres(url, wanted))


def grouped(rows: Rows, owners: Mapping[type[Model], str]) -> list[Rows]:
    """By the value of a column of theirs; within each group in the order of `owners`."""
    groups: dict[Any, dict[type[Model], list[tuple[Any, ...]]]] = defaultdict(dict)
    for model, owner in owners.items():
        place = columns(model).index(owner)
        for row in rows[model]:
            groups[row[place]].setdefault(model, []).append(row)
    return list(groups.values())


def fill(url: str, rows: Rows) -> None:
    """All at once, in whatever order."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_path(url))) as writer, writer:
            for model, some in rows.items():
                writer.executemany(insertion(model, "?"), some)
    else:
        asyncio.run(_fill_postgres(url, rows))


def insert(url: str, groups: Sequence[Rows], connections: int) -> float:
    """The seconds that it takes. SQLite, which has one writer, takes one connection."""
    if url.startswith("sqlite"):
        return _insert_sqlite(url, groups)
    return asyncio.run(_insert_postgres(url, groups, connections))


def _insert_sqlite(url: str, groups: Sequence[Rows]) -> float:
    transactions = [_statements(group, "?") for group in groups]
    with closing(sqlite3.connect(_path(url), isolation_level=None)) as writer:
        writer.executescript(_DURABLE)
        began = perf_counter()
        for statements in transactions:
            writer.execute("BEGIN IMMEDIATE")
            for statement, row in statements:
                writer.execute(statement, row)
            writer.execute("COMMIT")
        return perf_counter() - began


async def _insert_postgres(url: str, groups: Sequence[Rows], connections: int) -> float:
    waiting = iter([_statements(group, "$") for group in groups])
    writers = [await asyncpg.connect(url) for _ in range(connections)]
    try:
        began = perf_counter()
        await asyncio.gather(*(_insert_each(writer, waiting) for writer in writers))
        return perf_counter() - began
    finally:
        for writer in writers:
            await writer.close()


async def _insert_each(writer: Any, waiting: Iterator[list[_Statement]]) -> None:
    for statements in waiting:
        async with writer.transaction():
            for statement, row in statements:
                await writer.execute(statement, *row)


async def _read_postgres(url: str, wanted: Mapping[type[Model], str]) -> Rows:
    reader = await asyncpg.connect(url)
    try:
        return {
            model: [tuple(row) for row in await reader.fetch(select(model, where))]
            for model, where in wanted.items()
        }
    finally:
        await reader.close()


async def _fill_postgres(url: str, rows: Rows) -> None:
    writer = await asyncpg.connect(url)
    try:
        await writer.execute("SET session_replication_role = replica")  # keys are not looked at
        for model, some in rows.items():
            await writer.copy_records_to_table(
                model._meta.db_table, records=some, columns=columns(model)
            )
    finally:
        await writer.close()


def _statements(group: Rows, mark: str) -> list[_Statement]:
    return [(insertion(model, mark), row) for model, rows in group.items() for row in rows]


def _names(columns: Collection[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _path(url: str) -> str:
    return url.removeprefix("sqlite://")
