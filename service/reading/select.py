"""A read as data: which rows, in which order, from which position; no I/O, hashable, comparable."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Self

from service.models import Row


class Comparison(Enum):
    EQ = "="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Compare:
    """A stored column against one value. A null column compares with nothing."""

    column: str
    comparison: Comparison
    value: Any


@dataclass(frozen=True, slots=True)
class In:
    """No values: nothing matches."""

    column: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class StartsWith:
    """Of a key column, which compares byte by byte."""

    column: str
    prefix: str


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
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Exists:
    """A row of `model` whose `column` equals this row's `own` and for which `where` holds."""

    model: type[Row]
    column: str
    own: str
    where: "Condition"


Condition = Compare | In | StartsWith | All | AnyOf | Not | Exists
EVERY = All()


def equal(column: str, value: Any) -> Compare:
    return Compare(column, Comparison.EQ, value)


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
class Select:
    """Rows of `model`; with a link, the rows of each of some parents, limited for each."""

    model: type[Row]
    where: Condition = EVERY
    order: Order = BY_ID
    link: Link | None = None
    limit: int | None = None
    after: tuple[Any, ...] | None = None
    before: tuple[Any, ...] | None = None
