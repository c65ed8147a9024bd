"""Stored values: as Python means them, and as JSON shows them, by column and database."""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum, auto
from typing import Any

import orjson
from tortoise.fields import BooleanField, DateField, DatetimeField, IntField, JSONField
from tortoise.fields.base import Field
from tortoise.fields.data import CharEnumFieldInstance

from service.models import Row
from service.reading.select import FirstOf

Turn = Callable[[Any], Any]


class Kind(Enum):
    """What a column holds."""

    TEXT = auto()
    WORD = auto()
    """Of an enum, stored as its value."""
    INTEGER = auto()
    FLAG = auto()
    INSTANT = auto()
    DAY = auto()
    JSON = auto()


class Strange(Exception):
    """A stored value is not of the form in which the service stores it."""


def kind(model: type[Row], column: str | FirstOf) -> Kind:
    field = _field(model, column)
    if isinstance(field, CharEnumFieldInstance):
        return Kind.WORD
    if isinstance(field, BooleanField):
        return Kind.FLAG
    if isinstance(field, DatetimeField):
        return Kind.INSTANT
    if isinstance(field, DateField):
        return Kind.DAY
    if isinstance(field, JSONField):
        return Kind.JSON
    return Kind.INTEGER if isinstance(field, IntField) else Kind.TEXT


def is_nullable(model: type[Row], column: str | FirstOf) -> bool:
    if isinstance(column, FirstOf):
        return column.otherwise is None or is_nullable(model, column.otherwise)
    return bool(_field(model, column).null)


def meant(model: type[Row], column: str | FirstOf, dialect: str) -> Turn | None:
    """From what is stored, never null, to what Python means by it; None where it is the same."""
    match kind(model, column):
        case Kind.WORD:
            words: Turn = _field(model, column).enum_type  # type: ignore[attr-defined]
            return words
        case Kind.JSON:
            return orjson.loads
        case Kind.FLAG if dialect == "sqlite":
            return bool
        case Kind.INSTANT if dialect == "sqlite":
            return datetime.fromisoformat
        case Kind.DAY if dialect == "sqlite":
            return date.fromisoformat
    return None


def shown(model: type[Row], column: str | FirstOf, dialect: str) -> Turn | None:
    """From what is stored, never null, to what JSON shows; None where it is written as it is.

    Instants in UTC with `Z` (RFC 3339), days as in ISO 8601, words by their text.
    """
    match kind(model, column):
        case Kind.JSON:
            return orjson.loads
        case Kind.FLAG if dialect == "sqlite":
            return bool
        case Kind.INSTANT if dialect == "sqlite":
            return _instant
    return None


def encoded(answer: Any) -> bytes:
    """JSON in UTF-8. Instants must be aware: they are written in UTC with `Z`."""
    return orjson.dumps(answer, option=orjson.OPT_UTC_Z)


def _instant(stored: str) -> str:
    if stored[-6:] != "+00:00" or stored[10:11] != " ":
        raise Strange(stored)
    return f"{stored[:10]}T{stored[11:-6]}Z"


def _field(model: type[Row], column: str | FirstOf) -> Field[Any]:
    if isinstance(column, FirstOf):
        return _field(column.model, column.column)
    return model._meta.fields_map[column]
