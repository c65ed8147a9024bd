"""A connection as graphql-core walks it: nothing is read before a field asks for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from schema.connection import PageInfo
from schema.execution.loading import Loads, Parent
from service.models import Row
from service.reading import paging
from service.reading.paging import Page, PageRequest
from service.reading.select import Select

Follow = Callable[[Row], Awaitable[Any]]


@dataclass(frozen=True)
class EdgeRow:
    """An edge: its row, its position, and what it points to."""

    row: Row
    cursor: str
    node: Any


@dataclass(frozen=True)
class Listing:
    """The attributes are the fields of every connection.

    `select` is the whole list, `page` what was asked of it; `follow` leads from a row to its node.
    """

    select: Select
    asked: PageRequest
    page: Select
    parent: Parent
    loads: Loads
    follow: Follow | None

    async def _page(self) -> Page[Row]:
        return paging.page_of(await self.loads.rows(self.page, self.parent), self.asked)

    async def _nodes(self, page: Page[Row]) -> list[Any]:
        if self.follow is None:
            return list(page.rows)
        return await asyncio.gather(*(self.follow(row) for row in page.rows))

    @property
    async def nodes(self) -> list[Any]:
        return await self._nodes(await self._page())

    @property
    async def edges(self) -> list[EdgeRow]:
        page = await self._page()
        nodes = await self._nodes(page)
        return [
            EdgeRow(row, paging.cursor(self.select, row), node)
            for row, node in zip(page.rows, nodes, strict=True)
        ]

    @property
    async def page_info(self) -> PageInfo:
        page = await self._page()
        cursors = [paging.cursor(self.select, row) for row in (*page.rows[:1], *page.rows[-1:])]
        return PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        )

    @property
    def total_count(self) -> Awaitable[int]:
        return self.loads.count(self.select, self.parent)
