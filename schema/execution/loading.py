"""Batches: all that an operation asks of one read becomes one statement."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from strawberry.dataloader import DataLoader
from tortoise.models import Model

from service.reading import rows
from service.reading.select import Select

Parent = int | None


class Loads:
    """The batches of one execution of one operation; nothing in it outlives that.

    For a read without a link the parent is None. Loads are shared between fields, so a field that
    is cancelled (graphql-core cancels the siblings of a null that bubbles) must not cancel them.
    """

    def __init__(self) -> None:
        self._rows: dict[Select, DataLoader[Parent, list[Model]]] = {}
        self._counts: dict[Select, DataLoader[Parent, int]] = {}

    def rows(self, select: Select, parent: Parent = None) -> Awaitable[list[Model]]:
        if select not in self._rows:
            self._rows[select] = DataLoader(_rows_batch(select))
        return asyncio.shield(self._rows[select].load(parent))

    def count(self, select: Select, parent: Parent = None) -> Awaitable[int]:
        if select not in self._counts:
            self._counts[select] = DataLoader(_count_batch(select))
        return asyncio.shield(self._counts[select].load(parent))


def _rows_batch(select: Select) -> Callable[[list[Any]], Coroutine[Any, Any, list[list[Model]]]]:
    async def batch(parents: list[Any]) -> list[list[Model]]:
        if select.link is None:
            return [await rows.fetch(select)]
        found = await rows.fetch_by_parent(select, parents)
        return [found.get(parent, []) for parent in parents]

    return batch


def _count_batch(select: Select) -> Callable[[list[Any]], Coroutine[Any, Any, list[int]]]:
    async def batch(parents: list[Any]) -> list[int]:
        if select.link is None:
            return [await rows.count(select)]
        found = await rows.count_by_parent(select, parents)
        return [found.get(parent, 0) for parent in parents]

    return batch
