"""A `Select` as one SQL statement, by Tortoise's metadata and its query builder."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import reduce
from itertools import count as count_from
from operator import and_, or_
from typing import Any, cast

from pypika_tortoise.analytics import RowNumber
from pypika_tortoise.context import SqlContext
from pypika_tortoise.dialects import PostgreSQLQuery, SQLLiteQuery
from pypika_tortoise.enums import Dialects, JoinType
from pypika_tortoise.enums import Order as Direction
from pypika_tortoise.functions import Count
from pypika_tortoise.queries import Query, QueryBuilder, Table
from pypika_tortoise.terms import Criterion, Field, LiteralValue, Term, Tuple, ValueWrapper
from pypika_tortoise.terms import Not as Negation

from service.database.steps import Statement
from service.models import EventLog, Row
from service.reading import shapes, visibility
from service.reading.columns import ROOT, Columns, Join
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
from service.reading.shapes import Probe

MARK = str(PostgreSQLQuery.from_(Table(EventLog._meta.db_table)).select("position"))
"""Another after every change that anybody could see: the log's position."""
_KEPT = 300  # statements of one set of columns
_INNER = "w"
_QUERIES: dict[str, type[Query]] = {"sqlite": SQLLiteQuery, "postgres": PostgreSQLQuery}
_BUILD: dict[Comparison, Callable[[Field, ValueWrapper], Criterion]] = {
    Comparison.EQ: lambda column, value: column.eq(value),
    Comparison.LT: lambda column, value: column.lt(value),
    Comparison.LE: lambda column, value: column.lte(value),
    Comparison.GT: lambda column, value: column.gt(value),
    Comparison.GE: lambda column, value: column.gte(value),
}


class UnstableShape(Exception):
    """The builder did not put the values where they belong: the statement is not to be used."""


def rows(
    columns: Columns,
    select: Select,
    parents: Collection[int],
    dialect: str,
    *,
    total: bool = False,
    keys: bool = False,
    marked: bool = False,
) -> Statement:
    """With a link first the parent's key, and the limit holds for each parent; then the columns;
    then, with `total`, of how many rows it is a page; with `keys`, those of the order; last, where
    it is `marked`, the mark. A total is told only of a select without a link.
    """
    values: list[Any] = [] if select.link is None else [list(parents)]
    counted = _whole(select) if total else None
    shape = (
        None if counted is None else shapes.of(counted, values),
        shapes.of(select, values),
        keys,
        marked,
        dialect,
    )
    text = columns.texts.get(shape)
    if text is None:
        writer = _Writer(columns, select, dialect, counted)
        text = _kept(columns, shape, writer.rows(keys, marked))
    return Statement(text, shapes.bound(values, dialect))


def count(
    columns: Columns,
    select: Select,
    parents: Collection[int],
    dialect: str,
    *,
    marked: bool = False,
) -> Statement:
    """One row with the total; with a link a row (parent, total) for each parent that has any."""
    values: list[Any] = [] if select.link is None else [list(parents)]
    shape = "count", shapes.of(select, values), marked, dialect
    text = columns.texts.get(shape)
    if text is None:
        text = _kept(columns, shape, _Writer(columns, select, dialect).count(marked))
    return Statement(text, shapes.bound(values, dialect))


def _whole(select: Select) -> Select:
    """What it is a page of."""
    return replace(select, limit=None, after=None, before=None)


def _kept(columns: Columns, shape: object, text: str) -> str:
    if len(columns.texts) >= _KEPT:
        columns.texts.clear()
    columns.texts[shape] = text
    return text


