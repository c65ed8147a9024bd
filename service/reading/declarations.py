"""How a field is read, as data: the one declaration from which every way of executing it follows.

A row is an instance of a model. Nothing here knows who asks, or how the answer is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service.models import Row
from service.reading.paging import PageRequest
from service.reading.select import BY_OWN_ID, FirstOf, Select
from service.site import Site
from service.viewers import Sight, Viewer, sight

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and of which site; `viewer`: None for an anonymous reader."""

    site: Site
    viewer: Viewer | None

    @property
    def today(self) -> date:
        """By the site's clock."""
        return datetime.now(self.site.zone).date()

    @property
    def sight(self) -> Sight:
        return sight(self.viewer)


@dataclass(frozen=True, slots=True)
class Asked:
    """A read of `model` that depends on the field's arguments, and on who asks."""

    model: type[Row]
    read: Callable[[Arguments, Asker], Select]


@dataclass(frozen=True, slots=True)
class Column:
    """A stored column, as it is; null for whoever does not see as far as `sight`."""

    name: str
    sight: Sight = Sight.PUBLIC

    def is_shown(self, seeing: Sight) -> bool:
        return self.sight in (Sight.PUBLIC, seeing)


@dataclass(frozen=True, slots=True)
class Function:
    """Of stored columns, in this order, then of the field's arguments by name."""

    columns: tuple[str, ...]
    of: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Derived:
    """Of the rows that hang on this one, as they are seen on the present day."""

    of: Callable[[Sight, date], FirstOf]


@dataclass(frozen=True, slots=True)
class OnDay:
    """`now`; where the field has its argument `at`, `column` of the first row that is asked, else
    this row's own `otherwise`.
    """

    now: Derived
    asked: Asked
    column: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class One:
    """The row of `model` whose id stands in `column`; null where that is null."""

    model: type[Row]
    column: str

    @property
    def select(self) -> Select:
        return Select(self.model, link=BY_OWN_ID)


@dataclass(frozen=True, slots=True)
class OneOf:
    """The first of several to-one relations that is set: one agent, a person or a body."""

    choices: tuple[One, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """All rows that hang on this one; with `then`, what each of them points to."""

    select: Select | Asked
    then: One | OneOf | None = None


@dataclass(frozen=True, slots=True)
class First:
    """The first row that hangs on this one, or null; with `then`, what it points to."""

    select: Select | Asked
    then: One | OneOf | None = None


@dataclass(frozen=True, slots=True)
class Lacking:
    """Whether no row hangs on this one."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Pages:
    """A connection. `ask` turns arguments into a read; without a link it is a root's.

    A row is an edge: `node` says to what it points, where it is not the node itself. Null for
    whoever does not see as far as `sight`.
    """

    model: type[Row]
    ask: Callable[[Arguments, Asker], tuple[Select, PageRequest]]
    node: One | OneOf | None = None
    sight: Sight = Sight.PUBLIC

    def is_shown(self, seeing: Sight) -> bool:
        return self.sight in (Sight.PUBLIC, seeing)


@dataclass(frozen=True, slots=True)
class Highlights:
    """Of an edge: where its search matched, by the row's model; nothing without a search.

    Each function takes the query, then its columns.
    """

    functions: Mapping[type[Row], Function]


@dataclass(frozen=True, slots=True)
class Archive:
    """A root: the days, months or years that have rows of the read that `ask` makes.

    Its second value is the unit. What hangs on a period hangs on its key (see `Filed`), and is
    bound to that read too.
    """

    model: type[Row]
    ask: Callable[[Arguments, Asker], tuple[Select, str]]


@dataclass(frozen=True, slots=True)
class LookUp:
    """A root: at most one row, of the read that `ask` makes of the arguments.

    `sight`: seen so by everybody.
    """

    model: type[Row]
    ask: Callable[[Arguments, Asker], Select | None]
    sight: Sight | None = None


Located = tuple[Select, int] | None
"""The read behind a global id, and the row's key; None for what no row can have."""


@dataclass(frozen=True, slots=True)
class LookUpNode:
    """A root: the row that a global id names, of whatever model, or null."""

    ask: Callable[[Arguments, Asker], Located]


@dataclass(frozen=True, slots=True)
class LookUpNodes:
    """A root: for each of several global ids its row or null, in order."""

    ask: Callable[[Arguments, Asker], list[Located]]


@dataclass(frozen=True, slots=True)
class Value:
    """Of the one row of a read, whoever asks for it and wherever it stands."""

    select: Select
    value: Function


@dataclass(frozen=True, slots=True)
class Told:
    """Known without reading: of who asks, and of the site."""

    of: Callable[[Asker], Any]


Declaration = (
    Column
    | Function
    | Derived
    | OnDay
    | One
    | OneOf
    | Many
    | First
    | Lacking
    | Pages
    | Highlights
    | Archive
    | LookUp
    | LookUpNode
    | LookUpNodes
    | Value
    | Told
)
