"""Run a `Select` on the open database and give Tortoise rows."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any

from service import database
from service.database.steps import Statement, Steps
from service.models import Row
from service.reading import pagers, sql, values
from service.reading.columns import ROOT, Columns
from service.reading.reads import Manner, Places
from service.reading.select import BY_OWN_ID, FirstOf, Select, equal
from service.viewers import Sight


@asynccontextmanager
async def one_state() -> AsyncIterator[None]:
    """All reads within see the archive as it was at one commit."""
    with database.reaching():
        async with database.snapshot():
            yield


async def fetch(select: Select, sight: Sight) -> list[Row]:
    """The rows of a select without a link; in an order by relevance each has that key too."""
    columns, dialect = _whole(select.model, sight), database.dialect()
    if not select.order.is_by_relevance:
        found = await _run(sql.rows(columns, select, (), dialect))
        return [_hydrated(columns, stored) for stored in found]
    rows, (key, *_) = [], select.order.keys
    for stored in await _run(sql.rows(columns, select, (), dialect, keys=True)):
        row = _hydrated(columns, stored[: len(columns.places)])
        setattr(row, key, stored[len(columns.places)])
        rows.append(row)
    return rows


async def fetch_by_parent(
    select: Select, sight: Sight, parents: Sequence[int]
) -> dict[int, list[Row]]:
    """The rows of each parent; a parent without rows is absent."""
    columns = _whole(select.model, sight)
    found: dict[int, list[Row]] = {}
    for parent, *stored in await _run(sql.rows(columns, select, parents, database.dialect())):
        found.setdefault(parent, []).append(_hydrated(columns, stored))
    return found


async def derived(
    value: FirstOf, model: type[Row], sight: Sight, keys: Sequence[int]
) -> dict[int, Any]:
    """Of each row of the model, by its id."""
    columns, dialect = _with_derived(value, model, sight), database.dialect()
    meant = values.meant(model, value, dialect)
    found = await _run(sql.rows(columns, Select(model, link=BY_OWN_ID), keys, dialect))
    return {key: told if told is None or meant is None else meant(told) for key, told in found}


async def cursors(
    select: Select, sight: Sight, wanted: Mapping[Any, Collection[int]], totals: Mapping[Any, int]
) -> dict[Any, dict[int, str]]:
    """As `pagers.cursors_at`."""
    places = Places(select.model, Manner(database.dialect(), sight, date.min))
    make = partial(pagers.cursors_at, places, select, wanted, totals)
    return await database.drive(make, None, alone=False)


async def periods(select: Select, sight: Sight, unit: str) -> list[tuple[int, int]]:
    """Which days, months or years have how many rows, the latest first."""
    columns = _whole(select.model, sight)
    found = await _run(sql.periods(columns, select, unit, database.dialect()))
    return [(key, rows) for key, rows in found]


async def count(select: Select, sight: Sight) -> int:
    columns = _whole(select.model, sight)
    ((total,),) = await _run(sql.count(columns, select, (), database.dialect()))
    return int(total)


async def is_seen(row: Row, sight: Sight) -> bool:
    """Whether it is shown to who sees so far, as it stands in the archive."""
    return await count(Select(type(row), equal("id", row.pk)), sight) > 0


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


@lru_cache
def _with_derived(value: FirstOf, model: type[Row], sight: Sight) -> Columns:
    columns = Columns(model, sight)
    columns.place(ROOT, value)
    return columns


def _hydrated(columns: Columns, values: Sequence[Any]) -> Row:
    names = (str(name) for _, name in columns.places)
    return columns.model._init_from_db(**dict(zip(names, values, strict=True)))
