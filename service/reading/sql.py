"""A `Select` as one SQL statement, by Tortoise's metadata and its query builder."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import count as count_from
from typing import Any, cast

from pypika_tortoise.analytics import RowNumber
from pypika_tortoise.context import SqlContext
from pypika_tortoise.dialects import PostgreSQLQuery, SQLLiteQuery
from pypika_tortoise.enums import Dialects, JoinType
from pypika_tortoise.enums import Order as Direction
from pypika_tortoise.functions import Count
from pypika_tortoise.queries import Query, QueryBuilder, Selectable, Table
from pypika_tortoise.terms import Criterion, Field, LiteralValue, Term, Tuple, ValueWrapper

from service.database.steps import Statement
from service.models import Article, EventLog, Row
from service.reading import pairs, shapes, visibility
from service.reading.columns import ROOT, Columns, Join
from service.reading.criteria import Members, Relevance, Wrap, criterion, derived, literal
from service.reading.select import (
    BY_ID,
    EVERY,
    IRRELEVANCE,
    RELEVANCE,
    Condition,
    Filed,
    FirstOf,
    Line,
    Link,
    Order,
    Ranked,
    Select,
    has_prefix,
    is_direct,
)
from service.reading.shapes import Probe

MARK = str(PostgreSQLQuery.from_(Table(EventLog._meta.db_table)).select("position"))
"""Another after every change that anybody could see: the log's position."""
MOST_PERIODS = 1_000
_KEPT = 300  # statements of one set of columns
_INNER, _PAGE = "w", "p"
_QUERIES: dict[str, type[Query]] = {"sqlite": SQLLiteQuery, "postgres": PostgreSQLQuery}
_PERIOD = {
    "sqlite": {
        "DAY": "CAST(replace(day, '-', '') AS INTEGER)",
        "MONTH": "CAST(substr(day, 1, 4) || substr(day, 6, 2) || '00' AS INTEGER)",
        "YEAR": "CAST(substr(day, 1, 4) || '0000' AS INTEGER)",
    },
    "postgres": {
        "DAY": "CAST(to_char(day, 'YYYYMMDD') AS bigint)",
        "MONTH": "CAST(to_char(day, 'YYYYMM00') AS bigint)",
        "YEAR": "CAST(to_char(day, 'YYYY0000') AS bigint)",
    },
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


def numbered(
    columns: Columns,
    select: Select,
    parents: Collection[int],
    numbers: Collection[int],
    dialect: str,
    *,
    marked: bool = False,
) -> Statement:
    """Of each parent's list the rows that stand at these places, counted from 1: the parent's key,
    the place, the keys of the order.
    """
    values: list[Any] = [list(parents)]
    shape = "numbered", shapes.of(select, values), marked, dialect
    values.append(sorted(numbers))
    text = columns.texts.get(shape)
    if text is None:
        text = _kept(columns, shape, _Writer(columns, select, dialect).numbered(marked))
    return Statement(text, shapes.bound(values, dialect))


def periods(
    columns: Columns, select: Select, unit: str, dialect: str, *, marked: bool = False
) -> Statement:
    """The periods in which rows were published, the latest first, as their keys (see `Filed`), and
    how many each has. `unit`: DAY, MONTH or YEAR. One more than the most tells that it is too many.
    """
    values: list[Any] = []
    shape = unit, shapes.of(select, values), marked, dialect
    text = columns.texts.get(shape)
    if text is None:
        writer = _Writer(columns, select, dialect)
        text = _kept(columns, shape, writer.periods(_PERIOD[dialect][unit], marked))
    return Statement(text, shapes.bound(values, dialect))


def _whole(select: Select) -> Select:
    """What it is a page of."""
    return replace(select, limit=None, after=None, before=None, offset=0, order=BY_ID)


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
        self._dialect = dialect
        self._numbers = count_from(0)
        self._counted = None
        if counted is not None:
            self._counted = shapes.probing(counted, self._numbers).select
        self._where = select.where
        probed = shapes.probing(select, self._numbers)
        self._select, self._parents = probed.select, probed.parents
        self._patterns, self._bounds = probed.patterns, probed.bounds

    def rows(self, keys: bool, marked: bool) -> str:
        query, table, parent = self._found()
        tables = {ROOT: table}
        for join in self._columns.joins:
            tables[join.alias] = Table(join.model._meta.db_table, alias=join.alias)
            query = query.left_join(tables[join.alias]).on(self._match(join, tables))
        shown: list[Term] = [] if parent is None else [parent]
        shown += [self._shown_of(tables[source], what) for source, what in self._columns.places]
        shown = shown or [table["id"]]  # so that there are rows at all
        if self._counted is not None:
            shown.append(self._total(self._counted))
        if keys:
            shown += [self._key(name, table) for name in self._select.order.columns]
        query = query.select(*shown)
        return self._text(_marked(query, marked))

    def _total(self, counted: Select) -> Term:
        query, _, _ = self._filtered(counted, "c")
        return cast(Term, query.select(Count(LiteralValue("*"))))

    def _shown_of(self, table: Table, what: str | FirstOf) -> Term:
        return table[what] if isinstance(what, str) else derived(what, table)

    def count(self, marked: bool) -> str:
        total = Count(LiteralValue("*"))
        if self._select.search is not None:
            query, _ = self._matching()
            return self._text(_marked(query.select(total), marked))
        query, _, parent = self._filtered(self._select, ROOT)
        query = query.select(total) if parent is None else query.select(parent, total)
        query = _marked(query, marked)
        return self._text(query if parent is None else query.groupby(parent))

    def periods(self, period: str, marked: bool) -> str:
        """Counted by day first, of which there are few: a period is dear to work out."""
        query, table, _ = self._filtered(self._select, ROOT)
        day = table["published_on"]
        days = query.select(day.as_("day"), Count(LiteralValue("*")).as_("rows")).groupby(day)
        mark = f", ({MARK})" if marked else ""
        return (
            f"SELECT {period} AS id, CAST(SUM(rows) AS bigint) AS count{mark} "
            f"FROM ({self._text(days)}) AS days "
            f"GROUP BY 1 ORDER BY 1 DESC LIMIT {MOST_PERIODS + 1}"
        )

    def _found(self) -> tuple[QueryBuilder, Table, Field | None]:
        """The rows in order and up to the limit, ready for their columns."""
        select = self._select
        if select.link is not None and select.limit is not None:
            return self._topped() if is_direct(select.link) else self._windowed()
        if select.link is None and (select.offset or self._is_fenced()):
            return self._paged()
        query, table, parent = self._filtered(select, ROOT)
        if parent is not None:  # an index on it and the order's keys needs no sorting then
            query = query.orderby(parent)
        query = _ranked(query, select.link, parent)
        return self._limited(_ordered(query, select.order, table)), table, parent

    def _paged(self) -> tuple[QueryBuilder, Table, None]:
        """Only keys are found, ordered and counted off; the columns are read of what is left."""
        select = self._select
        if not self._is_fenced():
            query, inner, _ = self._filtered(select, _INNER)
            query = query.select(*(inner[name] for name in select.order.columns))
            query = self._limited(_ordered(query, select.order, inner))
        else:
            query, found = self._matching()
            query = query.select(*(found[name] for name in select.order.columns))
            query = self._limited(_ordered(query, select.order, found))
        page = query.as_(_PAGE)
        table = Table(select.model._meta.db_table, alias=ROOT)
        outer = self._new.from_(page).join(table).on(table["id"].eq(page["id"]))
        return _ordered(outer, select.order, page), table, None

    def _is_fenced(self) -> bool:
        """Whether all that matches is found first, and then put in order.

        Of a prefix PostgreSQL's plan, which is made for any, does not know how rare it is, and
        would rather go through the whole order to come upon it.
        """
        select = self._select
        return select.search is not None or (
            self._dialect == "postgres" and select.limit is not None and has_prefix(self._where)
        )

    def _matching(self) -> tuple[QueryBuilder, Selectable]:
        """The keys of all that a search finds, from a position on: relevance is one of them."""
        select = self._select
        query, inner, _ = self._filtered(replace(select, after=None, before=None), _INNER)
        query = query.select(*(self._own_key(name, inner) for name in select.order.columns))
        if self._dialect == "postgres":  # what matches is found by its index, before all else
            query = query.offset(literal(0))
        found = query.as_("found")
        return _positioned(self._new.from_(found), select, found), found

    def _key(self, name: str, table: Table) -> Term:
        is_told = name in {RELEVANCE, IRRELEVANCE}
        return Field(name, table=Table(_PAGE)) if is_told else table[name]

    def _own_key(self, name: str, table: Table) -> Term:
        if name not in {RELEVANCE, IRRELEVANCE}:
            return table[name]
        text = table["title_search" if self._select.model is Article else "name_search"]
        return Relevance(text, self._patterns, is_inverted=name == IRRELEVANCE).as_(name)

    def _topped(self) -> tuple[QueryBuilder, Table, Field]:
        """For each parent its rows up to the limit, and no more, where an index has the order."""
        select, parents = self._select, self._asked_parents()
        inner = Table(select.model._meta.db_table, alias=_INNER)
        query = self._new.from_(inner).where(self._hangs(inner, parents))
        query = self._selected(query, inner)
        found = self._limited(_ordered(query.select(inner["id"]), select.order, inner))
        table = Table(select.model._meta.db_table, alias=ROOT)
        outer = self._new.from_(parents)
        if self._dialect == "postgres":
            top = Lateral(found, "top")
            outer = outer.join(top, JoinType.cross).cross()
            outer = outer.join(table).on(table["id"].eq(top["id"]))
        else:
            outer = outer.join(table, JoinType.cross).on(table["id"].isin(found))
        parent = parents["parent"]
        return _ordered(outer.orderby(parent), select.order, table), table, parent

    def _asked_parents(self) -> Selectable:
        link = self._select.link
        return _Pairs(link if isinstance(link, Filed) else None, self._parents)

    def _hangs(self, table: Table, parents: Selectable) -> Criterion:
        link = self._select.link
        if isinstance(link, Filed):
            # The instants say nothing more, but are what the index in the usual order has.
            day, instant = table["published_on"], table["published_key"]
            filed = day.gte(parents["child"]) & day.lte(parents["through"])
            return filed & instant.gte(parents["since"]) & instant.lt(parents["until"])
        assert isinstance(link, Link)
        return table[link.parent].eq(parents["parent"])

    def _windowed(self) -> tuple[QueryBuilder, Table, Field]:
        """Only keys are numbered; the columns are read of the rows that are left."""
        select, numbered = self._select, self._numbered(())
        table = Table(select.model._meta.db_table, alias=ROOT)
        outer = self._new.from_(numbered).join(table).on(table["id"].eq(numbered["id"]))
        assert select.limit is not None  # so it is windowed
        if self._bounds:
            start, end = map(ValueWrapper, self._bounds)
            outer = outer.where(numbered["number"] > start).where(numbered["number"] <= end)
        else:
            outer = outer.where(numbered["number"] <= literal(select.limit))
        outer = outer.orderby(numbered["parent_key"]).orderby(numbered["number"])
        return outer, table, cast(Field, numbered["parent_key"])

    def numbered(self, marked: bool) -> str:
        columns = self._select.order.columns
        numbered = self._numbered(columns)
        wanted = Members(cast(Field, numbered["number"]), Probe(next(self._numbers)))
        shown = ("parent_key", "number", *columns)
        query = self._new.from_(numbered).select(*(numbered[name] for name in shown))
        return self._text(_marked(query.where(wanted), marked))

    def _numbered(self, columns: Iterable[str]) -> QueryBuilder:
        """The rows of each parent with their ids, their places, and the columns."""
        select = self._select
        query, inner, parent = self._filtered(select, _INNER)
        assert parent is not None  # it has a link
        number = RowNumber().over(parent)
        if isinstance(select.link, pairs.RANKED):
            number = number.orderby(Field("rank", table=parent.table))
        for name in select.order.columns:
            number = number.orderby(inner[name], order=_direction(select.order))
        shown = {"id": inner["id"]} | {name: inner[name] for name in columns}
        return query.select(*shown.values(), parent.as_("parent_key"), number.as_("number")).as_(
            "numbered"
        )

    def _filtered(self, select: Select, alias: str) -> tuple[QueryBuilder, Table, Field | None]:
        table = Table(select.model._meta.db_table, alias=alias)
        query, parent = self._linked(table, select.link)
        return self._selected(query, table, select), table, parent

    def _selected(
        self, query: QueryBuilder, table: Table, select: Select | None = None
    ) -> QueryBuilder:
        """What is asked, as far as it may be seen."""
        select = select or self._select
        query = _where(query, self._shown(select.model, select.link), table, literal)
        query = _where(query, select.where, table, ValueWrapper)
        return _positioned(query, select, table)

    def _linked(
        self, table: Table, link: Link | Ranked | None
    ) -> tuple[QueryBuilder, Field | None]:
        if link is None:
            return self._new.from_(table), None
        if not isinstance(link, Link):
            return self._found_beside(table, link)
        if link.through is None:
            return self._new.from_(table).where(Members(table[link.parent], self._parents)), table[
                link.parent
            ]
        links = Table(link.through._meta.db_table, alias="l")
        pair = self._new.from_(links).select(links[link.parent], links[link.child]).distinct()
        pair = pair.where(Members(links[link.parent], self._parents))
        seen = {link.parent: self._columns.below, link.child: self._select.model}
        shown = visibility.visible_beside(link.through, self._sight, seen)
        pair = _where(pair, shown, links, literal)
        pair = _where(pair, link.where, links, ValueWrapper).as_("link")
        child, parent = pair.field(link.child), pair.field(link.parent)
        # A cross join keeps its order on SQLite, which would rather go through all that is public.
        query = self._new.from_(pair).join(table, JoinType.cross).cross()
        return query.where(child.eq(table["id"])), parent

    def _found_beside(self, table: Table, link: Ranked) -> tuple[QueryBuilder, Field]:
        pair = _Pairs(link, self._parents)
        query = self._new.from_(pair).join(table, JoinType.cross).cross()
        if isinstance(link, Filed):
            query = query.where(self._hangs(table, pair))
        else:
            query = query.where(pair["child"].eq(table["id"]))
        return query, pair["parent"]

    def _shown(self, model: type[Row], link: Link | Ranked | None) -> Condition:
        if not isinstance(link, Link) or link.through is not None:
            return visibility.visible(model, self._sight)
        return visibility.visible_beside(model, self._sight, {link.parent: self._columns.below})

    def _match(self, join: Join, tables: Mapping[str, Table]) -> Criterion:
        table, seen = tables[join.alias], visibility.visible(join.model, self._sight)
        match = table["id"].eq(tables[join.source][join.column])
        return match if seen == EVERY else match & criterion(seen, table, literal)

    def _limited(self, query: QueryBuilder) -> QueryBuilder:
        """The limit is a literal: PostgreSQL plans once, and plans for few rows."""
        if self._select.limit is not None:
            query = query.limit(cast(int, literal(self._select.limit)))
        for start in self._bounds:
            query = query.offset(cast(int, ValueWrapper(start)))
        return query

    def _text(self, query: QueryBuilder) -> str:
        text, values = query.get_parameterized_sql()
        if values != [Probe(number) for number in range(next(self._numbers))]:
            raise UnstableShape(text)
        return text


class Lateral(Selectable):
    """A query of each row that stands before it."""

    def __init__(self, query: QueryBuilder, alias: str) -> None:
        super().__init__(alias)
        self._query = query

    def get_sql(self, ctx: SqlContext) -> str:
        inner = self._query.get_sql(ctx.copy(subquery=True, with_alias=False))
        return f'LATERAL {inner} "{self.alias}"'


class _Pairs(Selectable):
    """A link that no table holds, as a table; without one, the parents alone."""

    def __init__(self, link: Ranked | None, parents: Probe) -> None:
        super().__init__("link")
        self._link, self._parents = link, parents

    def get_sql(self, ctx: SqlContext) -> str:
        def place(probe: Probe) -> str:
            assert ctx.parameterizer is not None
            return str(ctx.parameterizer.create_param(probe).get_sql(ctx))

        dialect = "sqlite" if ctx.dialect is Dialects.SQLITE else "postgres"
        link, parents = self._link, place(self._parents)
        text = pairs.text(link, dialect, parents, lambda: place(cast(Line, link).day))  # type: ignore[arg-type] # a probe by now
        return f'({text}) "link"'


def _marked(query: QueryBuilder, marked: bool) -> QueryBuilder:
    return query.select(LiteralValue(f"({MARK})")) if marked else query


def _positioned(query: QueryBuilder, select: Select, table: Selectable) -> QueryBuilder:
    if select.after is not None:
        query = query.where(_beyond(select.order, select.after, table))
    if select.before is not None:
        query = query.where(_beyond(select.order.reversed(), select.before, table))
    return query


def _ranked(query: QueryBuilder, link: Link | Ranked | None, parent: Field | None) -> QueryBuilder:
    if parent is None or not isinstance(link, pairs.RANKED):
        return query
    return query.orderby(Field("rank", table=parent.table))


def _ordered(query: QueryBuilder, order: Order, table: Selectable) -> QueryBuilder:
    for name in order.columns:
        query = query.orderby(table[name], order=_direction(order))
    return query


def _direction(order: Order) -> Direction:
    return Direction.desc if order.descending else Direction.asc


def _beyond(order: Order, position: tuple[Any, ...], table: Selectable) -> Criterion:
    """Strictly after `position`: one row comparison, which both databases answer by the index."""
    keys = Tuple(*(table[column] for column in order.columns))
    values = Tuple(*(ValueWrapper(value) for value in position))
    return keys < values if order.descending else keys > values


def _where(query: QueryBuilder, condition: Condition, table: Table, wrap: Wrap) -> QueryBuilder:
    return query if condition == EVERY else query.where(criterion(condition, table, wrap))
