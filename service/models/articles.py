"""Articles, with all that is printed with them, and their past."""

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index

from service.models.columns import InstantField, KeyField, Named, Record, Row, Searched
from service.vocabulary import BodyFormat, PublicationStatus

if TYPE_CHECKING:
    from service.models.organizations import Organization
    from service.models.people import Person
    from service.models.posts import Membership


class Topic(Named):
    class Meta:
        table = "topic"
        indexes = [Index(fields=("name_sort", "id"))]


class Article(Record, Searched):
    slug = KeyField(max_length=200, unique=True)
    url = KeyField(unique=True, null=True)
    title = fields.TextField()
    title_tone = KeyField()
    title_search = KeyField()
    title_sort = KeyField()
    body_format = fields.CharEnumField(BodyFormat, max_length=20)
    word_count = fields.IntField()
    language = fields.CharField(35, default="vi")
    source = fields.TextField(null=True)
    organization: fields.ForeignKeyNullableRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization",
        related_name="articles",
        null=True,
        on_delete=fields.OnDelete.SET_NULL,
    )
    status = fields.CharEnumField(PublicationStatus, max_length=20)
    published_at = InstantField(null=True)
    published_on = fields.DateField(null=True)
    published_missing = fields.BooleanField()
    published_key = InstantField()
    scheduled_for = InstantField(null=True)
    removed_at = InstantField(null=True)
    removal_note = fields.TextField(null=True)
    removal_reason = fields.TextField(null=True)
    # Last: SQLite reads a long text to its end to come to what is behind it.
    lede = fields.TextField(null=True)
    body = fields.TextField()
    search_beside: list[str] = fields.JSONField(default=list)
    """Captions and signatures as printed, which it is found by too."""
    search_key = fields.TextField()
    search_words = fields.TextField()

    class Meta:
        table = "article"
        indexes = [
            Index(fields=("status", "published_key", "id")),
            Index(fields=("status", "published_missing", "published_key", "id")),
            Index(fields=("status", "published_on")),
            Index(fields=("status", "updated_at", "id")),
            Index(fields=("status", "title_sort", "id")),
            Index(fields=("status", "language", "published_key", "id")),
            Index(fields=("status", "scheduled_for", "id")),
            Index(fields=("organization_id", "status", "published_key", "id")),
            Index(fields=("title_tone",)),
        ]


class ArticleFormerSlug(Row):
    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="former_slugs"
    )
    slug = KeyField(max_length=200, unique=True)

    class Meta:
        table = "article_former_slug"
        indexes = [Index(fields=("article_id", "id"))]


class ArticleTopic(Row):
    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="topic_links"
    )
    topic: fields.ForeignKeyRelation["Topic"] = fields.ForeignKeyField(
        "tinbai.Topic", related_name="article_links"
    )

    class Meta:
        table = "article_topic"
        unique_together = (("article", "topic"),)
        indexes = [Index(fields=("topic_id", "article_id"))]


class Byline(Row):
    """Who signs, as printed."""

    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="byline"
    )
    position = fields.IntField()
    credited_name = fields.TextField()
    credited_position = fields.TextField(null=True)
    person: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "tinbai.Person", related_name="signed", null=True, on_delete=fields.OnDelete.SET_NULL
    )
    membership: fields.ForeignKeyNullableRelation["Membership"] = fields.ForeignKeyField(
        "tinbai.Membership", related_name="signed", null=True, on_delete=fields.OnDelete.SET_NULL
    )

    class Meta:
        table = "byline"
        indexes = [
            Index(fields=("article_id", "position", "id")),
            Index(fields=("person_id", "article_id")),
            Index(fields=("membership_id", "article_id")),
        ]


class Photo(Row):
    """A reference to a picture. Without an article it is somebody's portrait."""

    article: fields.ForeignKeyNullableRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="photos", null=True
    )
    position = fields.IntField(default=0)
    url = fields.TextField(null=True)
    caption = fields.TextField(null=True)
    alt_text = fields.TextField(null=True)
    credit = fields.TextField(null=True)
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)

    class Meta:
        table = "photo"
        indexes = [Index(fields=("article_id", "position", "id"))]


class Correction(Row):
    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="corrections"
    )
    at = InstantField()
    note = fields.TextField()

    class Meta:
        table = "correction"
        indexes = [Index(fields=("article_id", "at", "id"))]


class Revision(Row):
    """The article as it stood after a change. Not public."""

    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="revisions"
    )
    version = fields.IntField()
    created_at = InstantField()
    by = fields.TextField(null=True)
    changed: list[str] = fields.JSONField(default=list)
    snapshot: dict[str, Any] = fields.JSONField()

    class Meta:
        table = "revision"
        unique_together = (("article", "version"),)