class _Writer:
    """Writes the statement of one shape. What a viewer may see is written into it."""

    def __init__(
        self, columns: Columns, select: Select, dialect: str, counted: Select | None = None
    ) -> None:
        self._columns, self._sight, self._new = columns, columns.sight, _QUERIES[dialect]
        self._numbers = count_from(0)
        self._counted = None if counted is None else shapes.probing(counted, self._numbers)[0]
        self._select, self._parents = shapes.probing(select, self._numbers)

    def rows(self, keys: bool, marked: bool) -> str:
        query, table, parent = self._found()
        tables = {ROOT: table}
        for join in self._columns.joins:
            tables[join.alias] = Table(join.model._meta.db_table, alias=join.alias)
            query = query.left_join(tables[join.alias]).on(self._match(join, tables))
        shown: list[Term] = [] if parent is None else [parent]
        shown += [tables[source][name] for source, name in self._columns.places]
        shown = shown or [table["id"]]  # so that there are rows at all
        if self._counted is not None:
            shown.append(self._total(self._counted))
        if keys:
            shown += [table[name] for name in self._select.order.columns]
        query = query.select(*shown)
        return self._text(query.select(LiteralValue(f"({MARK})")) if marked else query)

    def _total(self, counted: Select) -> Term:
        query, _, _ = self._filtered(counted, "c")
        return cast(Term, query.select(Count(LiteralValue("*"))))

    def count(self, marked: bool) -> str:
        query, _, parent = self._filtered(self._select, ROOT)
        total = Count(LiteralValue("*"))
        query = query.select(total) if parent is None else query.select(parent, total)
        if marked:
            query = query.select(LiteralValue(f"({MARK})"))
        return self._text(query if parent is None else query.groupby(parent))

    def _found(self) -> tuple[QueryBuilder, Table, Field | None]:
        """The rows in order and up to the limit, ready for their columns."""
        select = self._select
        if select.link is not None and select.limit is not None:
            return self._windowed()
        query, table, parent = self._filtered(select, ROOT)
        if parent is not None:  # an index on it and the order's keys needs no sorting then
            query = query.orderby(parent)
        query = _ordered(query, select.order, table)
        if select.limit is not None:
            # A literal: PostgreSQL plans for it once, where it would plan a parameter each time.
            query = query.limit(_literal(select.limit))
        return query, table, parent

    def _windowed(self) -> tuple[QueryBuilder, Table, Field]:
        """Only keys are numbered; the columns are read of the rows that are left."""
        select = self._select
        query, inner, parent = self._filtered(select, _INNER)
        assert parent is not None  # it has a link
        number = RowNumber().over(parent)
        for name in select.order.columns:
            number = number.orderby(inner[name], order=_direction(select.order))
        numbered = query.select(inner["id"], parent.as_("parent_key"), number.as_("number")).as_(
            "numbered"
        )
        table = Table(select.model._meta.db_table, alias=ROOT)
        outer = self._new.from_(numbered).join(table).on(table["id"].eq(numbered["id"]))
        outer = outer.where(numbered["number"] <= _literal(select.limit))
        outer = outer.orderby(numbered["parent_key"]).orderby(numbered["number"])
        return outer, table, cast(Field, numbered["parent_key"])

    def _filtered(self, select: Select, alias: str) -> tuple[QueryBuilder, Table, Field | None]:
        table = Table(select.model._meta.db_table, alias=alias)
        query, parent = self._linked(table, select.link)
        query = _where(query, self._shown(select.model, select.link), table, _literal)
        query = _where(query, select.where, table, ValueWrapper)
        if select.after is not None:
            query = query.where(_beyond(select.order, select.after, table))
        if select.before is not None:
            query = query.where(_beyond(select.order.reversed(), select.before, table))
        return query, table, parent

    def _linked(self, table: Table, link: Link | None) -> tuple[QueryBuilder, Field | None]:
        if link is None:
            return self._new.from_(table), None
        if link.through is None:
            return self._new.from_(table).where(_Members(table[link.parent], self._parents)), table[
                link.parent
            ]
        pairs = Table(link.through._meta.db_table, alias="l")
        pair = self._new.from_(pairs).select(pairs[link.parent], pairs[link.child]).distinct()
        pair = pair.where(_Members(pairs[link.parent], self._parents))
        seen = {link.parent: self._columns.below, link.child: self._select.model}
        shown = visibility.visible_beside(link.through, self._sight, seen)
        pair = _where(pair, shown, pairs, _literal)
        pair = _where(pair, link.where, pairs, ValueWrapper).as_("link")
        child, parent = pair.field(link.child), pair.field(link.parent)
        # A cross join keeps its order on SQLite, which would rather go through all that is public.
        query = self._new.from_(pair).join(table, JoinType.cross).cross()
        return query.where(child.eq(table["id"])), parent

    def _shown(self, model: type[Row], link: Link | None) -> Condition:
        if link is None or link.through is not None:
            return visibility.visible(model, self._sight)
        return visibility.visible_beside(model, self._sight, {link.parent: self._columns.below})

    def _match(self, join: Join, tables: Mapping[str, Table]) -> Criterion:
        table, seen = tables[join.alias], visibility.visible(join.model, self._sight)
        match = table["id"].eq(tables[join.source][join.column])
        return match if seen == EVERY else match & _criterion(seen, table, 0, _literal)

    def _text(self, query: QueryBuilder) -> str:
        text, values = query.get_parameterized_sql()
        if values != [Probe(number) for number in range(next(self._numbers))]:
            raise UnstableShape(text)
        return text


