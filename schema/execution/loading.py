"""Batches: all that an operation asks of one read becomes one statement."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from service.models import Row
from service.reading import rows
from service.reading.select import FirstOf, Select
from service.viewers import Sight

Parent = int | None
T = TypeVar("T")


class Loads:
    """The batches of one execution of one operation; nothing in it outlives that.

    For a read without a link the parent is None. Loads are shared between fields, so a field that
    is cancelled (graphql-core cancels the siblings of a null that bubbles) must not cancel them;
    what nobody waits for any more is awaited at the end, by `settled`.
    """

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._open: set[asyncio.Future[Any]] = set()
        self._has_ended = False
        self._rows: dict[Select, DataLoader[Parent, list[Row]]] = {}
        self._counts: dict[Select, DataLoader[Parent, int]] = {}
        self._derived: dict[tuple[FirstOf, type[Row]], DataLoader[int, Any]] = {}
        self._cursors: dict[Select, DataLoader[tuple[Parent, int, int], str]] = {}

    def rows(self, select: Select, parent: Parent = None) -> Awaitable[list[Row]]:
        """Cancelled where the operation has ended: a field may not know yet that it was."""
        if self._has_ended:
            return _cancelled()
        if select not in self._rows:
            self._rows[select] = DataLoader(_rows_batch(select, self._sight))
        return self._shared(self._rows[select].load(parent))

    def count(self, select: Select, parent: Parent = None) -> Awaitable[int]:
        if self._has_ended:
            return _cancelled()
        if select not in self._counts:
            self._counts[select] = DataLoader(_count_batch(select, self._sight))
        return self._shared(self._counts[select].load(parent))

    def alone(self, read: Callable[[], Awaitable[T]]) -> Awaitable[T]:
        """What no other field asks for."""
        return _cancelled() if self._has_ended else self._shared(read())

    def derived(self, value: FirstOf, model: type[Row], key: int) -> Awaitable[Any]:
        """Of the row of this key."""
        if self._has_ended:
            return _cancelled()
        if (value, model) not in self._derived:
            self._derived[value, model] = DataLoader(_derived_batch(value, model, self._sight))
        return self._shared(self._derived[value, model].load(key))

    def cursor(self, select: Select, parent: Parent, place: int, rows: int) -> Awaitable[str]:
        """Of the row at this place of the list, counted from 1; `rows`: how many it has."""
        if self._has_ended:
            return _cancelled()
        if select not in self._cursors:
            self._cursors[select] = DataLoader(_cursor_batch(select, self._sight))
        return self._shared(self._cursors[select].load((parent, place, rows)))

    def forget(self) -> None:
        """What is read from here on is read anew."""
        self._rows.clear()
        self._counts.clear()
        self._derived.clear()
        self._cursors.clear()

    async def settled(self) -> None:
        """Returns when no statement of this operation runs any more, and none will."""
        self._has_ended = True
        while self._open:
            await asyncio.gather(*self._open, return_exceptions=True)

    def _shared(self, load: Awaitable[T]) -> Awaitable[T]:
        future = asyncio.ensure_future(load)
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        return asyncio.shield(future)


def _cancelled() -> asyncio.Future[Any]:
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    future.cancel()
    return future


def _rows_batch(
    select: Select, sight: Sight
) -> Callable[[list[Any]], Coroutine[Any, Any, list[list[Row]]]]:
    async def batch(parents: list[Any]) -> list[list[Row]]:
        if select.link is None:
            return [await rows.fetch(select, sight)]
        found = await rows.fetch_by_parent(select, sight, parents)
        return [found.get(parent, []) for parent in parents]

    return batch


def _count_batch(
    select: Select, sight: Sight
) -> Callable[[list[Any]], Coroutine[Any, Any, list[int]]]:
    async def batch(parents: list[Any]) -> list[int]:
        if select.link is None:
            return [await rows.count(select, sight)]
        found = await rows.count_by_parent(select, sight, parents)
        return [found.get(parent, 0) for parent in parents]

    return batch


def _derived_batch(
    value: FirstOf, model: type[Row], sight: Sight
) -> Callable[[list[int]], Coroutine[Any, Any, list[Any]]]:
    async def batch(keys: list[int]) -> list[Any]:
        found = await rows.derived(value, model, sight, keys)
        return [found.get(key) for key in keys]

    return batch


def _cursor_batch(
    select: Select, sight: Sight
) -> Callable[[list[tuple[Parent, int, int]]], Coroutine[Any, Any, list[str]]]:
    async def batch(asked: list[tuple[Parent, int, int]]) -> list[str]:
        wanted: dict[Parent, set[int]] = {}
        for parent, place, _ in asked:
            wanted.setdefault(parent, set()).add(place)
        totals = {parent: total for parent, _, total in asked}
        found = await rows.cursors(select, sight, wanted, totals)
        return [found[parent][place] for parent, place, _ in asked]

    return batch
