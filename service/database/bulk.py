"""Many rows at once, in the caller's transaction: COPY on PostgreSQL, else one executemany."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

import orjson
from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.fields.base import Field
from tortoise.models import Model

from service import database

T = TypeVar("T")
_AT_ONCE = 5_000  # parameters of one statement


def chunks(values: Iterable[T], at_once: int = _AT_ONCE) -> Iterator[list[T]]:
    """As many as one statement takes."""
    rest = iter(values)
    while some := list(islice(rest, at_once)):
        yield some


async def take_ids(model: type[Model], count: int) -> list[int]:
    """Ids that no other row will have, ascending: for rows that others of the batch refer to.

    On SQLite the transaction already holds the one write lock.
    """
    client, table = database.connection(), model._meta.db_table
    if database.dialect() == "postgres":
        taken = "SELECT nextval(pg_get_serial_sequence($1, 'id')) AS id FROM generate_series(1, $2)"
        return [row["id"] for row in await client.execute_query_dict(taken, [table, count])]
    last = "SELECT seq FROM sqlite_sequence WHERE name = ?"
    rows = await client.execute_query_dict(last, [table])
    first = rows[0]["seq"] + 1 if rows else 1
    return list(range(first, first + count))


async def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as columns by name, all with the same ones; an absent `id` the database gives."""
    if not rows:
        return
    columns = list(rows[0])
    values = _values(model, columns, rows)
    client = database.connection()
    if database.dialect() == "postgres":
        await _copy(client, model._meta.db_table, columns, values)
        return
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'
    await client.execute_many(statement, values)


async def update(model: type[Model], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """By their ids, with columns by name, all with the same ones."""
    if not rows:
        return
    columns = list(next(iter(rows.values())))
    values = _values(model, columns, list(rows.values()))
    postgres = database.dialect() == "postgres"
    marks = [f"${place}" if postgres else "?" for place in range(1, len(columns) + 2)]
    *own, key = marks
    changed = ", ".join(f'"{name}" = {mark}' for name, mark in zip(columns, own, strict=True))
    statement = f'UPDATE "{model._meta.db_table}" SET {changed} WHERE id = {key}'
    given = [[*each, row] for each, row in zip(values, rows, strict=True)]
    await database.connection().execute_many(statement, given)


async def refresh_statistics(models: Iterable[type[Model]]) -> None:
    """After many rows came in: else PostgreSQL reads these tables as if they were still small."""
    if database.dialect() == "postgres":
        tables = ", ".join(f'"{model._meta.db_table}"' for model in models)
        await database.connection().execute_query(f"ANALYZE {tables}")


async def _copy(
    client: BaseDBAsyncClient, table: str, columns: list[str], values: list[list[Any]]
) -> None:
    async with client.acquire_connection() as connection:
        await connection.copy_records_to_table(table, records=values, columns=columns)


def _values(
    model: type[Model], columns: list[str], rows: Sequence[Mapping[str, Any]]
) -> list[list[Any]]:
    """As the drivers take them: JSON as text, instants in UTC."""
    pick = itemgetter(*columns)
    values = [list(pick(row)) for row in rows]
    for place, column in enumerate(columns):
        convert = _conversion(_field(model, column))
        if convert is not None:
            for row in values:
                if row[place] is not None:
                    row[place] = convert(row[place])
    return values


def _field(model: type[Model], column: str) -> Field[Any]:
    name = model._meta.fields_db_projection_reverse[column]
    return model._meta.fields_map[name]


def _conversion(field: Field[Any]) -> Callable[[Any], Any] | None:
    if isinstance(field, fields.JSONField):
        return lambda value: orjson.dumps(value).decode()
    return _in_utc if isinstance(field, fields.DatetimeField) else None


def _in_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
