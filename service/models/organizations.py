"""Bodies, in time: their names, what stood above them, what they came from."""

from tortoise import fields
from tortoise.indexes import Index

from service.models.columns import KeyField, Named, PartialDateField, Period, Row, SearchedByName
from service.vocabulary import AdministrativeLevel, Ladder


class Organization(Named, SearchedByName):
    """A body. Its identity is classification, level and area in a period, not its name."""

    other_names: list[str] = fields.JSONField(default=list)
    classification = KeyField(null=True)
    level = fields.CharEnumField(AdministrativeLevel, max_length=20, null=True)
    ladder = fields.CharEnumField(Ladder, max_length=20, null=True)
    area = fields.TextField(null=True)
    province_tone = KeyField(null=True)  # the names of areas repeat all over a country
    founded_on = PartialDateField(null=True)
    founded_first = fields.DateField(null=True)
    founded_last = fields.DateField(null=True)
    dissolved_on = PartialDateField(null=True)
    dissolved_first = fields.DateField(null=True)
    dissolved_last = fields.DateField(null=True)
    search_beside: list[str] = fields.JSONField(default=list)
    """Its other names in time, which it is found by too."""

    class Meta:
        table = "organization"
        indexes = [
            Index(fields=("name_sort", "id")),
            Index(fields=("name_tone",)),
            Index(fields=("updated_at", "id")),
            Index(fields=("level", "name_sort", "id")),
            Index(fields=("classification", "name_sort", "id")),
        ]


class OrganizationName(Period):
    organization: fields.ForeignKeyRelation["Organization"] = fields.ForeignKeyField(
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
    organization: fields.ForeignKeyRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="parents"
    )
    parent: fields.ForeignKeyRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="children"
    )

    class Meta:
        table = "organization_parent"
        indexes = [Index(fields=("organization_id", "id")), Index(fields=("parent_id", "id"))]


class OrganizationSuccession(Row):
    """The successor took over, wholly or in part, from the predecessor: n to m."""

    predecessor: fields.ForeignKeyRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="successions"
    )
    successor: fields.ForeignKeyRelation["Organization"] = fields.ForeignKeyField(
        "tinbai.Organization", related_name="precessions"
    )
    occurred_on = PartialDateField(null=True)
    occurred_first = fields.DateField(null=True)
    occurred_last = fields.DateField(null=True)

    class Meta:
        table = "organization_succession"
        unique_together = (("predecessor", "successor"),)
        indexes = [Index(fields=("successor_id", "id"))]
