"""Kinds of columns, and what every table of a kind has in common."""

from datetime import UTC, date, datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model


class KeyField(fields.CharField[str]):
    """A computed or machine key, compared byte by byte on both databases, whatever their locale."""

    def __init__(self, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(max_length, **kwargs)

    class _db_postgres:  # noqa: N801 -- Tortoise looks the dialect up by this name
        SQL_TYPE = 'TEXT COLLATE "C"'

    class _db_sqlite:  # noqa: N801
        SQL_TYPE = "TEXT"


class InstantField(fields.DatetimeField[datetime]):
    """An instant, always stored in UTC: SQLite compares it as text."""

    def to_db_value(self, value: Any, instance: Any) -> Any:
        stored = super().to_db_value(value, instance)
        return stored.astimezone(UTC) if isinstance(stored, datetime) else stored


class PartialDateField(fields.CharField[str]):
    """A date as `dates.PartialDate` prints it. Its first and last day stand beside it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(10, **kwargs)


class Row(Model):
    id = fields.BigIntField(primary_key=True)

    class Meta:
        abstract = True


class Record(Row):
    """What a client can follow: each accepted change adds one to the version."""

    version = fields.IntField(default=1)
    created_at = InstantField(auto_now_add=True)
    updated_at = InstantField()

    class Meta:
        abstract = True


class Named(Record):
    """A record with a slug and a name, and the keys that the name is matched and sorted by."""

    slug = KeyField(max_length=200, unique=True)
    name = fields.TextField()
    name_tone = KeyField()
    name_sort = KeyField()

    class Meta:
        abstract = True


class Searched(Row):
    """What is found by words: all of them as one canonical text, and the lexemes for the index."""

    search_key = fields.TextField()
    search_words = fields.TextField()

    class Meta:
        abstract = True


class SearchedByName(Searched):
    """Of which the name weighs more than the rest."""

    name_search = KeyField()

    class Meta:
        abstract = True


class Period(Row):
    """From a first to a last day, both included and each perhaps known in part or not at all."""

    starts_on = PartialDateField(null=True)
    starts_first = fields.DateField(null=True)
    starts_last = fields.DateField(null=True)
    starts_key = fields.DateField(default=date.min)
    """`starts_first`, or the first of all days where that is unknown."""
    ends_on = PartialDateField(null=True)
    ends_first = fields.DateField(null=True)
    ends_last = fields.DateField(null=True)

    class Meta:
        abstract = True
