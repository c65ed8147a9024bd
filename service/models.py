"""The rows of the archive: every table, its keys, and the index that each list is read by."""

from datetime import UTC, datetime
from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from service.vocabulary import (
    AdministrativeLevel,
    BodyFormat,
    Certainty,
    Ladder,
    MeetingRole,
    MeetingStatus,
    PartOfDay,
    PublicationStatus,
)


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
    name_plain = KeyField()
    name_sort = KeyField()

    class Meta:
        abstract = True


class Topic(Named):
    class Meta:
        table = "topic"
        indexes = [Index(fields=("name_sort", "id"))]


class Person(Named):
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
            Index(fields=("name_plain",)),
            Index(fields=("updated_at", "id")),
        ]


class Organization(Named):
    """A body. Its identity is classification, level and area in a period, not its name."""

    other_names: list[str] = fields.JSONField(default=list)
    classification = fields.TextField(null=True)
    level = fields.CharEnumField(AdministrativeLevel, max_length=20, null=True)
    ladder = fields.CharEnumField(Ladder, max_length=20, null=True)
    area = fields.TextField(null=True)
    founded_on = PartialDateField(null=True)
    founded_first = fields.DateField(null=True)
    founded_last = fields.DateField(null=True)
    dissolved_on = PartialDateField(null=True)
    dissolved_first = fields.DateField(null=True)
    dissolved_last = fields.DateField(null=True)

    class Meta:
        table = "organization"
        indexes = [
            Index(fields=("name_sort", "id")),
            Index(fields=("name_tone",)),
            Index(fields=("name_plain",)),
            Index(fields=("updated_at", "id")),
            Index(fields=("level", "name_sort", "id")),
        ]


class Period(Row):
    """From a first to a last day, both included and each perhaps known in part or not at all."""

    starts_on = PartialDateField(null=True)
    starts_first = fields.DateField(null=True)
    starts_last = fields.DateField(null=True)
    ends_on = PartialDateField(null=True)
    ends_first = fields.DateField(null=True)
    ends_last = fields.DateField(null=True)

    class Meta:
        abstract = True


class OrganizationName(Period):
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="names"
    )
    name = fields.TextField()
    name_tone = KeyField()

    class Meta:
        table = "organization_name"
        indexes = [
            Index(fields=("organization_id", "starts_first", "id")),
            Index(fields=("name_tone",)),
        ]


class OrganizationParent(Period):
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="parents"
    )
    parent: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="children"
    )

    class Meta:
        table = "organization_parent"
        indexes = [Index(fields=("organization_id", "id")), Index(fields=("parent_id", "id"))]


class OrganizationSuccession(Row):
    """The successor took over, wholly or in part, from the predecessor: n to m."""

    predecessor: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="successions"
    )
    successor: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="precessions"
    )
    occurred_on = PartialDateField(null=True)
    occurred_first = fields.DateField(null=True)
    occurred_last = fields.DateField(null=True)

    class Meta:
        table = "organization_succession"
        unique_together = (("predecessor", "successor"),)
        indexes = [Index(fields=("successor_id", "id"))]


