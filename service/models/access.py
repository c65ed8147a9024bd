"""Who may do what, and what they have already done."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index

from service.models.columns import InstantField, KeyField, Row


class Token(Row):
    """A caller's key, kept only as a hash."""

    name = KeyField(max_length=200, unique=True)
    secret_hash = KeyField(max_length=64, unique=True)
    scopes: list[str] = fields.JSONField(default=list)
    created_at = InstantField()
    last_used_at = InstantField(null=True)
    revoked_at = InstantField(null=True)

    class Meta:
        table = "token"


class IdempotencyKey(Row):
    token: fields.ForeignKeyRelation["Token"] = fields.ForeignKeyField(
        "tinbai.Token", related_name="idempotency_keys"
    )
    key = KeyField(max_length=200)
    input_hash = KeyField(max_length=64)
    answer: dict[str, Any] = fields.JSONField()
    created_at = InstantField()

    class Meta:
        table = "idempotency_key"
        unique_together = (("token", "key"),)
        indexes = [Index(fields=("created_at",))]
