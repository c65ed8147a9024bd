"""All rows of all tables of an archive: whether anything is another, and where."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing

import asyncpg

from service.database import address
from service.database.address import SqliteFile

Tables = Mapping[str, Counter[str]]
"""Of each table its rows, as text."""


def of(url: str) -> Tables:
    """As a process finds them that was not there before."""
    parsed = address.parse(url)
    if isinstance(parsed, SqliteFile):
        return _of_sqlite(str(parsed.path))
    return asyncio.run(_of_postgres(url))


def changed(before: Tables, after: Tables) -> set[str]:
    """The names of those that are not the same."""
    assert before.keys() == after.keys()
    return {name for name in before if before[name] != after[name]}


def _of_sqlite(path: str) -> Tables:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        return {
            name: Counter(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
            for (name,) in found.fetchall()
        }


async def _of_postgres(url: str) -> Tables:
    connection = await asyncpg.connect(url)
    try:
        found = await connection.fetch(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        tables: dict[str, Counter[str]] = {row["relname"]: Counter() for row in found}
        each = (f"SELECT '{name}' AS name, t::text AS row FROM \"{name}\" t" for name in tables)
        for row in await connection.fetch(" UNION ALL ".join(each)):
            tables[row["name"]][row["row"]] += 1
        return tables
    finally:
        await connection.close()
