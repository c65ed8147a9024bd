"""Page numbers: where a page stands among the pages of its list, and how others are reached."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.oracle.refusing import bad_input


@dataclass(frozen=True)
class PageLink:
    number: int
    cursor: str | None
    is_current: bool


@dataclass(frozen=True)
class Pages:
    """`cursor`: of the row at a place of the whole list, counted from 0."""

    current: int
    size: int
    rows: int
    cursor: Callable[[int], str]

    @property
    def total(self) -> int:
        return len(range(0, self.rows, self.size))

    @property
    def first(self) -> PageLink | None:
        return self._link(1)

    @property
    def previous(self) -> PageLink | None:
        return self._link(self.current - 1)

    @property
    def next(self) -> PageLink | None:
        return self._link(self.current + 1)

    @property
    def last(self) -> PageLink | None:
        return self._link(self.total)

    def around(self, count: int) -> list[PageLink]:
        """The current page as near to the middle as the first and the last page allow."""
        if count not in range(1, 26):
            raise bad_input("From 1 to 25.")
        start = max(1, min(self.current - count // 2, self.total - count + 1))
        links = map(self._link, range(start, start + count))
        return [link for link in links if link is not None]

    def _link(self, number: int) -> PageLink | None:
        if number not in range(1, self.total + 1):
            return None
        before = (number - 1) * self.size - 1
        cursor = self.cursor(before) if before >= 0 else None
        return PageLink(number, cursor, number == self.current)
