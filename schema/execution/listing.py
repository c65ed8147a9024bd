"""A connection as graphql-core walks it: nothing is read before a field asks for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from schema.connection import PageInfo
from schema.execution.loading import Loads, Parent
from service.models import Row
from service.reading import archived, pagers, paging
from service.reading.pagers import Pager
from service.reading.paging import Page, PageRequest
from service.reading.select import Condition, Select
from service.searching import Query

Follow = Callable[[Row], Awaitable[Any]]


@dataclass(frozen=True)
class EdgeRow:
    """An edge: its row, its position, what it points to, and for what was searched."""

    row: Row
    cursor: str
    node: Any
    search: Query | None


@dataclass(frozen=True)
class Entry:
    """Of an archive: `id` is the period's key, `where` holds for all that hangs on it."""

    id: int
    count: int
    where: Condition

    @property
    def starts_on(self) -> date:
        return archived.starts_on(self.id)

    @property
    def ends_on(self) -> date:
        return archived.ends_on(self.id)


@dataclass(frozen=True)
class Link:
    """A page's; the cursor is looked up where it is asked for."""

    number: int
    is_current: bool
    find: Callable[[int], Awaitable[str]]

    @property
    async def cursor(self) -> str | None:
        return None if self.number == 1 else await self.find(self.number)


@dataclass(frozen=True)
class Numbers:
    """The attributes are the fields of `pages`."""

    pager: Pager
    find: Callable[[int], Awaitable[str]]

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.pager, name)
        return value if name in {"current", "size", "total"} else self._link(value)

    def around(self, count: int) -> list[Link]:
        return [Link(n, n == self.pager.current, self.find) for n in self.pager.around(count)]

    def _link(self, number: int | None) -> Link | None:
        if number is None:
            return None
        return Link(number, number == self.pager.current, self.find)


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
            EdgeRow(row, paging.cursor(self.select, row), node, self.select.search)
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
    async def pages(self) -> Numbers:
        rows, counted = await self.total_count, pagers.rest(self.select, self.asked)
        beyond = None if counted is None else await self.loads.count(counted, self.parent)
        shown = len((await self._page()).rows) if self.asked.backward else 0
        pager = pagers.pager(self.asked, rows, beyond, shown)

        def find(number: int) -> Awaitable[str]:
            return self.loads.cursor(self.select, self.parent, pager.place(number), rows)

        return Numbers(pager, find)

    @property
    def total_count(self) -> Awaitable[int]:
        return self.loads.count(self.select, self.parent)
