"""Conditions as terms of Tortoise's query builder, with those that the builder lacks."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import and_, or_
from typing import Any

from pypika_tortoise.context import SqlContext
from pypika_tortoise.enums import Dialects
from pypika_tortoise.queries import Table
from pypika_tortoise.terms import Criterion, Field, Term, ValueWrapper

from service.models import Organization, Row
from service.reading import shapes
from service.reading.select import (
    All,
    Among,
    AnyOf,
    Below,
    Compare,
    Comparison,
    Condition,
    Exists,
    FirstKnown,
    FirstOf,
    Found,
    In,
    IsNull,
    LastDay,
    Matches,
    Not,
    OneOf,
    StartsWith,
)
from service.reading.shapes import Probe

Wrap = Callable[[Any], ValueWrapper]
_BUILD: dict[Comparison, Callable[[Field, Term], Criterion]] = {
    Comparison.EQ: lambda column, value: column.eq(value),
    Comparison.LT: lambda column, value: column.lt(value),
    Comparison.LE: lambda column, value: column.lte(value),
    Comparison.GT: lambda column, value: column.gt(value),
    Comparison.GE: lambda column, value: column.gte(value),
}


def literal(value: Any) -> ValueWrapper:
    """Of our own making, never a client's: written into the statement."""
    return ValueWrapper(value, allow_parametrize=False)


def criterion(condition: Condition, table: Table, wrap: Wrap) -> Criterion:
    """`wrap`: how the values are written."""
    return _Criteria(table, wrap).of(condition, table, 0)


@dataclass(frozen=True)
class _Criteria:
    """`rows`: the rows that are asked for; conditions within others look at further tables."""

    rows: Table
    wrap: Wrap

    def of(self, condition: Condition, table: Table, depth: int) -> Criterion:
        match condition:
            case Compare(column, comparison, value):
                return _BUILD[comparison](table[column], self.value(value, depth))
            case IsNull(column):
                return table[column].isnull()
            case In(column, Probe() as values, kind):
                return Members(table[column], values, kind)
            case OneOf(column, values):
                return _one_of(table[column], values)
            case StartsWith():
                return self.of(shapes.range_of(condition), table, depth)
            case All(conditions):
                return self._joined(and_, conditions, table, depth, literal(1).eq(literal(1)))
            case AnyOf(conditions):
                return self._joined(or_, conditions, table, depth, literal(1).eq(literal(0)))
            case Not(inner):
                return _NotTrue(self.of(inner, table, depth))
            case Exists(model, column, own, where):
                among, alias = self._inner(model, where, depth)
                return _Exists(alias, (alias[column] == table[own]) & among)
            case Among(model, column, own, where):
                among, alias = self._inner(model, where, depth)
                return _Among(table[own], alias[column], alias, among)
            case Below(column, key):
                return _Below(table[column], self.value(key, depth))
            case Matches(asked):
                assert isinstance(asked, list)  # of probes, when it is written
                return _Matches(table, asked)

    def value(self, value: Any, depth: int) -> Term:
        match value:
            case LastDay():
                if value.column == "id":  # the rows are bodies themselves
                    return _OwnLastDay(self.rows["dissolved_last"], literal(value.today))
                return _LastDay(self.rows[value.column], literal(value.today))
            case Found(model, column, where):
                inner, alias = self._inner(model, where, depth)
                return _Scalar(alias, alias[column], inner)
            case FirstKnown(values):
                return _FirstKnown([self.value(each, depth) for each in values])
        return self.wrap(value)

    def _inner(self, model: type[Row], where: Condition, depth: int) -> tuple[Criterion, Table]:
        alias = Table(model._meta.db_table, alias=f"e{depth + 1}")
        return self.of(where, alias, depth + 1), alias

    def _joined(
        self,
        join: Callable[[Criterion, Criterion], Criterion],
        conditions: Sequence[Condition],
        table: Table,
        depth: int,
        none: Criterion,
    ) -> Criterion:
        """By halves: SQLite bounds how deep an expression may be, and reads `a OR b OR c` so."""
        if not conditions:
            return none
        if len(conditions) == 1:
            return self.of(conditions[0], table, depth)
        middle = len(conditions) // 2
        left = self._joined(join, conditions[:middle], table, depth, none)
        right = self._joined(join, conditions[middle:], table, depth, none)
        return join(_grouped(left), _grouped(right)) if len(conditions) > 8 else join(left, right)


def _grouped(inner: Criterion) -> Criterion:
    return _Grouped(inner)


