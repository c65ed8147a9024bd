"""Run a `Select` on the open database and give Tortoise rows."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from service import database
from service.database.steps import Statement, Steps
from service.models import Row
from service.reading import sql
from service.reading.columns import Columns
from service.reading.select import Select
from service.viewers import Sight


@asynccontextmanager
async def one_state() -> AsyncIterator[None]:
    """All reads within see the archive as it was at one commit."""
    with database.reaching():
        async with database.snapshot():
            yield


async def fetch(select: Select, sight: Sight) -> list[Row]:
    """The rows of a select without a link."""
    columns = _whole(select.model, sight)
    found = await _run(sql.rows(columns, select, (), database.dialect()))
    return [_hydrated(columns, values) for values in found]


async def fetch_by_parent(
    select: Select, sight: Sight, parents: Sequence[int]
) -> dict[int, list[Row]]:
    """The rows of each parent; a parent without rows is absent."""
    columns = _whole(select.model, sight)
    found: dict[int, list[Row]] = {}
    for parent, *values in await _run(sql.rows(columns, select, parents, database.dialect())):
        found.setdefault(parent, []).append(_hydrated(columns, values))
    return found


async def count(select: Select, sight: Sight) -> int:
    columns = _whole(select.model, sight)
    ((total,),) = await _run(sql.count(columns, select, (), database.dialect()))
    return int(total)


async def count_by_parent(select: Select, sight: Sight, parents: Sequence[int]) -> dict[int, int]:
    """A parent without rows is absent."""
    columns = _whole(select.model, sight)
    return dict(await _run(sql.count(columns, select, parents, database.dialect())))


async def _run(statement: Statement) -> Sequence[Any]:
    def steps() -> Steps[Sequence[Any]]:
        return (yield statement)

    return await database.drive(steps, None, alone=True)


@cache
def _whole(model: type[Row], sight: Sight) -> Columns:
    return Columns.whole(model, sight)


def _hydrated(columns: Columns, values: Sequence[Any]) -> Row:
    names = (name for _, name in columns.places)
    return columns.model._init_from_db(**dict(zip(names, values, strict=True)))
