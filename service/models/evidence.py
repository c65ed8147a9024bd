"""What was read from a page, by which rule, and the page itself."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index, PartialIndex

from service.models.columns import InstantField, KeyField, Row
from service.vocabulary import Certainty

if TYPE_CHECKING:
    from service.models.articles import Article
    from service.models.organizations import Organization
    from service.models.people import Person


class Mention(Row):
    """What a text says of a person or a body; without an agent, nobody knows yet of whom."""

    article_id: int
    person_id: int | None
    agent_organization_id: int | None
    organization_id: int | None

    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="mentions"
    )
    position = fields.IntField()
    person: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "tinbai.Person", related_name="mentions", null=True, on_delete=fields.OnDelete.SET_NULL
    )
    agent_organization: fields.ForeignKeyNullableRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization",
        related_name="mentions",
        null=True,
        on_delete=fields.OnDelete.SET_NULL,
    )
    credited_name = fields.TextField()
    credited_position = fields.TextField(null=True)
    organization: fields.ForeignKeyNullableRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization",
        related_name="position_mentions",
        null=True,
        on_delete=fields.OnDelete.SET_NULL,
    )
    quote = fields.TextField()
    rule = fields.TextField()
    certainty = fields.CharEnumField(Certainty, max_length=20)

    class Meta:
        table = "mention"
        indexes = [
            Index(fields=("article_id", "position", "id")),
            Index(fields=("person_id", "article_id")),
            Index(fields=("agent_organization_id", "article_id")),
            Index(fields=("organization_id", "article_id")),
            # Of what waits for a reviewer alone: SQLite would rather read all that is certain by it
            # than what an article mentions.
            PartialIndex(fields=("id",), condition={"certainty": "NEEDS_REVIEW"}),
        ]


class Finding(Row):
    """Any other value that was read from a page: which words gave it, by which rule."""

    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="findings"
    )
    position = fields.IntField()
    field = fields.TextField()
    value = fields.TextField()
    quote = fields.TextField()
    rule = fields.TextField()
    certainty = fields.CharEnumField(Certainty, max_length=20)

    class Meta:
        table = "finding"
        indexes = [Index(fields=("article_id", "position", "id"))]


class Page(Row):
    """A page that an article was read from, kept byte for byte as it came; the last is newest."""

    article_id: int

    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="pages"
    )
    file_name = fields.TextField()
    content_hash = KeyField(max_length=64, unique=True)
    original = fields.BinaryField()
    imported_at = InstantField()

    class Meta:
        table = "page"
        indexes = [Index(fields=("article_id", "id"))]