class Members(Criterion):
    """`column` is one of the values: one parameter, however many there are.

    With a kind they are ids; the id of a record that was merged into another stands for that.
    """

    def __init__(self, column: Field, values: Probe, kind: str | None = None) -> None:
        super().__init__()
        self.column, self.values, self.kind = column, values, kind

    def get_sql(self, ctx: SqlContext) -> str:
        assert ctx.parameterizer is not None
        column = self.column.get_sql(ctx)
        values = ctx.parameterizer.create_param(self.values).get_sql(ctx)
        is_postgres = ctx.dialect is Dialects.POSTGRESQL
        if self.kind is None:
            if is_postgres:
                return f"{column} = ANY({values})"
            return f"{column} IN (SELECT value FROM json_each({values}))"
        asked = f"unnest(CAST({values} AS bigint[]))" if is_postgres else f"json_each({values})"
        named = "asked(value)" if is_postgres else "asked"
        ids = (
            f"SELECT COALESCE(merge.survivor_id, asked.value) FROM {asked} AS {named} "
            f"LEFT JOIN merge ON merge.record_kind = '{self.kind}' "
            "AND merge.duplicate_id = asked.value"
        )
        return f"{column} = ANY(ARRAY({ids}))" if is_postgres else f"{column} IN ({ids})"


def _one_of(column: Field, values: Collection[Enum]) -> Criterion:
    held = [literal(value) for value in sorted(values, key=str)]
    if not held:
        return literal(1).eq(literal(0))
    return column.eq(held[0]) if len(held) == 1 else column.isin(held)


class Matching(Criterion):
    """A canonical text holds a run of words: GLOB on SQLite; on PostgreSQL LIKE or, where the run
    is not exact, a regular expression.
    """

    def __init__(self, column: Field, pattern: Probe) -> None:
        super().__init__()
        self.column, self.pattern = column, pattern

    def get_sql(self, ctx: SqlContext) -> str:
        assert ctx.parameterizer is not None
        column = self.column.get_sql(ctx)
        pattern = ctx.parameterizer.create_param(self.pattern).get_sql(ctx)
        on_postgres = "LIKE" if self.pattern.is_exact else "~"
        how = on_postgres if ctx.dialect is Dialects.POSTGRESQL else "GLOB"
        return f"(' ' || {column} || ' ') {how} {pattern}"


class Relevance(Term):
    """3: the whole query is found in the text; 2: each of its terms; 1: one of them; else 0.

    `patterns`: the alternatives of the whole query, then those of each of several terms.
    `is_inverted`: 0 is the best.
    """

    def __init__(
        self, column: Field, patterns: Sequence[Sequence[Probe]], *, is_inverted: bool
    ) -> None:
        super().__init__()
        self.column, self.patterns, self.is_inverted = column, patterns, is_inverted

    def get_sql(self, ctx: SqlContext) -> str:
        whole, *terms = (self._any(each, ctx) for each in self.patterns)
        none = "0"
        if terms:
            found = " + ".join(f"CASE WHEN {term} THEN 1 ELSE 0 END" for term in terms)
            none = f"CASE {found} WHEN 0 THEN 0 WHEN {len(terms)} THEN 2 ELSE 1 END"
        level = f"CASE WHEN {whole} THEN 3 ELSE {none} END"
        told = f"3 - {level}" if self.is_inverted else level
        return f'{told} "{self.alias}"' if ctx.with_alias and self.alias else told

    def _any(self, alternatives: Sequence[Probe], ctx: SqlContext) -> str:
        inner = ctx.copy(with_alias=False)
        return " OR ".join(Matching(self.column, each).get_sql(inner) for each in alternatives)


def derived(value: FirstOf, table: Table) -> Term:
    """As a term of the table's rows."""
    return _FirstOf(value, table)


class _FirstOf(Term):
    def __init__(self, value: FirstOf, table: Table) -> None:
        super().__init__()
        self.value, self.table = value, table

    def get_sql(self, ctx: SqlContext) -> str:
        value, ctx = self.value, ctx.copy(with_alias=False)
        where = Exists(value.model, value.parent, "id", value.where)
        found = criterion(where, self.table, literal)
        assert isinstance(found, _Exists)
        order = ", ".join(
            f"{found.table[name].get_sql(ctx)} {'DESC' if value.order.descending else 'ASC'}"
            for name in value.order.columns
        )
        column = found.table[value.column].get_sql(ctx)
        first = f"(SELECT {column} {found.rows(ctx)} ORDER BY {order} LIMIT 1)"
        if value.otherwise is None:
            return first
        return f"COALESCE({first}, {self.table[value.otherwise].get_sql(ctx)})"


class _Grouped(Criterion):
    def __init__(self, inner: Criterion) -> None:
        super().__init__()
        self.inner = inner

    def get_sql(self, ctx: SqlContext) -> str:
        return f"({self.inner.get_sql(ctx)})"


