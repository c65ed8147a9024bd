"""Who holds what, where and when, and which articles say so."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from service.models.columns import KeyField, Period, Record, Row

if TYPE_CHECKING:
    from service.models.articles import Article
    from service.models.organizations import Organization
    from service.models.people import Person


class Post(Record, Period):
    """A position that exists whether or not anyone holds it (Popolo Post)."""

    organization_id: int

    organization: fields.ForeignKeyRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="posts"
    )
    label = fields.TextField()
    label_tone = KeyField()

    class Meta:
        table = "post"
        indexes = [Index(fields=("organization_id", "label_tone", "id"))]


class Membership(Record, Period):
    """Who holds what, where and when (Popolo Membership). The member is a person or a body."""

    person_id: int | None
    member_organization_id: int | None
    organization_id: int
    post_id: int | None
    on_behalf_of_id: int | None

    person: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "tinbai.Person", related_name="memberships", null=True
    )
    member_organization: fields.ForeignKeyNullableRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="held_memberships", null=True
    )
    organization: fields.ForeignKeyRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="memberships"
    )
    post: fields.ForeignKeyNullableRelation["Post"] = fields.ForeignKeyField(
        "tinbai.Post", related_name="memberships", null=True, on_delete=fields.OnDelete.SET_NULL
    )
    on_behalf_of: fields.ForeignKeyNullableRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="represented_by", null=True
    )
    label = fields.TextField(null=True)
    label_tone = KeyField(null=True)
    is_derived = fields.BooleanField(default=False)
    """Made for what articles say, and by no editor: without any that says so it is gone."""

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
            Index(fields=("label_tone", "id")),
        ]


class Attestation(Row):
    """The article that says so, and the day for which it says it."""

    membership_id: int

    membership: fields.ForeignKeyRelation["Membership"] = fields.ForeignKeyField(
        "tinbai.Membership", related_name="attestations"
    )
    article: fields.ForeignKeyRelation["Article"] = fields.ForeignKeyField(
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
