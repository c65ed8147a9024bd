"""Orders, cursors and pages of lists, by sorting and slicing."""

import json
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tests.oracle import partial, searches
from tests.oracle.numbers import Pages
from tests.oracle.refusing import bad_input, cursor_invalid
from tests.oracle.scalars import unpadded
from tests.oracle.searches import Search
from tests.oracle.world import Article, Meeting, Row

Key = tuple[Any, ...]
_NO_INSTANT = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Order:
    """`kinds`: of the keys, as they stand in a cursor; the id comes after them.

    `shape`: of the list's conditions, to which its cursors are bound.
    """

    model: str
    name: str
    kinds: tuple[str, ...]
    keys: Callable[[Any], Key]
    descending: bool = False
    shape: str = ""

    def key(self, row: Row) -> Key:
        return (*self.keys(row), row.id)

    @property
    def mark(self) -> str:
        named = f"{self.model}.{self.name}"
        shaped = f"{named}.{self.shape}" if self.shape else named
        return f"{zlib.crc32(shaped.encode()):08x}"

    def sorted(self, rows: Sequence[Any]) -> list[Any]:
        return sorted(rows, key=self.key, reverse=self.descending)

    def cursor(self, row: Row, changed: Callable[[list[Any]], list[Any]] = list) -> str:
        return cursor([self.mark, *changed([_printed(key) for key in self.key(row)])])


@dataclass(frozen=True)
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True)
class Edge:
    """`search`: by which the row was found."""

    cursor: str
    row: Any
    node: Any
    search: Search | None


@dataclass(frozen=True)
class Connection:
    edges: list[Edge]
    page_info: PageInfo
    pages: Pages
    total_count: int

    @property
    def nodes(self) -> list[Any]:
        return [edge.node for edge in self.edges]