class _NotTrue(_Grouped):
    """What is unknown is not true either."""

    def get_sql(self, ctx: SqlContext) -> str:
        return f"({self.inner.get_sql(ctx)}) IS NOT TRUE"


class _Exists(Criterion):
    """A condition on a relation never multiplies rows.

    Looked up for each row: PostgreSQL's plan, which is made for any values, would rather read a
    whole table for it, but for the fence.
    """

    def __init__(self, table: Table, where: Criterion) -> None:
        super().__init__()
        self.table, self.where = table, where

    def get_sql(self, ctx: SqlContext) -> str:
        fence = " OFFSET 0" if ctx.dialect is Dialects.POSTGRESQL else ""
        return f"EXISTS (SELECT 1 {self.rows(ctx)}{fence})"

    def rows(self, ctx: SqlContext) -> str:
        table = self.table.get_sql(ctx.copy(with_alias=True))
        return f"FROM {table} WHERE {self.where.get_sql(ctx)}"


class _Among(_Exists):
    def __init__(self, own: Field, column: Field, table: Table, where: Criterion) -> None:
        super().__init__(table, where)
        self.own, self.column = own, column

    def get_sql(self, ctx: SqlContext) -> str:
        return f"{self.own.get_sql(ctx)} IN (SELECT {self.column.get_sql(ctx)} {self.rows(ctx)})"


class _Scalar(_Exists):
    def __init__(self, table: Table, column: Field, where: Criterion) -> None:
        super().__init__(table, where)
        self.column = column

    def get_sql(self, ctx: SqlContext) -> str:
        latest = f"ORDER BY {self.table['id'].get_sql(ctx)} DESC LIMIT 1"
        return f"(SELECT {self.column.get_sql(ctx)} {self.rows(ctx)} {latest})"


class _FirstKnown(Term):
    def __init__(self, values: Sequence[Term]) -> None:
        super().__init__()
        self.values = values

    def get_sql(self, ctx: SqlContext) -> str:
        return f"COALESCE({', '.join(value.get_sql(ctx) for value in self.values)})"


class _LastDay(Term):
    def __init__(self, body: Field, today: ValueWrapper) -> None:
        super().__init__()
        self.body, self.today = body, today

    def get_sql(self, ctx: SqlContext) -> str:
        today, table = self.today.get_sql(ctx), Organization._meta.db_table
        ended = (
            f'SELECT "dissolved_last" FROM "{table}" '
            f'WHERE "id" = {self.body.get_sql(ctx)} AND "dissolved_last" < {today}'
        )
        return f"COALESCE(({ended}), {today})"


class _OwnLastDay(Term):
    def __init__(self, dissolved: Field, today: ValueWrapper) -> None:
        super().__init__()
        self.dissolved, self.today = dissolved, today

    def get_sql(self, ctx: SqlContext) -> str:
        dissolved, today = self.dissolved.get_sql(ctx), self.today.get_sql(ctx)
        return f"CASE WHEN {dissolved} < {today} THEN {dissolved} ELSE {today} END"


class _Below(Criterion):
    """The body itself, and whatever hangs on it, however many steps below, at whatever time."""

    def __init__(self, column: Field, key: Term) -> None:
        super().__init__()
        self.column, self.key = column, key

    def get_sql(self, ctx: SqlContext) -> str:
        column, key = self.column.get_sql(ctx), self.key.get_sql(ctx)
        return (
            f"{column} IN (WITH RECURSIVE below(id) AS (SELECT CAST({key} AS bigint) UNION "
            "SELECT link.organization_id FROM organization_parent AS link "
            "JOIN below ON link.parent_id = below.id) SELECT id FROM below)"
        )


class _Matches(Criterion):
    """By the index of lexemes; where the query has phrases, their words also stand in one run."""

    def __init__(self, table: Table, asked: Sequence[Probe]) -> None:
        super().__init__()
        self.table, self.lexemes = table, asked[0]
        self.runs = [Matching(table["search_key"], run) for run in asked[1:]]

    def get_sql(self, ctx: SqlContext) -> str:
        assert ctx.parameterizer is not None
        lexemes = ctx.parameterizer.create_param(self.lexemes).get_sql(ctx)
        if ctx.dialect is Dialects.POSTGRESQL:
            vector = self.table["search_vector"].get_sql(ctx)
            found = f"{vector} @@ CAST(CAST({lexemes} AS text) AS tsquery)"
        else:
            index = f"{self.table._table_name}_search"
            own = self.table["id"].get_sql(ctx)
            found = f"{own} IN (SELECT rowid FROM {index} WHERE {index} MATCH {lexemes})"
        return " AND ".join((found, *(run.get_sql(ctx) for run in self.runs)))
