"""Where in a field's arguments a value stands, and what holds for every value there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from schema import ids
from service.errors import BadUserInput
from service.reading.declarations import Asker
from service.reading.select import All, Condition

MOST_ITEMS = 250
MOST_VALUES = 2_000
"""Of a whole condition, those of its lists and those within it included."""
DEEPEST = 5
"""How many conditions may stand in each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """`depth`: in how many conditions it stands."""

    asker: Asker
    path: tuple[str, ...]
    depth: int = 0

    def at(self, name: str | int) -> Self:
        return replace(self, path=(*self.path, str(name)))

    def within(self) -> Self:
        """One condition deeper. Raises BadUserInput where that is too deep."""
        if self.depth == DEEPEST:
            raise self.refusal(f"Conditions stand in each other at most {DEEPEST} deep.")
        return replace(self, depth=self.depth + 1)

    def refusal(self, message: str) -> BadUserInput:
        return BadUserInput(message, self.path)


Converter = Callable[[Any, Place], Condition]
"""From a value to the condition that it means."""


def each(where: Mapping[str, Any], keys: Mapping[str, Converter], place: Place) -> All:
    """All of the given keys hold."""
    given = not_null(where, place).items()
    return All(tuple(keys[name](value, place.at(name)) for name, value in given))


def bounded(where: Any, place: Place) -> Any:
    """The whole of a condition. Raises BadUserInput for one that would take seconds to read."""
    if (found := _size(where)) > MOST_VALUES:
        raise place.refusal(f"At most {MOST_VALUES:,} values in one condition, not {found:,}.")
    return where


def _size(value: Any) -> int:
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_size, within))


def not_null(where: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    """A key that is null says nothing that could hold: an error."""
    for name, value in where.items():
        if value is None and name != "isNull":
            raise place.at(name).refusal(f"`{name}` is null: leave it out instead.")
    return where


def items(values: Sequence[Any], place: Place) -> Iterable[tuple[Any, Place]]:
    """Each with its own place. Raises BadUserInput for too many."""
    if len(values) > MOST_ITEMS:
        raise place.refusal(f"At most {MOST_ITEMS} values, not {len(values)}.")
    return [(value, place.at(n)) for n, value in enumerate(values)]


def text(value: str, place: Place) -> str:
    """Text that both databases can hold."""
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise place.refusal("The text holds a character that no text can hold.")
    return value


def key(value: str, place: Place, *types: str) -> tuple[str, int | None]:
    """A global id as its type and key; an id of another type has a key that no row has."""
    name, found = ids.decode(value, place.path)
    return name, found if name in types else None
