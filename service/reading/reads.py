"""The statements of a plan, which yields them and is sent their rows."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service import database
from service.database.steps import Make, Statement, T
from service.models import Row
from service.reading import paging, shapes, sql, values
from service.reading.columns import Columns
from service.reading.paging import Page, PageRequest
from service.reading.select import IRRELEVANCE, RELEVANCE, Select
from service.viewers import Sight


@dataclass
class Manner:
    """How all statements of one plan are written. `marked`: each tells the state that it saw.

    `today`: by the site's clock; the plan holds for this day.
    """

    dialect: str
    sight: Sight
    today: date
    marked: bool = False

    @property
    def can_mark(self) -> bool:
        """A mark shows changes of what is public; SQLite needs none: it reads in a transaction."""
        return self.dialect == "postgres" and self.sight is Sight.PUBLIC


class Rows:
    """The columns that are wanted of some rows.

    `totalled`: and of how many they are a page; `keyed`: and where each stands in its order.
    `below`: as of Columns.
    """

    def __init__(
        self,
        model: type[Row],
        manner: Manner,
        below: type[Row] | None = None,
        sight: Sight | None = None,
    ) -> None:
        """`sight`: another than that of the plan."""
        self.columns, self._manner = Columns(model, sight or manner.sight, below), manner
        self.keyed = self.totalled = False

    def __call__(self, select: Select, parents: Collection[int] = ()) -> Statement:
        manner = self._manner
        return sql.rows(
            self.columns,
            select,
            parents,
            manner.dialect,
            total=self.totalled,
            keys=self.keyed,
            marked=manner.marked,
        )

    def of_every(self, select: Select) -> Callable[[Collection[int]], Statement]:
        """For a read that is always the same but for its parents."""
        known: list[Statement] = []

        def read(parents: Collection[int]) -> Statement:
            if not known:
                known.append(self(select))
            ((text, (_, *others)),) = known
            return Statement(text, [shapes.bound_keys(parents, self._manner.dialect), *others])

        return read


class Totals:
    """How many rows there are."""

    def __init__(self, model: type[Row], manner: Manner, below: type[Row] | None = None) -> None:
        self._columns, self._manner = Columns(model, manner.sight, below), manner

    def __call__(self, select: Select, parents: Collection[int] = ()) -> Statement:
        manner = self._manner
        return sql.count(self._columns, select, list(parents), manner.dialect, marked=manner.marked)


class Places:
    """The keys of the rows that stand at some places of a list, counted from 1."""

    def __init__(self, model: type[Row], manner: Manner, below: type[Row] | None = None) -> None:
        self._columns, self._manner = Columns(model, manner.sight, below), manner

    def span(self, select: Select) -> Statement:
        """Of a list without parents: an id of no meaning and the keys of each row."""
        manner = self._manner
        return sql.rows(self._columns, select, (), manner.dialect, keys=True, marked=manner.marked)

    def below(
        self, select: Select, parents: Collection[int], numbers: Collection[int]
    ) -> Statement:
        """Of the parents' lists: the parent's key, the place and the keys of each row."""
        manner = self._manner
        return sql.numbered(
            self._columns, select, parents, numbers, manner.dialect, marked=manner.marked
        )

    def cursors(self, select: Select, begin: int) -> Callable[[Sequence[Any]], str]:
        return cursors(select, self._manner.dialect, begin)


class Periods:
    """Days, months or years that have rows."""

    def __init__(self, model: type[Row], manner: Manner) -> None:
        self._columns, self._manner = Columns(model, manner.sight), manner

    def __call__(self, select: Select, unit: str) -> Statement:
        manner = self._manner
        return sql.periods(self._columns, select, unit, manner.dialect, marked=manner.marked)


def pages(rows: Sequence[Any], asked: PageRequest) -> dict[int, Page[Any]]:
    """The rows of each parent, whose key they begin with, as the page that was asked for."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return {parent: paging.page_of(some, asked) for parent, some in found.items()}


def cursors(select: Select, dialect: str, begin: int) -> Callable[[Sequence[Any]], str]:
    """The position of a row: of its keys, which begin at that place."""
    turns = [
        None if name in {RELEVANCE, IRRELEVANCE} else values.meant(select.model, name, dialect)
        for name in select.order.columns
    ]
    end, write = begin + len(turns), paging.writer(select)

    def cursor(row: Sequence[Any]) -> str:
        keys = zip(turns, row[begin:end], strict=True)
        return write([key if turn is None else turn(key) for turn, key in keys])

    return cursor


async def taken(make: Make[T], manner: Manner, *, alone: bool) -> T:
    """Takes the steps of a plan, all of which see one state; `alone`: there is at most one."""
    return await database.drive(make, sql.MARK if manner.can_mark else None, alone=alone)


def dialect() -> str:
    """`sqlite` or `postgres`."""
    return database.dialect()