Wrap = Callable[[Any], ValueWrapper]


def _literal(value: Any) -> ValueWrapper:
    """Of our own making, never a client's: written into the statement."""
    return ValueWrapper(value, allow_parametrize=False)


def _ordered(query: QueryBuilder, order: Order, table: Table) -> QueryBuilder:
    for name in order.columns:
        query = query.orderby(table[name], order=_direction(order))
    return query


def _direction(order: Order) -> Direction:
    return Direction.desc if order.descending else Direction.asc


def _beyond(order: Order, position: tuple[Any, ...], table: Table) -> Criterion:
    """Strictly after `position`: one row comparison, which both databases answer by the index."""
    keys = Tuple(*(table[column] for column in order.columns))
    values = Tuple(*(ValueWrapper(value) for value in position))
    return keys < values if order.descending else keys > values


def _where(query: QueryBuilder, condition: Condition, table: Table, wrap: Wrap) -> QueryBuilder:
    return query if condition == EVERY else query.where(_criterion(condition, table, 0, wrap))


def _criterion(condition: Condition, table: Table, depth: int, wrap: Wrap) -> Criterion:
    match condition:
        case Compare(column, comparison, value):
            return _BUILD[comparison](table[column], wrap(value))
        case In(column, Probe() as values):
            return _Members(table[column], values)
        case In(column, values):
            return table[column].isin([wrap(value) for value in values])
        case StartsWith():
            return _criterion(shapes.range_of(condition), table, depth, wrap)
        case All(conditions):
            terms = [_criterion(c, table, depth, wrap) for c in conditions]
            return reduce(and_, terms) if terms else _literal(1).eq(_literal(1))
        case AnyOf(conditions):
            terms = [_criterion(c, table, depth, wrap) for c in conditions]
            return reduce(or_, terms) if terms else _literal(1).eq(_literal(0))
        case Not(inner):
            return Negation(_criterion(inner, table, depth, wrap))
        case Exists():
            return _SemiJoin(condition, table, depth + 1, wrap)


class _Members(Criterion):
    """`column` is one of the values: one parameter, however many there are."""

    def __init__(self, column: Field, values: Probe) -> None:
        super().__init__()
        self.column, self.values = column, values

    def get_sql(self, ctx: SqlContext) -> str:
        assert ctx.parameterizer is not None
        column, values = self.column.get_sql(ctx), ctx.parameterizer.create_param(self.values)
        if ctx.dialect is Dialects.POSTGRESQL:
            return f"{column} = ANY({values.get_sql(ctx)})"
        return f"{column} IN (SELECT value FROM json_each({values.get_sql(ctx)}))"


class _SemiJoin(Criterion):
    """EXISTS: a condition on a relation never multiplies rows."""

    def __init__(self, condition: Exists, outer: Table, depth: int, wrap: Wrap) -> None:
        super().__init__()
        self.table = Table(condition.model._meta.db_table, alias=f"e{depth}")
        self.where = (self.table[condition.column] == outer[condition.own]) & _criterion(
            condition.where, self.table, depth, wrap
        )

    def get_sql(self, ctx: SqlContext) -> str:
        table = self.table.get_sql(ctx.copy(with_alias=True))
        return f"EXISTS (SELECT 1 FROM {table} WHERE {self.where.get_sql(ctx)})"
