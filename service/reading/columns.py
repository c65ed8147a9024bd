"""What is read of each row: its own columns, and those of the rows that it points to."""

from dataclasses import dataclass

from service.models import Row
from service.reading import visibility
from service.reading.select import EVERY, FirstOf
from service.viewers import Sight

ROOT = "t"
"""The alias of the rows themselves."""


@dataclass(frozen=True, slots=True)
class Join:
    """At most one row of `model`, whose id stands in `column` of the rows behind `source`."""

    alias: str
    source: str
    column: str
    model: type[Row]


class Columns:
    """Grows while a plan is made: who needs a column is told its place in the rows.

    `below`: the model of the parents, where each is known to be shown to who asks.
    """

    def __init__(self, model: type[Row], sight: Sight, below: type[Row] | None = None) -> None:
        self.model, self.sight, self.below = model, sight, below
        self.joins: list[Join] = []
        self.places: dict[tuple[str, str | FirstOf], int] = {}
        self.texts: dict[object, str] = {}
        """The statements that were made of it, by their shapes."""

    @classmethod
    def whole(cls, model: type[Row], sight: Sight) -> "Columns":
        """All of the row itself, in the model's order."""
        columns = cls(model, sight)
        for name in model._meta.fields_db_projection:
            columns.place(ROOT, name)
        return columns

    def place(self, source: str, column: str | FirstOf) -> int:
        return self.places.setdefault((source, column), len(self.places))

    def joined(self, source: str, column: str, model: type[Row]) -> "Joined":
        """The row of `model` whose id stands in that column; read only where more is asked."""
        return Joined(self, source, column, model)


class Joined:
    """A row that another points to."""

    def __init__(self, columns: Columns, source: str, column: str, model: type[Row]) -> None:
        self._columns, self._source, self._column = columns, source, column
        self.model = model
        self._is_certain = visibility.visible(model, columns.sight) == EVERY

    @property
    def alias(self) -> str:
        for join in self._columns.joins:
            if (join.source, join.column, join.model) == (self._source, self._column, self.model):
                return join.alias
        made = Join(f"j{len(self._columns.joins)}", self._source, self._column, self.model)
        self._columns.joins.append(made)
        return made.alias

    def place(self, column: str | FirstOf) -> int:
        """Where everybody may see the row, its id is the key that points to it."""
        if column == "id" and self._is_certain:
            return self._columns.place(self._source, self._column)
        return self._columns.place(self.alias, column)
