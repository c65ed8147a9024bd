"""The one log of public changes, its counter, and what merges leave behind."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from service.models.columns import InstantField, KeyField, Row


class EventLog(Row):
    """The one counter row: it orders every public change. The random id is renewed by a restore."""

    id = fields.BigIntField(primary_key=True, generated=False)
    log_id = KeyField(max_length=32)
    position = fields.BigIntField()

    class Meta:
        table = "event_log"
        constraints = [CheckConstraint(check="id = 1", name="event_log_is_one_row")]


class Event(Model):
    """One public change. `links_*`: what an article hung on before and hangs on after it."""

    position = fields.BigIntField(primary_key=True, generated=False)
    kind = fields.CharField(30)
    record_kind = fields.CharField(30)
    record_id = fields.BigIntField()
    changed: list[str] = fields.JSONField(default=list)
    links_before: dict[str, Any] | None = fields.JSONField(null=True)
    links_after: dict[str, Any] | None = fields.JSONField(null=True)
    is_backfill = fields.BooleanField(default=False)
    is_correction = fields.BooleanField(default=False)
    note = fields.TextField(null=True)
    occurred_at = InstantField()

    class Meta:
        table = "event"
        indexes = [
            Index(fields=("record_kind", "record_id", "position")),
            Index(fields=("occurred_at",)),
        ]


class Merge(Row):
    """The duplicate's id and slug find the survivor."""

    record_kind = fields.CharField(30)
    duplicate_id = fields.BigIntField()
    duplicate_slug = KeyField(max_length=200, null=True)
    survivor_id = fields.BigIntField()
    merged_at = InstantField()

    class Meta:
        table = "merge"
        unique_together = (("record_kind", "duplicate_id"),)
        indexes = [
            Index(fields=("record_kind", "duplicate_slug")),
            Index(fields=("record_kind", "survivor_id")),
        ]
