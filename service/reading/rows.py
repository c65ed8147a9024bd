"""Run a `Select` on the open database and give Tortoise rows."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from service import database
from service.models import Row
from service.reading import sql
from service.reading.select import Select
from service.reading.visibility import Sight


@asynccontextmanager
async def one_state() -> AsyncIterator[None]:
    """All reads within see the archive as it was at one commit."""
    with database.reaching():
        async with database.snapshot():
            yield


async def fetch(select: Select, sight: Sight) -> list[Row]:
    """The rows of a select without a link."""
    records = await _run(sql.rows(select, sight, (), database.dialect()))
    return [_hydrated(select, record) for record in records]


async def fetch_by_parent(
    select: Select, sight: Sight, parents: Sequence[int]
) -> dict[int, list[Row]]:
    """The rows of each parent; a parent without rows is absent."""
    found: dict[int, list[Row]] = {}
    for record in await _run(sql.rows(select, sight, parents, database.dialect())):
        found.setdefault(record[sql.PARENT], []).append(_hydrated(select, record))
    return found


async def count(select: Select, sight: Sight) -> int:
    (record,) = await _run(sql.count(select, sight, (), database.dialect()))
    return int(record["total"])


async def count_by_parent(select: Select, sight: Sight, parents: Sequence[int]) -> dict[int, int]:
    """A parent without rows is absent."""
    records = await _run(sql.count(select, sight, parents, database.dialect()))
    return {record[sql.PARENT]: record["total"] for record in records}


async def _run(statement: sql.Statement) -> Iterable[Any]:
    with database.reaching():
        _, records = await database.connection().execute_query(statement.text, statement.values)
    return records


def _hydrated(select: Select, record: Any) -> Row:
    return select.model._init_from_db(**dict(record))