def cursor(content: Any) -> str:
    """Of any content, sound or not."""
    return unpadded(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def structure(where: Any) -> str:
    """Which keys are asked, without their values."""
    if isinstance(where, Mapping) and where:
        return "{" + ",".join(key + structure(where[key]) for key in sorted(where)) + "}"
    if isinstance(where, list) and any(isinstance(each, Mapping) for each in where):
        return "[" + ",".join(map(structure, where)) + "]"
    return ""


def listed(
    rows: Sequence[Any],
    order: Order,
    asked: Mapping[str, Any],
    node: Callable[[Any], Any] = lambda row: row,
    search: Search | None = None,
) -> Connection:
    """The page of the rows that the arguments ask for; null is absent."""
    number = _number(asked)
    size, backward = _size(asked.get("first"), asked.get("last"))
    after, before = (_position(order, asked.get(name)) for name in ("after", "before"))
    ordered = order.sorted(rows)
    between = [row for row in ordered if _is_between(order, row, after, before)]
    start = (number - 1) * size if number is not None else 0
    page = between[-size:] if backward else between[start : start + size]
    more = len(between) > start + size
    edges = [Edge(order.cursor(row), row, node(row), search) for row in page]
    info = PageInfo(
        has_next_page=before is not None if backward else more,
        has_previous_page=more if backward else after is not None or start > 0,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    if number is None:
        number = _index(order, ordered, after, before, len(page) if backward else None) // size + 1
    numbers = Pages(number, size, len(rows), lambda place: order.cursor(ordered[place]))
    return Connection(edges, info, numbers, len(rows))


def _number(asked: Mapping[str, Any]) -> int | None:
    number: int | None = asked.get("page")
    others = [name for name in ("after", "before", "last") if asked.get(name) is not None]
    if number is not None and (others or number < 1):
        raise bad_input("A page alone, from 1.")
    return number


def _size(first: int | None, last: int | None) -> tuple[int, bool]:
    if first is not None and last is not None:
        raise bad_input("Not both.")
    size = next((given for given in (first, last) if given is not None), 20)
    if size not in range(1, 101):
        raise bad_input("From 1 to 100.")
    return size, last is not None


def _index(
    order: Order,
    ordered: Sequence[Any],
    after: Key | None,
    before: Key | None,
    backward: int | None,
) -> int:
    """How many rows of the whole list stand before the page. `backward`: it has so many rows."""
    if backward is None:
        behind = [row for row in ordered if _is_between(order, row, after, None)]
        return len(ordered) - len(behind)
    return len([row for row in ordered if _is_between(order, row, None, before)]) - backward


def _is_between(order: Order, row: Row, after: Key | None, before: Key | None) -> bool:
    key = order.key(row)
    if order.descending:
        after, before = before, after
    return (after is None or key > after) and (before is None or key < before)


def _printed(key: Any) -> Any:
    return key.isoformat() if isinstance(key, date) else key


def _position(order: Order, text: str | None) -> Key | None:
    if text is None:
        return None
    try:
        mark, *keys = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        kinds = (*order.kinds, "id")
        if mark != order.mark or len(keys) != len(kinds):
            raise ValueError(text)
        return tuple(_READ[kind](key) for kind, key in zip(kinds, keys, strict=True))
    except (ValueError, TypeError) as error:
        raise cursor_invalid() from error


def _instant(key: Any) -> datetime:
    instant = datetime.fromisoformat(key)
    if instant.tzinfo is None:
        raise ValueError(key)
    return instant


def _text(key: Any) -> str:
    if not isinstance(key, str) or "\0" in key:
        raise ValueError(key)
    return key


def _flag(key: Any) -> bool:
    if key not in (True, False) or not isinstance(key, bool):
        raise ValueError(key)
    return key


def _whole(most: int) -> Callable[[Any], int]:
    def number(key: Any) -> int:
        if type(key) is not int or not 0 <= key <= most:
            raise ValueError(key)
        return key

    return number


_READ: dict[str, Callable[[Any], Any]] = {
    "instant": _instant,
    "day": date.fromisoformat,
    "text": _text,
    "flag": _flag,
    "int": _whole(2**31 - 1),
    "level": _whole(3),
    "id": _whole(2**63 - 1),
}


def _published(article: Article) -> datetime:
    return article.published_at or _NO_INSTANT


def _starts(meeting: Meeting) -> date:
    return partial.first_day(meeting.starts_on) or date.min


def _updated(row: Any) -> Key:
    return (row.updated_at,)


def _name(row: Any) -> Key:
    return (row.name_sort,)


def _title(row: Any) -> Key:
    return (row.title_sort,)


def _by_model(*orders: Order) -> dict[str, dict[str, Order]]:
    return {order.model: {o.name: o for o in orders if o.model == order.model} for order in orders}


ORDERS = _by_model(
    Order(
        "Article", "PUBLISHED_AT_DESC", ("instant",), lambda a: (_published(a),), descending=True
    ),
    Order(
        "Article",
        "PUBLISHED_AT_ASC",
        ("flag", "instant"),
        lambda a: (a.published_at is None, _published(a)),
    ),
    Order("Article", "UPDATED_AT_DESC", ("instant",), _updated, descending=True),
    Order("Article", "UPDATED_AT_ASC", ("instant",), _updated),
    Order("Article", "TITLE_ASC", ("text",), _title),
    Order("Article", "TITLE_DESC", ("text",), _title, descending=True),
    *(
        order
        for model in ("Person", "Organization")
        for order in (
            Order(model, "NAME_ASC", ("text",), _name),
            Order(model, "NAME_DESC", ("text",), _name, descending=True),
            Order(model, "UPDATED_AT_DESC", ("instant",), _updated, descending=True),
        )
    ),
    Order("Meeting", "STARTS_ON_DESC", ("day",), lambda m: (_starts(m),), descending=True),
    Order(
        "Meeting",
        "STARTS_ON_ASC",
        ("flag", "day"),
        lambda m: (partial.first_day(m.starts_on) is None, _starts(m)),
    ),
    Order("Meeting", "UPDATED_AT_DESC", ("instant",), _updated, descending=True),
    Order("Topic", "NAME_ASC", ("text",), _name),
    Order("Mention", "ID", (), lambda _: ()),
    Order("Revision", "LATEST_FIRST", ("int",), lambda r: (r.version,), descending=True),
    Order("Participant", "AS_LISTED", ("int",), lambda p: (p.position,)),
)
"""By model, then by name; the first of each model is its default where nothing is searched."""


def by_relevance(model: str, search: Search) -> Order:
    """The best first, then as the model's default."""

    def keys(row: Any) -> Key:
        level = searches.level(search, searches.title(row))
        return (level if usual.descending else 3 - level, *usual.keys(row))

    usual = next(iter(ORDERS[model].values()))
    return Order(model, "RELEVANCE", ("level", *usual.kinds), keys, usual.descending)
