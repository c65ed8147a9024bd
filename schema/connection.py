"""The Relay connection, written once for every noun."""

from typing import Generic, TypeVar

import strawberry

from schema.fields import argument
from service.reading.paging import DEFAULT_SIZE, MAX_SIZE

T = TypeVar("T")

PAGING = (
    argument(
        "first",
        int | None,
        f"The first so many rows: 1 to {MAX_SIZE}; {DEFAULT_SIZE} without `first` and `last`.",
    ),
    argument("after", str | None, "Only rows after this cursor."),
    argument("last", int | None, f"The last so many rows: 1 to {MAX_SIZE}. Excludes `first`."),
    argument("before", str | None, "Only rows before this cursor."),
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


@strawberry.type(description="A row of a list, and its place there.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(
        description="The row's position: send it back as `after` or `before`, in the same order."
    )
    node: T = strawberry.field(description="The row.")


@strawberry.type(description="A list, page by page.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The rows with their cursors.")
    nodes: list[T] = strawberry.field(description="The rows.")
    page_info: PageInfo = strawberry.field(description="Where this page lies in the list.")
    total_count: int = strawberry.field(
        description="How many rows the whole list has. Counted only when selected."
    )
