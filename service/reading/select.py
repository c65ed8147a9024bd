"""A read as data: which rows, in which order, from which position; no I/O, hashable, comparable."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, Self

from service.models import Row
from service.searching import Query


class Comparison(Enum):
    EQ = "="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Found:
    """A value that is read: `column` of the row of `model` for which `where` holds, or null.

    Of several rows the latest one.
    """

    model: type[Row]
    column: str
    where: "Condition"


@dataclass(frozen=True, slots=True)
class FirstOf:
    """A value that is read with a row: `column` of the first row of `model`, in that order, whose
    `parent` is the row's id and for which `where` holds; else the row's own `otherwise`, or null.
    """

    model: type[Row]
    column: str
    parent: str
    where: "Condition"
    order: "Order"
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class FirstKnown:
    """The first of several values that is not null."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class LastDay:
    """Today; or the last day of a body that has ended, whose id stands in `column` of the rows.

    Of the rows that are read, or of the pairs by which they hang on their parents.
    """

    column: str
    today: date


Day = date | LastDay


@dataclass(frozen=True, slots=True)
class Compare:
    """A stored column against one value. A null column or value compares with nothing."""

    column: str
    comparison: Comparison
    value: Any


@dataclass(frozen=True, slots=True)
class IsNull:
    column: str


@dataclass(frozen=True, slots=True)
class In:
    """No values: nothing matches. `kind`: the values are ids of that kind, perhaps merged ones."""

    column: str
    values: tuple[Any, ...]
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """The column holds one of these, of the few that it can hold: each choice is a statement of its
    own, for which the database knows how rare they are. None of them: nothing matches.
    """

    column: str
    values: frozenset[Enum]


@dataclass(frozen=True, slots=True)
class StartsWith:
    """Of a key column, which compares byte by byte.

    `is_whole`: of a tone key, whose last word is no beginning: nothing follows, or another word.
    """

    column: str
    prefix: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Nothing to hold: every row matches."""

    conditions: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Nothing to choose from: no row matches."""

    conditions: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """What does not hold; what cannot be told, because a value is missing, does not hold."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Exists:
    """A row of `model` whose `column` equals this row's `own` and for which `where` holds."""

    model: type[Row]
    column: str
    own: str
    where: "Condition"


@dataclass(frozen=True, slots=True)
class Among:
    """This row's `own` is the `column` of some row of `model` for which `where` holds.

    As Exists, but asked the other way round: for what few rows of the model fulfil.
    """

    model: type[Row]
    column: str
    own: str
    where: "Condition"


@dataclass(frozen=True, slots=True)
class Below:
    """This row's `column` is the body whose id `key` is, or one that stands or stood below it."""

    column: str
    key: Any


@dataclass(frozen=True, slots=True)
class Matches:
    """The words of the query are found in the row."""

    query: Query


Condition = (
    Compare
    | IsNull
    | In
    | OneOf
    | StartsWith
    | All
    | AnyOf
    | Not
    | Exists
    | Among
    | Below
    | Matches
)
EVERY = All()
NONE = AnyOf()


def has_prefix(condition: Condition) -> bool:
    """Whether a prefix has to match, whatever else does."""
    if isinstance(condition, All):
        return any(map(has_prefix, condition.conditions))
    if isinstance(condition, AnyOf) and condition != NONE:
        return all(map(has_prefix, condition.conditions))
    return isinstance(condition, StartsWith)


def equal(column: str, value: Any) -> Compare:
    return Compare(column, Comparison.EQ, value)


RELEVANCE = "relevance"
"""A key of an order, which no column holds: how well a row matches, from 0 to 3."""
MOST_RELEVANT = 3
IRRELEVANCE = "irrelevance"
"""The same for an order that ascends: 0 is the best."""


@dataclass(frozen=True, slots=True)
class Order:
    """A total order: the id is the last key, and all keys run in one direction.

    So a position is one row comparison, which an index answers at any depth. A nullable key is
    kept as its stored pair (missing, key): see `models`.
    """

    name: str
    keys: tuple[str, ...]
    descending: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.keys, "id")

    @property
    def is_by_relevance(self) -> bool:
        return bool({RELEVANCE, IRRELEVANCE}.intersection(self.keys))

    def reversed(self) -> Self:
        return replace(self, descending=not self.descending)


BY_ID = Order("ID", ())


@dataclass(frozen=True, slots=True)
class Link:
    """How rows hang on a parent: by a column of their own, or through a table of pairs.

    `parent` is the column that holds the parent's id; `child`, in `through`, the row's id.
    """

    parent: str
    through: type[Row] | None = None
    child: str = "id"
    where: Condition = EVERY


BY_OWN_ID = Link("id")


@dataclass(frozen=True, slots=True)
class Survivor:
    """Rows hang on any id that finds them: their own, and those of records merged into them."""

    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """The bodies above each body, the nearest first. `day`: None stands for each one's own day."""

    day: date | None
    today: date


@dataclass(frozen=True, slots=True)
class Kin:
    """The articles that share meetings, topics and certainly named agents with each article.

    Those with the most shared meetings first, then topics, then agents.
    """


@dataclass(frozen=True, slots=True)
class Filed:
    """The articles of each period, whose key is YYYY0000, YYYYMM00 or YYYYMMDD."""


def is_direct(link: object) -> bool:
    """Whether the rows of a parent can be asked for by columns of their own."""
    return isinstance(link, Filed) or (isinstance(link, Link) and link.through is None)


Ranked = Survivor | Line | Kin | Filed
"""Links whose pairs are found by a statement of their own, some of them in an order."""


@dataclass(frozen=True, slots=True)
class Select:
    """Rows of `model`; with a link, the rows of each of some parents, limited for each.

    `offset`: so many rows are left out before the limit. `search`: what relevance is told of.
    `shape`: what cursors of this list are bound to, beside its order.
    """

    model: type[Row]
    where: Condition = EVERY
    order: Order = BY_ID
    link: Link | Ranked | None = None
    limit: int | None = None
    after: tuple[Any, ...] | None = None
    before: tuple[Any, ...] | None = None
    offset: int = 0
    search: Query | None = None
    shape: str = ""