class Post(Record, Period):
    """A position that exists whether or not anyone holds it (Popolo Post)."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="posts"
    )
    label = fields.TextField()
    label_tone = KeyField()

    class Meta:
        table = "post"
        indexes = [Index(fields=("organization_id", "label_tone", "id"))]


class Membership(Record, Period):
    """Who holds what, where and when (Popolo Membership). The member is a person or a body."""

    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "tinbai.Person", related_name="memberships", null=True
    )
    member_organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="held_memberships", null=True
    )
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="memberships"
    )
    post: fields.ForeignKeyNullableRelation[Post] = fields.ForeignKeyField(
        "tinbai.Post", related_name="memberships", null=True, on_delete=fields.OnDelete.SET_NULL
    )
    on_behalf_of: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="represented_by", null=True
    )
    label = fields.TextField(null=True)
    label_tone = KeyField(null=True)

    class Meta:
        table = "membership"
        constraints = [
            CheckConstraint(
                check="(person_id IS NULL) <> (member_organization_id IS NULL)",
                name="membership_has_one_member",
            )
        ]
        indexes = [
            Index(fields=("person_id", "id")),
            Index(fields=("member_organization_id", "id")),
            Index(fields=("organization_id", "id")),
            Index(fields=("post_id", "id")),
            Index(fields=("on_behalf_of_id", "id")),
        ]


class Article(Record):
    slug = KeyField(max_length=200, unique=True)
    url = KeyField(unique=True, null=True)
    title = fields.TextField()
    title_tone = KeyField()
    title_plain = KeyField()
    title_sort = KeyField()
    lede = fields.TextField(null=True)
    body = fields.TextField()
    body_format = fields.CharEnumField(BodyFormat, max_length=20)
    word_count = fields.IntField()
    search_tone = fields.TextField()
    search_plain = fields.TextField()
    language = fields.CharField(35, default="vi")
    source = fields.TextField(null=True)
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
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

    class Meta:
        table = "article"
        indexes = [
            Index(fields=("status", "published_key", "id")),
            Index(fields=("status", "published_missing", "published_key", "id")),
            Index(fields=("status", "published_on")),
            Index(fields=("status", "updated_at", "id")),
            Index(fields=("status", "title_sort", "id")),
            Index(fields=("status", "scheduled_for", "id")),
            Index(fields=("organization_id", "status", "published_key", "id")),
            Index(fields=("title_tone",)),
        ]


class ArticleFormerSlug(Row):
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "tinbai.Article", related_name="former_slugs"
    )
    slug = KeyField(max_length=200, unique=True)

    class Meta:
        table = "article_former_slug"
        indexes = [Index(fields=("article_id", "id"))]


class Correction(Row):
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "tinbai.Article", related_name="corrections"
    )
    at = InstantField()
    note = fields.TextField()

    class Meta:
        table = "correction"
        indexes = [Index(fields=("article_id", "at", "id"))]


class Photo(Row):
    """A reference to a picture. Without an article it is somebody's portrait."""

    article: fields.ForeignKeyNullableRelation[Article] = fields.ForeignKeyField(
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


class Byline(Row):
    """Who signs, as printed."""

    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "tinbai.Article", related_name="byline"
    )
    position = fields.IntField()
    credited_name = fields.TextField()
    credited_position = fields.TextField(null=True)
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "tinbai.Person", related_name="signed", null=True, on_delete=fields.OnDelete.SET_NULL
    )
    membership: fields.ForeignKeyNullableRelation[Membership] = fields.ForeignKeyField(
        "tinbai.Membership", related_name="signed", null=True, on_delete=fields.OnDelete.SET_NULL
    )

    class Meta:
        table = "byline"
        indexes = [
            Index(fields=("article_id", "position", "id")),
            Index(fields=("person_id", "article_id")),
            Index(fields=("membership_id", "article_id")),
        ]


class ArticleTopic(Row):
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "tinbai.Article", related_name="topic_links"
    )
    topic: fields.ForeignKeyRelation[Topic] = fields.ForeignKeyField(
        "tinbai.Topic", related_name="article_links"
    )

    class Meta:
        table = "article_topic"
        unique_together = (("article", "topic"),)
        indexes = [Index(fields=("topic_id", "article_id"))]


class Attestation(Row):
    """The article that says so, and the day for which it says it."""

    membership: fields.ForeignKeyRelation[Membership] = fields.ForeignKeyField(
        "tinbai.Membership", related_name="attestations"
    )
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "tinbai.Article", related_name="attestations"
    )
    attested_on = fields.DateField(null=True)

    class Meta:
        table = "attestation"
        unique_together = (("membership", "article"),)
        indexes = [
            Index(fields=("article_id", "membership_id")),
            Index(fields=("membership_id", "attested_on")),
        ]


class Meeting(Named):
    topic = fields.TextField(null=True)
    classification = fields.TextField(null=True)
    starts_on = PartialDateField()
    starts_first = fields.DateField(null=True)
    starts_last = fields.DateField(null=True)
    starts_missing = fields.BooleanField()
    starts_key = fields.DateField()
    ends_on = PartialDateField(null=True)
    ends_first = fields.DateField(null=True)
    ends_last = fields.DateField(null=True)
    held_through = fields.DateField(null=True)
    part_of_day = fields.CharEnumField(PartOfDay, max_length=20, null=True)
    starts_at = InstantField(null=True)
    location = fields.TextField(null=True)
    status = fields.CharEnumField(MeetingStatus, max_length=20)

    class Meta:
        table = "meeting"
        indexes = [
            Index(fields=("starts_key", "id")),
            Index(fields=("starts_missing", "starts_key", "id")),
            Index(fields=("starts_first", "held_through")),
            Index(fields=("name_sort", "id")),
            Index(fields=("name_tone",)),
            Index(fields=("name_plain",)),
            Index(fields=("updated_at", "id")),
            Index(fields=("status", "starts_key", "id")),
        ]


