"""Meetings, who took part, and the articles that tell of them."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from service.models.columns import InstantField, Named, PartialDateField, Row, SearchedByName
from service.vocabulary import MeetingRole, MeetingStatus, PartOfDay

if TYPE_CHECKING:
    from service.models.articles import Article
    from service.models.organizations import Organization
    from service.models.people import Person
    from service.models.posts import Membership


class Meeting(Named, SearchedByName):
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
            Index(fields=("updated_at", "id")),
            Index(fields=("status", "starts_key", "id")),
        ]


class ArticleMeeting(Row):
    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
        "tinbai.Article", related_name="meeting_links"
    )
    meeting: fields.ForeignKeyRelation["Meeting"] = fields.ForeignKeyField(
        "tinbai.Meeting", related_name="article_links"
    )

    class Meta:
        table = "article_meeting"
        unique_together = (("article", "meeting"),)
        indexes = [Index(fields=("meeting_id", "article_id"))]


class Participant(Row):
    """One row an agent and meeting, with all its roles and the position as announced."""

    meeting_id: int
    person_id: int | None
    organization_id: int | None
    membership_id: int | None

    meeting: fields.ForeignKeyRelation["Meeting"] = fields.ForeignKeyField(
        "tinbai.Meeting", related_name="participants"
    )
    person: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "tinbai.Person", related_name="participations", null=True
    )
    organization: fields.ForeignKeyNullableRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="participations", null=True
    )
    position = fields.IntField()
    is_host = fields.BooleanField(default=False)
    is_chair = fields.BooleanField(default=False)
    is_speaker = fields.BooleanField(default=False)
    is_attendee = fields.BooleanField(default=False)
    credited_name = fields.TextField()
    credited_position = fields.TextField(null=True)
    membership: fields.ForeignKeyNullableRelation["Membership"] = fields.ForeignKeyField(
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

    meeting: fields.ForeignKeyRelation["Meeting"] = fields.ForeignKeyField(
        "tinbai.Meeting", related_name="groups"
    )
    position = fields.IntField()
    credited_name = fields.TextField()
    role = fields.CharEnumField(MeetingRole, max_length=20)

    class Meta:
        table = "meeting_group"
        indexes = [Index(fields=("meeting_id", "position", "id"))]
