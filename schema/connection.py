"""The Relay connection, written once for every noun, with page numbers beside the cursors."""

from typing import Annotated, Any, Generic, TypeVar

import strawberry

from schema.fields import argument, field
from service import highlights, models
from service.reading.declarations import Function, Highlights
from service.reading.pagers import MOST_AROUND
from service.reading.paging import DEFAULT_SIZE, MAX_SIZE

T = TypeVar("T")

CURSORS = (
    argument(
        "first",
        int | None,
        f"The first so many rows: 1 to {MAX_SIZE}; {DEFAULT_SIZE} without `first` and `last`.",
    ),
    argument("after", str | None, "Only rows after this cursor."),
    argument("last", int | None, f"The last so many rows: 1 to {MAX_SIZE}. Excludes `first`."),
    argument("before", str | None, "Only rows before this cursor."),
)
PAGING = (
    *CURSORS,
    argument(
        "page",
        int | None,
        "The page of this number, counted from 1, each of `first` rows. Beyond the end it has no "
        "rows. Excludes `after`, `before` and `last`.",
    ),
)


@strawberry.type(description="Where a page lies in its list (Relay).")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether rows follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether rows come before this page.")
    start_cursor: str | None = strawberry.field(
        description="The cursor of the page's first row; null where the page is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the page's last row; null where the page is empty."
    )


@strawberry.type(description="A page of a list, for a pager.")
class PageLink:
    number: int = strawberry.field(description="Its number, from 1: pass it as `page`.")
    cursor: str | None = strawberry.field(
        description="Pass it as `after`; null: it is the first page."
    )
    is_current: bool = strawberry.field(description="Whether it is the page that is shown.")


def _around(
    self: Any,
    count: Annotated[
        int, strawberry.argument(description=f"How many, at most: 1 to {MOST_AROUND}.")
    ] = 5,
) -> list[PageLink]:
    links: list[PageLink] = self.around(count)
    return links


@strawberry.type(description="Page numbers beside the cursors: 'page 1 of 44'.")
class Pages:
    current: int = strawberry.field(
        description="The page of the first row that is shown, from 1; the one that was asked for "
        "by its number."
    )
    size: int = strawberry.field(description="Rows a page: `first` or `last`.")
    total: int = strawberry.field(description="How many pages there are; 0 of an empty list.")
    first: PageLink | None = strawberry.field(description="The first page; null where none is.")
    previous: PageLink | None = strawberry.field(
        description="The page before the current one, if any."
    )
    next: PageLink | None = strawberry.field(description="The page after the current one, if any.")
    last: PageLink | None = strawberry.field(description="The last page; null where none is.")

    around: list[PageLink] = strawberry.field(
        resolver=_around, description="Links for a pager: the pages around the current one."
    )


def _cursor() -> Any:
    return strawberry.field(
        description="The row's position: send it back as `after` or `before`, with the same order "
        "and the same kinds of conditions."
    )


def _edges() -> Any:
    return strawberry.field(description="The rows with their cursors.")


def _nodes() -> Any:
    return strawberry.field(description="The rows.")


def page_info() -> Any:
    return strawberry.field(description="Where this page lies in the list.")


def pages() -> Any:
    return strawberry.field(
        description="Where this page lies, by numbers. Counted only when selected."
    )


def _total_count() -> Any:
    return strawberry.field(
        description="How many rows the whole list has. Counted only when selected."
    )


@strawberry.type(description="A row of a list, and its place there.")
class Edge(Generic[T]):
    cursor: str = _cursor()
    node: T = strawberry.field(description="The row.")


@strawberry.type(description="A list, page by page.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = _edges()
    nodes: list[T] = _nodes()
    page_info: PageInfo = page_info()
    pages: Pages = pages()
    total_count: int = _total_count()


_HIGHLIGHTS = Highlights(
    {
        models.Article: Function(
            ("title", "lede", "body", "body_format", "search_beside"), highlights.of_article
        ),
        models.Person: Function(("name", "other_names"), highlights.of_person),
        models.Organization: Function(
            ("name", "search_beside", "other_names", "classification", "area"), highlights.of_body
        ),
        models.Meeting: Function(
            ("name", "topic", "classification", "location"), highlights.of_meeting
        ),
    }
)


@strawberry.type(name="Edge", description="A row of a list, its place there, and why it is there.")
class FoundEdge(Generic[T]):
    cursor: str = _cursor()
    node: T = strawberry.field(description="The row.")
    highlights: list[str] = field(
        _HIGHLIGHTS,
        "Where `search` matched, in the page's own words: at most three fragments, HTML-escaped "
        "but for <mark>. Empty without a search.",
    )


@strawberry.type(name="Connection", description="A list of what can be searched, page by page.")
class FoundConnection(Generic[T]):
    edges: list[FoundEdge[T]] = _edges()
    nodes: list[T] = _nodes()
    page_info: PageInfo = page_info()
    pages: Pages = pages()
    total_count: int = _total_count()