class ArticleMeeting(Row):
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "tinbai.Article", related_name="meeting_links"
    )
    meeting: fields.ForeignKeyRelation[Meeting] = fields.ForeignKeyField(
        "tinbai.Meeting", related_name="article_links"
    )

    class Meta:
        table = "article_meeting"
        unique_together = (("article", "meeting"),)
        indexes = [Index(fields=("meeting_id", "article_id"))]


class Participant(Row):
    """One row an agent and meeting, with all its roles and the position as announced."""

    meeting: fields.ForeignKeyRelation[Meeting] = fields.ForeignKeyField(
        "tinbai.Meeting", related_name="participants"
    )
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "tinbai.Person", related_name="participations", null=True
    )
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="participations", null=True
    )
    position = fields.IntField()
    is_host = fields.BooleanField(default=False)
    is_chair = fields.BooleanField(default=False)
    is_speaker = fields.BooleanField(default=False)
    is_attendee = fields.BooleanField(default=False)
    credited_name = fields.TextField()
    credited_position = fields.TextField(null=True)
    membership: fields.ForeignKeyNullableRelation[Membership] = fields.ForeignKeyField(
        "tinbai.Membership",
        related_name="participations",
        null=True,
        on_delete=fields.OnDelete.SET_NULL,
    )

    class Meta:
        table = "participant"
        unique_together = (("meeting", "person"), ("meeting", "organization"))
        constraints = [
            CheckConstraint(
                check="(person_id IS NULL) <> (organization_id IS NULL)",
                name="participant_is_one_agent",
            )
        ]
        indexes = [
            Index(fields=("meeting_id", "position", "id")),
            Index(fields=("person_id", "meeting_id")),
            Index(fields=("organization_id", "meeting_id")),
            Index(fields=("membership_id", "meeting_id")),
        ]


class MeetingGroup(Row):
    """Attendance without names: 'lãnh đạo các xã'."""

    meeting: fields.ForeignKeyRelation[Meeting] = fields.ForeignKeyField(
        "tinbai.Meeting", related_name="groups"
    )
    position = fields.IntField()
    credited_name = fields.TextField()
    role = fields.CharEnumField(MeetingRole, max_length=20)

    class Meta:
        table = "meeting_group"
        indexes = [Index(fields=("meeting_id", "position", "id"))]


class Mention(Row):
    """What a text says of a person or a body; without an agent, nobody knows yet of whom."""

    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "tinbai.Article", related_name="mentions"
    )
    position = fields.IntField()
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "tinbai.Person", related_name="mentions", null=True, on_delete=fields.OnDelete.SET_NULL
    )
    agent_organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "tinbai.Organization",
        related_name="mentions",
        null=True,
        on_delete=fields.OnDelete.SET_NULL,
    )
    credited_name = fields.TextField()
    credited_position = fields.TextField(null=True)
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
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
            Index(fields=("certainty", "id")),
        ]


class Finding(Row):
    """Any other value that was read from a page: which words gave it, by which rule."""

    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
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
    """The page that an article was read from, kept byte for byte as it came."""

    article: fields.OneToOneRelation[Article] = fields.OneToOneField(
        "tinbai.Article", related_name="page"
    )
    file_name = fields.TextField()
    content_hash = KeyField(max_length=64, unique=True)
    original = fields.BinaryField()
    imported_at = InstantField()

    class Meta:
        table = "page"


class Revision(Row):
    """The article as it stood after a change. Not public."""

    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
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


class EventLog(Model):
    """The one counter row: it orders every public change. The random id is renewed by a restore."""

    id = fields.SmallIntField(primary_key=True, generated=False)
    log_id = KeyField(max_length=32)
    position = fields.BigIntField()

    class Meta:
        table = "event_log"
        constraints = [CheckConstraint(check="id = 1", name="event_log_is_one_row")]


class Event(Model):
    """One public change. `links_*`: topics, bodies and all above them, people, meetings."""

    position = fields.BigIntField(primary_key=True, generated=False)
    kind = fields.CharField(30)
    record_kind = fields.CharField(30)
    record_id = fields.BigIntField()
    changed: list[str] = fields.JSONField(default=list)
    links_before: dict[str, Any] = fields.JSONField(default=dict)
    links_after: dict[str, Any] = fields.JSONField(default=dict)
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
    token: fields.ForeignKeyRelation[Token] = fields.ForeignKeyField(
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
