"""Page numbers beside the cursors: where a page stands in its list, and the cursors of others."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from service.database.steps import Steps
from service.errors import BadUserInput
from service.models import Row
from service.reading import paging
from service.reading.paging import PageRequest
from service.reading.reads import Manner, Places, Totals
from service.reading.select import Select

MOST_AROUND = 25
_NEAR = 2_500  # rows, that are rather read than counted off once more
Numbers = Callable[["Pager"], Iterable[int | None]]
"""Of which pages the cursors are wanted."""


@dataclass(frozen=True, slots=True)
class Pager:
    """`current`: the page of the first row, counted from 1; `total`: how many pages there are."""

    size: int
    current: int
    total: int

    @property
    def first(self) -> int | None:
        return self._within(1)

    @property
    def previous(self) -> int | None:
        return self._within(self.current - 1)

    @property
    def next(self) -> int | None:
        return self._within(self.current + 1)

    @property
    def last(self) -> int | None:
        return self._within(self.total)

    def around(self, count: int) -> range:
        """As many pages with the current one in their midst, as far as there are pages.

        Raises BadUserInput where `count` is not from 1 to 25.
        """
        if not 1 <= count <= MOST_AROUND:
            message = f"`count` is a number from 1 to {MOST_AROUND}, not {count}."
            raise BadUserInput(message, ("count",))
        start = max(1, min(self.current - count // 2, self.total - count + 1))
        return range(start, min(start + count, self.total + 1))

    def place(self, number: int) -> int:
        """Of the row after which that page begins, counted from 1."""
        return (number - 1) * self.size

    def _within(self, number: int) -> int | None:
        return number if 1 <= number <= self.total else None


def rest(select: Select, asked: PageRequest) -> Select | None:
    """The rows from the page's cursor on, which have to be counted to know where the page stands.

    Without backward, those after it; else those before it. None where it stands at an end.
    """
    if asked.backward:
        if asked.before is None:
            return None
        return replace(select, before=paging.position(select, asked.before))
    if asked.after is None:
        return None
    return replace(select, after=paging.position(select, asked.after))


def pager(asked: PageRequest, rows: int, beyond: int | None, shown: int) -> Pager:
    """`rows`: of the whole list; `beyond`: of `rest`, where it was counted; `shown` here."""
    total = -(-rows // asked.size)
    if asked.number is not None:
        return Pager(asked.size, asked.number, total)
    if asked.backward:
        index = (rows if beyond is None else beyond) - shown
    else:
        index = 0 if beyond is None else rows - beyond
    return Pager(asked.size, index // asked.size + 1, total)


class Pagers:
    """Finds the pagers of a list, or of each parent's list, and the cursors that are wanted."""

    def __init__(self, model: type[Row], manner: Manner, below: type[Row] | None) -> None:
        self._totals = Totals(model, manner, below)
        self._places = Places(model, manner, below)

    def __call__(
        self,
        select: Select,
        asked: PageRequest,
        totals: Mapping[Any, int],
        shown: Mapping[Any, int],
        parents: Collection[Any],
        wanted: Sequence[Numbers],
    ) -> Steps[tuple[dict[Any, Pager], dict[Any, dict[int, str]]]]:
        """By parent, which is None for a root; the cursors by the numbers of their pages."""
        counted, beyond = rest(select, asked), None
        if counted is not None:
            found = yield self._totals(counted, () if select.link is None else parents)
            beyond = {None: found[0][0]} if select.link is None else {x[0]: x[1] for x in found}
        made = {
            parent: pager(
                asked,
                totals.get(parent, 0),
                None if beyond is None else beyond.get(parent, 0),
                shown.get(parent, 0),
            )
            for parent in parents
        }
        places = {parent: _places(each, wanted) for parent, each in made.items()}
        cursors = yield from cursors_at(self._places, select, places, totals)
        return made, {
            parent: {place // asked.size + 1: cursor for place, cursor in some.items()}
            for parent, some in cursors.items()
        }


def _places(pager: Pager, wanted: Sequence[Numbers]) -> set[int]:
    """Of the rows after which the wanted pages begin: before the first page is none."""
    asked = (number for numbers in wanted for number in numbers(pager))
    return {pager.place(number) for number in asked if number is not None and number > 1}


def cursors_at(
    places: Places,
    select: Select,
    wanted: Mapping[Any, Collection[int]],
    totals: Mapping[Any, int],
) -> Steps[dict[Any, dict[int, str]]]:
    """For each parent the cursors of the rows at these places of its list, counted from 1.

    `totals`: how many rows there are; for a root, whose parent is None.
    """
    if not any(wanted.values()):
        return {parent: {} for parent in wanted}
    if select.link is None:
        found = yield from _of_root(places, select, sorted(wanted[None]), totals[None])
        return {None: found}
    asked = {place for some in wanted.values() for place in some}
    rows = yield places.below(select, wanted.keys(), asked)
    write = places.cursors(select, 2)
    by_place = {(row[0], row[1]): row for row in rows}
    return {
        parent: {place: write(by_place[parent, place]) for place in some}
        for parent, some in wanted.items()
    }


def _of_root(
    places: Places, select: Select, wanted: Sequence[int], total: int
) -> Steps[dict[int, str]]:
    """Counted off over the order's keys alone, from whichever end of the list is nearer."""
    write = places.cursors(select, 1)
    found: dict[int, str] = {}
    for first, last in _spans(wanted):
        size = 1 << (last - first).bit_length()  # so that there are few statements
        if first - 1 <= total - last:
            rows = yield places.span(replace(select, limit=size, offset=first - 1))
            numbered = dict(enumerate(rows, first))
        else:
            order = select.order.reversed()
            read = replace(select, order=order, limit=size, offset=total - last)
            rows = yield places.span(read)
            numbered = {last - n: row for n, row in enumerate(rows)}
        found |= {place: write(numbered[place]) for place in wanted if first <= place <= last}
    return found


def _spans(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of places in order those that stand near each other, by the first and the last of them."""
    start = places[0]
    for place, following in pairwise((*places, places[-1] + _NEAR + 1)):
        if following - start > _NEAR:
            yield start, place
            start = following
