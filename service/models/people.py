"""Who the archive knows."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index

from service.models.columns import Named, SearchedByName

if TYPE_CHECKING:
    from service.models.articles import Photo


class Person(Named, SearchedByName):
    portrait_id: int | None

    honorific_prefix = fields.TextField(null=True)
    other_names: list[str] = fields.JSONField(default=list)
    biography = fields.TextField(null=True)
    portrait: fields.ForeignKeyNullableRelation["Photo"] = fields.ForeignKeyField(
        "tinbai.Photo", related_name=False, null=True, on_delete=fields.OnDelete.SET_NULL
    )

    class Meta:
        table = "person"
        indexes = [
            Index(fields=("name_sort", "id")),
            Index(fields=("name_tone",)),
            Index(fields=("updated_at", "id")),
        ]
