"""Keyset pages, written once for every list: a cursor is a position in an order, no offset."""

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

import orjson
from tortoise.fields import BigIntField, BooleanField, DateField, DatetimeField, IntField
from tortoise.fields.base import Field

from service.errors import BadUserInput, CursorInvalid
from service.models import Row
from service.reading.select import MOST_RELEVANT, Select

DEFAULT_SIZE = 20
MAX_SIZE = 100
_MAX_ID = 2**63 - 1
_MAX_INT = 2**31 - 1

R = TypeVar("R", bound=Row)
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """`size` rows after or before a cursor; backward: the last ones rather than the first.

    `number`: the page of that number, counted from 1, rather than by a cursor.
    """

    size: int
    after: str | None
    before: str | None
    backward: bool
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    rows: Sequence[R]
    has_next: bool
    has_previous: bool


def request(
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    page: int | None = None,
) -> PageRequest:
    """Raises BadUserInput where `first` or `last` is not from 1 to 100, or where both are given.

    Also for a `page` below 1, and for one beside a cursor or `last`.
    """
    if page is not None:
        _check_alone(page, after=after, last=last, before=before)
    if first is not None and last is not None:
        raise BadUserInput("Give `first` or `last`, not both.", ("last",))
    name, size = ("first", first) if last is None else ("last", last)
    size = DEFAULT_SIZE if size is None else size
    if not 1 <= size <= MAX_SIZE:
        raise BadUserInput(f"`{name}` is a number from 1 to {MAX_SIZE}, not {size}.", (name,))
    return PageRequest(size, after, before, last is not None, page)


def _check_alone(page: int, **others: int | str | None) -> None:
    for name, value in others.items():
        if value is not None:
            raise BadUserInput(f"Give `page` or `{name}`, not both.", ("page",))
    if page < 1:
        raise BadUserInput(f"`page` is a number from 1, not {page}.", ("page",))


def positioned(select: Select, page: PageRequest) -> Select:
    """The read behind a page: one row more than asked tells whether another page follows."""
    after = None if page.after is None else position(select, page.after)
    before = None if page.before is None else position(select, page.before)
    if page.backward:
        order, after, before = select.order.reversed(), before, after
    else:
        order = select.order
    start = 0 if page.number is None else (page.number - 1) * page.size
    return replace(
        select, order=order, limit=page.size + 1, after=after, before=before, offset=start
    )


def page_of(rows: Sequence[R], asked: PageRequest) -> Page[R]:
    """What `positioned` found, as the page that was asked for, in the list's own order."""
    more, kept = len(rows) > asked.size, rows[: asked.size]
    if asked.backward:
        return Page(kept[::-1], has_next=asked.before is not None, has_previous=more)
    is_later = asked.after is not None or (asked.number or 1) > 1
    return Page(kept, has_next=more, has_previous=is_later)


def cursor(select: Select, row: Row) -> str:
    """The row's position in the order of `select`: opaque and URL-safe."""
    return opaque(select, [getattr(row, column) for column in select.order.columns])


def opaque(select: Select, keys: list[Any]) -> str:
    """The keys as a cursor of the order of `select`."""
    return writer(select)(keys)


def writer(select: Select) -> Callable[[list[Any]], str]:
    """Makes cursors of the order of `select` from their keys."""
    mark = _mark(select)

    def write(keys: list[Any]) -> str:
        # PostgreSQL's driver gives the first instant of all without its offset.
        text = orjson.dumps([mark, *keys], option=orjson.OPT_NAIVE_UTC)
        return urlsafe_b64encode(text).rstrip(b"=").decode()

    return write


def position(select: Select, text: str) -> tuple[Any, ...]:
    """Raises CursorInvalid for what `cursor` did not make, or made for another order."""
    try:
        mark, *keys = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, binascii.Error) as error:
        raise CursorInvalid("This is not a cursor of this list.") from error
    if mark != _mark(select):
        message = "This cursor was made for another list, another order or other conditions."
        raise CursorInvalid(message)
    return _keys(select, keys)


def _mark(select: Select) -> str:
    named = f"{select.model.__name__}.{select.order.name}"
    if select.shape:
        named += f".{select.shape}"
    return f"{zlib.crc32(named.encode()):08x}"


def _keys(select: Select, keys: list[Any]) -> tuple[Any, ...]:
    fields = select.model._meta.fields_map
    try:
        pairs = zip(select.order.columns, keys, strict=True)
        return tuple(_key(fields.get(column), key) for column, key in pairs)
    except (ValueError, TypeError, OverflowError) as error:
        raise CursorInvalid("This cursor is damaged.") from error


def _key(field: Field[Any] | None, key: Any) -> Any:
    if field is None:
        return _checked(key, type(key) is int and 0 <= key <= MOST_RELEVANT)
    if isinstance(field, DatetimeField):
        return _instant(key)
    if isinstance(field, DateField):
        return date.fromisoformat(key)
    if isinstance(field, BooleanField):
        return _checked(key, isinstance(key, bool))
    if isinstance(field, IntField):
        highest = _MAX_ID if isinstance(field, BigIntField) else _MAX_INT
        return _checked(key, type(key) is int and 0 <= key <= highest)
    return _checked(key, isinstance(key, str) and "\0" not in key)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return _checked(instant.astimezone(UTC), instant.tzinfo is not None)


def _checked(key: K, valid: bool) -> K:
    if not valid:
        raise ValueError(key)
    return key
