"""A `Select` as one SQL statement, by Tortoise's metadata and its query builder."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

import orjson
from pypika_tortoise.analytics import RowNumber
from pypika_tortoise.context import SqlContext
from pypika_tortoise.dialects import PostgreSQLQuery, SQLLiteQuery
from pypika_tortoise.enums import Dialects
from pypika_tortoise.enums import Order as Direction
from pypika_tortoise.functions import Count
from pypika_tortoise.queries import Query, QueryBuilder, Selectable, Table
from pypika_tortoise.terms import Criterion, Field, LiteralValue, Parameterizer, Tuple, ValueWrapper
from pypika_tortoise.terms import Not as Negation

from service.reading import visibility
from service.reading.select import (
    EVERY,
    All,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Exists,
    In,
    Link,
    Not,
    Order,
    Select,
    StartsWith,
)
from service.reading.visibility import Sight

PARENT = "parent_key"
_HIGHEST = "\U0010ffff"
_QUERIES: dict[str, type[Query]] = {"sqlite": SQLLiteQuery, "postgres": PostgreSQLQuery}
_BUILD: dict[Comparison, Callable[[Field, ValueWrapper], Criterion]] = {
    Comparison.EQ: lambda column, value: column.eq(value),
    Comparison.LT: lambda column, value: column.lt(value),
    Comparison.LE: lambda column, value: column.lte(value),
    Comparison.GT: lambda column, value: column.gt(value),
    Comparison.GE: lambda column, value: column.gte(value),
}


class Statement(NamedTuple):
    text: str
    values: list[Any]


def rows(select: Select, sight: Sight, parents: Sequence[int], dialect: str) -> Statement:
    """The rows in order. With a link, also `parent_key`, and the limit holds for each parent."""
    if select.link is None:
        query, table, _ = _filtered(select, sight, (), dialect)
        query = _ordered(_columns(query, select, table), select.order, table)
        return _render(query if select.limit is None else query.limit(select.limit))
    query, table, parent = _filtered(select, sight, parents, dialect)
    assert parent is not None  # it has a link
    query = _columns(query, select, table).select(parent.as_(PARENT))
    if select.limit is None:
        return _render(_ordered(query, select.order, table))
    return _render(_window(query, select, table, parent, dialect))


def count(select: Select, sight: Sight, parents: Sequence[int], dialect: str) -> Statement:
    """One row `total`; with a link, a row for each parent that has any."""
    query, _, parent = _filtered(select, sight, parents, dialect)
    total = Count(LiteralValue("*")).as_("total")
    if parent is None:
        return _render(query.select(total))
    return _render(query.select(parent.as_(PARENT), total).groupby(parent))


def _filtered(
    select: Select, sight: Sight, parents: Sequence[int], dialect: str
) -> tuple[QueryBuilder, Table, Field | None]:
    table = Table(select.model._meta.db_table, alias="t")
    query, parent = _linked(table, select.link, sight, parents, dialect)
    query = _where(query, visibility.visible(select.model, sight), table)
    query = _where(query, select.where, table)
    if select.after is not None:
        query = query.where(_beyond(select.order, select.after, table))
    if select.before is not None:
        query = query.where(_beyond(select.order.reversed(), select.before, table))
    return query, table, parent


def _linked(
    table: Table, link: Link | None, sight: Sight, parents: Sequence[int], dialect: str
) -> tuple[QueryBuilder, Field | None]:
    builder = _QUERIES[dialect]
    query = builder.from_(table)
    if link is None:
        return query, None
    if link.through is None:
        return query.where(_Members(table[link.parent], parents)), table[link.parent]
    pairs = Table(link.through._meta.db_table, alias="l")
    pair = builder.from_(pairs).select(pairs[link.parent], pairs[link.child]).distinct()
    pair = pair.where(_Members(pairs[link.parent], parents))
    pair = _where(pair, visibility.visible(link.through, sight), pairs)
    pair = _where(pair, link.where, pairs).as_("link")
    child, parent = pair.field(link.child), pair.field(link.parent)
    return query.join(pair).on(child.eq(table["id"])), parent


def _window(
    query: QueryBuilder, select: Select, table: Table, parent: Field, dialect: str
) -> QueryBuilder:
    direction = _direction(select.order)
    number = RowNumber().over(parent)
    for column in select.order.columns:
        number = number.orderby(table[column], order=direction)
    numbered = query.select(number.as_("number")).as_("numbered")
    outer = _QUERIES[dialect].from_(numbered).select(numbered.star)
    outer = outer.where(numbered["number"] <= select.limit)
    return outer.orderby(numbered[PARENT]).orderby(numbered["number"])


def _columns(query: QueryBuilder, select: Select, table: Table) -> QueryBuilder:
    columns = select.model._meta.fields_db_projection.values()
    return query.select(*(table[column] for column in columns))


def _ordered(query: QueryBuilder, order: Order, table: Selectable) -> QueryBuilder:
    for column in order.columns:
        query = query.orderby(table[column], order=_direction(order))
    return query


def _direction(order: Order) -> Direction:
    return Direction.desc if order.descending else Direction.asc


def _beyond(order: Order, position: tuple[Any, ...], table: Table) -> Criterion:
    """Strictly after `position`: one row comparison, which both databases answer by the index."""
    keys = Tuple(*(table[column] for column in order.columns))
    values = Tuple(*(_value(value) for value in position))
    return keys < values if order.descending else keys > values


def _where(query: QueryBuilder, condition: Condition, table: Table) -> QueryBuilder:
    return query if condition == EVERY else query.where(_criterion(condition, table, 0))


def _criterion(condition: Condition, table: Table, depth: int) -> Criterion:
    match condition:
        case Compare(column, comparison, value):
            return _BUILD[comparison](table[column], _value(value))
        case In(column, values):
            return _Members(table[column], [_plain(value) for value in values])
        case StartsWith(column, prefix):
            key = table[column]
            return (key >= _value(prefix)) & (key < _value(prefix + _HIGHEST))
        case All(conditions):
            terms = [_criterion(c, table, depth) for c in conditions]
            return reduce(and_, terms) if terms else _literally("1=1")
        case AnyOf(conditions):
            terms = [_criterion(c, table, depth) for c in conditions]
            return reduce(or_, terms) if terms else _literally("1=0")
        case Not(inner):
            return Negation(_criterion(inner, table, depth))
        case Exists():
            return _SemiJoin(condition, table, depth + 1)


class _Members(Criterion):
    """`column` is one of the values: one parameter, however many there are."""

    def __init__(self, column: Field, values: Sequence[Any]) -> None:
        super().__init__()
        self.column, self.values = column, values

    def get_sql(self, ctx: SqlContext) -> str:
        column, parameters = self.column.get_sql(ctx), _parameters(ctx)
        if ctx.dialect is Dialects.POSTGRESQL:
            return f"{column} = ANY({parameters.create_param(list(self.values)).get_sql(ctx)})"
        listed = parameters.create_param(orjson.dumps(list(self.values)).decode())
        return f"{column} IN (SELECT value FROM json_each({listed.get_sql(ctx)}))"


class _SemiJoin(Criterion):
    """EXISTS: a condition on a relation never multiplies rows."""

    def __init__(self, condition: Exists, outer: Table, depth: int) -> None:
        super().__init__()
        self.table = Table(condition.model._meta.db_table, alias=f"e{depth}")
        self.where = (self.table[condition.column] == outer[condition.own]) & _criterion(
            condition.where, self.table, depth
        )

    def get_sql(self, ctx: SqlContext) -> str:
        table = self.table.get_sql(ctx.copy(with_alias=True))
        return f"EXISTS (SELECT 1 FROM {table} WHERE {self.where.get_sql(ctx)})"


def _literally(text: str) -> Criterion:
    left, right = text.split("=")
    return LiteralValue(left) == LiteralValue(right)


def _value(value: Any) -> ValueWrapper:
    return ValueWrapper(_plain(value))


def _plain(value: Any) -> Any:
    """As the drivers take it: enums by their text, instants in UTC as they are stored."""
    if isinstance(value, Enum):
        return value.value
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _parameters(ctx: SqlContext) -> Parameterizer:
    assert ctx.parameterizer is not None
    return ctx.parameterizer


def _render(query: QueryBuilder) -> Statement:
    return Statement(*query.get_parameterized_sql())
