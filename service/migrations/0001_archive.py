"""The whole domain of the contract, in its first shape."""

import secrets
from datetime import date

from pypika_tortoise.queries import Table
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index, PartialIndex
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from service.models import InstantField, KeyField, PartialDateField
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


async def start_log(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    """The counter row, at position 0 of a log of its own random id."""
    event_log = Table("event_log")
    row = editor.client.query_class.into(event_log).columns("id", "log_id", "position")
    await editor.client.execute_insert(
        *row.insert(1, secrets.token_hex(16), 0).get_parameterized_sql()
    )


async def index_words(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    """The lexemes of `search_words`, by a table beside each (SQLite) or a column (PostgreSQL)."""
    index = _index_on_sqlite if editor.client.capabilities.dialect == "sqlite" else _index
    for table in ("article", "person", "organization", "meeting"):
        await editor.client.execute_script(index(table))


_TITLES = {"article": "title"}


def _index(table: str) -> str:
    """Long values stand beside the rows, which are looked up and sorted by what stays in them."""
    words = "array_to_tsvector(string_to_array(search_words, ' '))"
    return f"""
ALTER TABLE {table} SET (toast_tuple_target = 256);
ALTER TABLE {table} ALTER COLUMN {_TITLES.get(table, "name")}_search SET STORAGE MAIN;
ALTER TABLE {table} ADD COLUMN search_vector tsvector GENERATED ALWAYS AS ({words}) STORED;
CREATE INDEX {table}_search ON {table} USING gin (search_vector);
"""


def _index_on_sqlite(table: str) -> str:
    added = f"INSERT INTO {table}_search (rowid, search_words) VALUES (new.id, new.search_words);"
    taken = (
        f"INSERT INTO {table}_search ({table}_search, rowid, search_words) "
        "VALUES ('delete', old.id, old.search_words);"
    )
    return f"""
CREATE VIRTUAL TABLE {table}_search USING fts5 (
    search_words, content = '{table}', content_rowid = 'id',
    tokenize = "ascii tokenchars '='''", detail = none, columnsize = 0
);
CREATE TRIGGER {table}_search_added AFTER INSERT ON {table} BEGIN {added} END;
CREATE TRIGGER {table}_search_taken AFTER DELETE ON {table} BEGIN {taken} END;
CREATE TRIGGER {table}_search_changed AFTER UPDATE OF search_words ON {table}
WHEN old.search_words <> new.search_words BEGIN {taken} {added} END;
"""


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Event",
            fields=[
                ("position", fields.BigIntField(primary_key=True, generated=False)),
                ("kind", fields.CharField(max_length=30)),
                ("record_kind", fields.CharField(max_length=30)),
                ("record_id", fields.BigIntField()),
                ("changed", fields.JSONField(default=list)),
                ("links_before", fields.JSONField(null=True)),
                ("links_after", fields.JSONField(null=True)),
                ("is_backfill", fields.BooleanField(default=False)),
                ("is_correction", fields.BooleanField(default=False)),
                ("note", fields.TextField(null=True)),
                ("occurred_at", InstantField()),
            ],
            options={
                "table": "event",
                "app": "tinbai",
                "indexes": [
                    Index(fields=["record_kind", "record_id", "position"]),
                    Index(fields=["occurred_at"]),
                ],
                "pk_attr": "position",
                "table_description": "One public change. `links_*`: what an article hung on before and hangs on after it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EventLog",
            fields=[
                ("id", fields.BigIntField(primary_key=True, generated=False)),
                ("log_id", KeyField(max_length=32)),
                ("position", fields.BigIntField()),
            ],
            options={
                "table": "event_log",
                "app": "tinbai",
                "constraints": [CheckConstraint(check="id = 1", name="event_log_is_one_row")],
                "pk_attr": "id",
                "table_description": "The one counter row: it orders every public change. The random id is renewed by a restore.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Meeting",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("version", fields.IntField(default=1)),
                ("created_at", InstantField(auto_now_add=True)),
                ("updated_at", InstantField()),
                ("slug", KeyField(unique=True, max_length=200)),
                ("name", fields.TextField()),
                ("name_tone", KeyField(max_length=2000)),
                ("name_sort", KeyField(max_length=2000)),
                ("topic", fields.TextField(null=True)),
                ("classification", fields.TextField(null=True)),
                ("starts_on", PartialDateField()),
                ("starts_first", fields.DateField(null=True)),
                ("starts_last", fields.DateField(null=True)),
                ("starts_missing", fields.BooleanField()),
                ("starts_key", fields.DateField()),
                ("ends_on", PartialDateField(null=True)),
                ("ends_first", fields.DateField(null=True)),
                ("ends_last", fields.DateField(null=True)),
                ("held_through", fields.DateField(null=True)),
                (
                    "part_of_day",
                    fields.CharEnumField(null=True, enum_type=PartOfDay, max_length=20),
                ),
                ("starts_at", InstantField(null=True)),
                ("location", fields.TextField(null=True)),
                ("status", fields.CharEnumField(enum_type=MeetingStatus, max_length=20)),
                ("name_search", KeyField(max_length=2000)),
                ("search_key", fields.TextField()),
                ("search_words", fields.TextField()),
            ],
            options={
                "table": "meeting",
                "app": "tinbai",
                "indexes": [
                    Index(fields=["starts_key", "id"]),
                    Index(fields=["starts_missing", "starts_key", "id"]),
                    Index(fields=["starts_first", "held_through"]),
                    Index(fields=["name_sort", "id"]),
                    Index(fields=["name_tone"]),
                    Index(fields=["updated_at", "id"]),
                    Index(fields=["status", "starts_key", "id"]),
                ],
                "pk_attr": "id",
            },
            bases=["Named", "SearchedByName"],
        ),
        ops.CreateModel(
            name="MeetingGroup",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "tinbai.Meeting",
                        source_field="meeting_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="groups",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField()),
                ("credited_name", fields.TextField()),
                ("role", fields.CharEnumField(enum_type=MeetingRole, max_length=20)),
            ],
            options={
                "table": "meeting_group",
                "app": "tinbai",
                "indexes": [Index(fields=["meeting_id", "position", "id"])],
                "pk_attr": "id",
                "table_description": "Attendance without names: 'lãnh đạo các xã'.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Merge",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("record_kind", fields.CharField(max_length=30)),
                ("duplicate_id", fields.BigIntField()),
                ("duplicate_slug", KeyField(null=True, max_length=200)),
                ("survivor_id", fields.BigIntField()),
                ("merged_at", InstantField()),
            ],
            options={
                "table": "merge",
                "app": "tinbai",
                "unique_together": (("record_kind", "duplicate_id"),),
                "indexes": [
                    Index(fields=["record_kind", "duplicate_slug"]),
                    Index(fields=["record_kind", "survivor_id"]),
                ],
                "pk_attr": "id",
                "table_description": "The duplicate's id and slug find the survivor.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Organization",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("version", fields.IntField(default=1)),
                ("created_at", InstantField(auto_now_add=True)),
                ("updated_at", InstantField()),
                ("slug", KeyField(unique=True, max_length=200)),
                ("name", fields.TextField()),
                ("name_tone", KeyField(max_length=2000)),
                ("name_sort", KeyField(max_length=2000)),
                ("other_names", fields.JSONField(default=list)),
                ("classification", KeyField(null=True, max_length=2000)),
                (
                    "level",
                    fields.CharEnumField(null=True, enum_type=AdministrativeLevel, max_length=20),
                ),
                ("ladder", fields.CharEnumField(null=True, enum_type=Ladder, max_length=20)),
                ("area", fields.TextField(null=True)),
                ("province_tone", KeyField(null=True, max_length=2000)),
                ("founded_on", PartialDateField(null=True)),
                ("founded_first", fields.DateField(null=True)),
                ("founded_last", fields.DateField(null=True)),
                ("dissolved_on", PartialDateField(null=True)),
                ("dissolved_first", fields.DateField(null=True)),
                ("dissolved_last", fields.DateField(null=True)),
                ("search_beside", fields.JSONField(default=list)),
                ("name_search", KeyField(max_length=2000)),
                ("search_key", fields.TextField()),
                ("search_words", fields.TextField()),
            ],
            options={
                "table": "organization",
                "app": "tinbai",
                "indexes": [
                    Index(fields=["name_sort", "id"]),
                    Index(fields=["name_tone"]),
                    Index(fields=["updated_at", "id"]),
                    Index(fields=["level", "name_sort", "id"]),
                    Index(fields=["classification", "name_sort", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "A body. Its identity is classification, level and area in a period, not its name.",
            },
            bases=["Named", "SearchedByName"],
        ),
        ops.CreateModel(
            name="Article",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("version", fields.IntField(default=1)),
                ("created_at", InstantField(auto_now_add=True)),
                ("updated_at", InstantField()),
                ("slug", KeyField(unique=True, max_length=200)),
                ("url", KeyField(null=True, unique=True, max_length=2000)),
                ("title", fields.TextField()),
                ("title_tone", KeyField(max_length=2000)),
                ("title_search", KeyField(max_length=2000)),
                ("title_sort", KeyField(max_length=2000)),
                ("body_format", fields.CharEnumField(enum_type=BodyFormat, max_length=20)),
                ("word_count", fields.IntField()),
                ("language", fields.CharField(default="vi", max_length=35)),
                ("source", fields.TextField(null=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="organization_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="articles",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("status", fields.CharEnumField(enum_type=PublicationStatus, max_length=20)),
                ("published_at", InstantField(null=True)),
                ("published_on", fields.DateField(null=True)),
                ("published_missing", fields.BooleanField()),
                ("published_key", InstantField()),
                ("scheduled_for", InstantField(null=True)),
                ("removed_at", InstantField(null=True)),
                ("removal_note", fields.TextField(null=True)),
                ("removal_reason", fields.TextField(null=True)),
                ("lede", fields.TextField(null=True)),
                ("body", fields.TextField()),
                ("search_beside", fields.JSONField(default=list)),
                ("search_key", fields.TextField()),
                ("search_words", fields.TextField()),
            ],
            options={
                "table": "article",
                "app": "tinbai",
                "indexes": [
                    Index(fields=["status", "published_key", "id"]),
                    Index(fields=["status", "published_missing", "published_key", "id"]),
                    Index(fields=["status", "published_on"]),
                    Index(fields=["status", "updated_at", "id"]),
                    Index(fields=["status", "title_sort", "id"]),
                    Index(fields=["status", "language", "published_key", "id"]),
                    Index(fields=["status", "scheduled_for", "id"]),
                    Index(fields=["organization_id", "status", "published_key", "id"]),
                    Index(fields=["title_tone"]),
                ],
                "pk_attr": "id",
            },
            bases=["Record", "Searched"],
        ),
        ops.CreateModel(
            name="ArticleFormerSlug",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="former_slugs",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("slug", KeyField(unique=True, max_length=200)),
            ],
            options={
                "table": "article_former_slug",
                "app": "tinbai",
                "indexes": [Index(fields=["article_id", "id"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="ArticleMeeting",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="meeting_links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "tinbai.Meeting",
                        source_field="meeting_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="article_links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "article_meeting",
                "app": "tinbai",
                "unique_together": (("article", "meeting"),),
                "indexes": [Index(fields=["meeting_id", "article_id"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Correction",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="corrections",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("at", InstantField()),
                ("note", fields.TextField()),
            ],
            options={
                "table": "correction",
                "app": "tinbai",
                "indexes": [Index(fields=["article_id", "at", "id"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Finding",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="findings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField()),
                ("field", fields.TextField()),
                ("value", fields.TextField()),
                ("quote", fields.TextField()),
                ("rule", fields.TextField()),
                ("certainty", fields.CharEnumField(enum_type=Certainty, max_length=20)),
            ],
            options={
                "table": "finding",
                "app": "tinbai",
                "indexes": [Index(fields=["article_id", "position", "id"])],
                "pk_attr": "id",
                "table_description": "Any other value that was read from a page: which words gave it, by which rule.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="OrganizationName",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("starts_on", PartialDateField(null=True)),
                ("starts_first", fields.DateField(null=True)),
                ("starts_last", fields.DateField(null=True)),
                ("starts_key", fields.DateField(default=date.min)),
                ("ends_on", PartialDateField(null=True)),
                ("ends_first", fields.DateField(null=True)),
                ("ends_last", fields.DateField(null=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="organization_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="names",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.TextField()),
                ("name_tone", KeyField(max_length=2000)),
            ],
            options={
                "table": "organization_name",
                "app": "tinbai",
                "indexes": [
                    Index(fields=["organization_id", "starts_first", "id"]),
                    Index(fields=["name_tone"]),
                ],
                "pk_attr": "id",
            },
            bases=["Period"],
        ),
        ops.CreateModel(
            name="OrganizationParent",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("starts_on", PartialDateField(null=True)),
                ("starts_first", fields.DateField(null=True)),
                ("starts_last", fields.DateField(null=True)),
                ("starts_key", fields.DateField(default=date.min)),
                ("ends_on", PartialDateField(null=True)),
                ("ends_first", fields.DateField(null=True)),
                ("ends_last", fields.DateField(null=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="organization_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="parents",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "parent",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="parent_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="children",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "organization_parent",
                "app": "tinbai",
                "indexes": [
                    Index(fields=["organization_id", "id"]),
                    Index(fields=["parent_id", "id"]),
                ],
                "pk_attr": "id",
            },
            bases=["Period"],
        ),
        ops.CreateModel(
            name="OrganizationSuccession",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "predecessor",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="predecessor_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="successions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "successor",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="successor_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="precessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("occurred_on", PartialDateField(null=True)),
                ("occurred_first", fields.DateField(null=True)),
                ("occurred_last", fields.DateField(null=True)),
            ],
            options={
                "table": "organization_succession",
                "app": "tinbai",
                "unique_together": (("predecessor", "successor"),),
                "indexes": [Index(fields=["successor_id", "id"])],
                "pk_attr": "id",
                "table_description": "The successor took over, wholly or in part, from the predecessor: n to m.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Page",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="pages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("file_name", fields.TextField()),
                ("content_hash", KeyField(unique=True, max_length=64)),
                ("original", fields.BinaryField()),
                ("imported_at", InstantField()),
            ],
            options={
                "table": "page",
                "app": "tinbai",
                "indexes": [Index(fields=["article_id", "id"])],
                "pk_attr": "id",
                "table_description": "A page that an article was read from, kept byte for byte as it came; the last is newest.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Photo",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="photos",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField(default=0)),
                ("url", fields.TextField(null=True)),
                ("caption", fields.TextField(null=True)),
                ("alt_text", fields.TextField(null=True)),
                ("credit", fields.TextField(null=True)),
                ("width", fields.IntField(null=True)),
                ("height", fields.IntField(null=True)),
            ],
            options={
                "table": "photo",
                "app": "tinbai",
                "indexes": [Index(fields=["article_id", "position", "id"])],
                "pk_attr": "id",
                "table_description": "A reference to a picture. Without an article it is somebody's portrait.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Person",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("version", fields.IntField(default=1)),
                ("created_at", InstantField(auto_now_add=True)),
                ("updated_at", InstantField()),
                ("slug", KeyField(unique=True, max_length=200)),
                ("name", fields.TextField()),
                ("name_tone", KeyField(max_length=2000)),
                ("name_sort", KeyField(max_length=2000)),
                ("honorific_prefix", fields.TextField(null=True)),
                ("other_names", fields.JSONField(default=list)),
                ("biography", fields.TextField(null=True)),
                (
                    "portrait",
                    fields.ForeignKeyField(
                        "tinbai.Photo",
                        source_field="portrait_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("name_search", KeyField(max_length=2000)),
                ("search_key", fields.TextField()),
                ("search_words", fields.TextField()),
            ],
            options={
                "table": "person",
                "app": "tinbai",
                "indexes": [
                    Index(fields=["name_sort", "id"]),
                    Index(fields=["name_tone"]),
                    Index(fields=["updated_at", "id"]),
                ],
                "pk_attr": "id",
            },
            bases=["Named", "SearchedByName"],
        ),
        ops.CreateModel(
            name="Mention",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="mentions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField()),
                (
                    "person",
                    fields.ForeignKeyField(
                        "tinbai.Person",
                        source_field="person_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="mentions",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "agent_organization",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="agent_organization_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="mentions",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("credited_name", fields.TextField()),
                ("credited_position", fields.TextField(null=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="organization_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="position_mentions",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("quote", fields.TextField()),
                ("rule", fields.TextField()),
                ("certainty", fields.CharEnumField(enum_type=Certainty, max_length=20)),
            ],
            options={
                "table": "mention",
                "app": "tinbai",
                "indexes": [
                    Index(fields=["article_id", "position", "id"]),
                    Index(fields=["person_id", "article_id"]),
                    Index(fields=["agent_organization_id", "article_id"]),
                    Index(fields=["organization_id", "article_id"]),
                    PartialIndex(fields=["id"], condition={"certainty": "NEEDS_REVIEW"}),
                ],
                "pk_attr": "id",
                "table_description": "What a text says of a person or a body; without an agent, nobody knows yet of whom.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Post",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("version", fields.IntField(default=1)),
                ("created_at", InstantField(auto_now_add=True)),
                ("updated_at", InstantField()),
                ("starts_on", PartialDateField(null=True)),
                ("starts_first", fields.DateField(null=True)),
                ("starts_last", fields.DateField(null=True)),
                ("starts_key", fields.DateField(default=date.min)),
                ("ends_on", PartialDateField(null=True)),
                ("ends_first", fields.DateField(null=True)),
                ("ends_last", fields.DateField(null=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="organization_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="posts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("label", fields.TextField()),
                ("label_tone", KeyField(max_length=2000)),
            ],
            options={
                "table": "post",
                "app": "tinbai",
                "indexes": [Index(fields=["organization_id", "label_tone", "id"])],
                "pk_attr": "id",
                "table_description": "A position that exists whether or not anyone holds it (Popolo Post).",
            },
            bases=["Record", "Period"],
        ),
        ops.CreateModel(
            name="Membership",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("version", fields.IntField(default=1)),
                ("created_at", InstantField(auto_now_add=True)),
                ("updated_at", InstantField()),
                ("starts_on", PartialDateField(null=True)),
                ("starts_first", fields.DateField(null=True)),
                ("starts_last", fields.DateField(null=True)),
                ("starts_key", fields.DateField(default=date.min)),
                ("ends_on", PartialDateField(null=True)),
                ("ends_first", fields.DateField(null=True)),
                ("ends_last", fields.DateField(null=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "tinbai.Person",
                        source_field="person_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "member_organization",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="member_organization_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="held_memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="organization_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "post",
                    fields.ForeignKeyField(
                        "tinbai.Post",
                        source_field="post_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="memberships",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "on_behalf_of",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="on_behalf_of_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="represented_by",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("label", fields.TextField(null=True)),
                ("label_tone", KeyField(null=True, max_length=2000)),
                ("is_derived", fields.BooleanField(default=False)),
            ],
            options={
                "table": "membership",
                "app": "tinbai",
                "constraints": [
                    CheckConstraint(
                        check="(person_id IS NULL) <> (member_organization_id IS NULL)",
                        name="membership_has_one_member",
                    )
                ],
                "indexes": [
                    Index(fields=["person_id", "id"]),
                    Index(fields=["member_organization_id", "id"]),
                    Index(fields=["organization_id", "id"]),
                    Index(fields=["post_id", "id"]),
                    Index(fields=["on_behalf_of_id", "id"]),
                    Index(fields=["label_tone", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "Who holds what, where and when (Popolo Membership). The member is a person or a body.",
            },
            bases=["Record", "Period"],
        ),
        ops.CreateModel(
            name="Attestation",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "membership",
                    fields.ForeignKeyField(
                        "tinbai.Membership",
                        source_field="membership_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="attestations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="attestations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("attested_on", fields.DateField(null=True)),
            ],
            options={
                "table": "attestation",
                "app": "tinbai",
                "unique_together": (("membership", "article"),),
                "indexes": [
                    Index(fields=["article_id", "membership_id"]),
                    Index(fields=["membership_id", "attested_on"]),
                ],
                "pk_attr": "id",
                "table_description": "The article that says so, and the day for which it says it.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Byline",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="byline",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField()),
                ("credited_name", fields.TextField()),
                ("credited_position", fields.TextField(null=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "tinbai.Person",
                        source_field="person_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="signed",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "membership",
                    fields.ForeignKeyField(
                        "tinbai.Membership",
                        source_field="membership_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="signed",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
            ],
            options={
                "table": "byline",
                "app": "tinbai",
                "indexes": [
                    Index(fields=["article_id", "position", "id"]),
                    Index(fields=["person_id", "article_id"]),
                    Index(fields=["membership_id", "article_id"]),
                ],
                "pk_attr": "id",
                "table_description": "Who signs, as printed.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Participant",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "tinbai.Meeting",
                        source_field="meeting_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="participants",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "tinbai.Person",
                        source_field="person_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="participations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "tinbai.Organization",
                        source_field="organization_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="participations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField()),
                ("is_host", fields.BooleanField(default=False)),
                ("is_chair", fields.BooleanField(default=False)),
                ("is_speaker", fields.BooleanField(default=False)),
                ("is_attendee", fields.BooleanField(default=False)),
                ("credited_name", fields.TextField()),
                ("credited_position", fields.TextField(null=True)),
                (
                    "membership",
                    fields.ForeignKeyField(
                        "tinbai.Membership",
                        source_field="membership_id",
                        to_field="id",
                        db_constraint=True,
                        null=True,
                        related_name="participations",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
            ],
            options={
                "table": "participant",
                "app": "tinbai",
                "unique_together": (("meeting", "person"), ("meeting", "organization")),
                "constraints": [
                    CheckConstraint(
                        check="(person_id IS NULL) <> (organization_id IS NULL)",
                        name="participant_is_one_agent",
                    )
                ],
                "indexes": [
                    Index(fields=["meeting_id", "position", "id"]),
                    Index(fields=["person_id", "meeting_id"]),
                    Index(fields=["organization_id", "meeting_id"]),
                    Index(fields=["membership_id", "meeting_id"]),
                ],
                "pk_attr": "id",
                "table_description": "One row an agent and meeting, with all its roles and the position as announced.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Revision",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="revisions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("version", fields.IntField()),
                ("created_at", InstantField()),
                ("by", fields.TextField(null=True)),
                ("changed", fields.JSONField(default=list)),
                ("snapshot", fields.JSONField()),
            ],
            options={
                "table": "revision",
                "app": "tinbai",
                "unique_together": (("article", "version"),),
                "pk_attr": "id",
                "table_description": "The article as it stood after a change. Not public.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Token",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("name", KeyField(unique=True, max_length=200)),
                ("secret_hash", KeyField(unique=True, max_length=64)),
                ("scopes", fields.JSONField(default=list)),
                ("created_at", InstantField()),
                ("last_used_at", InstantField(null=True)),
                ("revoked_at", InstantField(null=True)),
            ],
            options={
                "table": "token",
                "app": "tinbai",
                "pk_attr": "id",
                "table_description": "A caller's key, kept only as a hash.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "token",
                    fields.ForeignKeyField(
                        "tinbai.Token",
                        source_field="token_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="idempotency_keys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", KeyField(max_length=200)),
                ("input_hash", KeyField(max_length=64)),
                ("answer", fields.JSONField()),
                ("created_at", InstantField()),
            ],
            options={
                "table": "idempotency_key",
                "app": "tinbai",
                "unique_together": (("token", "key"),),
                "indexes": [Index(fields=["created_at"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Topic",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                ("version", fields.IntField(default=1)),
                ("created_at", InstantField(auto_now_add=True)),
                ("updated_at", InstantField()),
                ("slug", KeyField(unique=True, max_length=200)),
                ("name", fields.TextField()),
                ("name_tone", KeyField(max_length=2000)),
                ("name_sort", KeyField(max_length=2000)),
            ],
            options={
                "table": "topic",
                "app": "tinbai",
                "indexes": [Index(fields=["name_sort", "id"])],
                "pk_attr": "id",
            },
            bases=["Named"],
        ),
        ops.CreateModel(
            name="ArticleTopic",
            fields=[
                ("id", fields.BigIntField(primary_key=True)),
                (
                    "article",
                    fields.ForeignKeyField(
                        "tinbai.Article",
                        source_field="article_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="topic_links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "topic",
                    fields.ForeignKeyField(
                        "tinbai.Topic",
                        source_field="topic_id",
                        to_field="id",
                        db_constraint=True,
                        related_name="article_links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "article_topic",
                "app": "tinbai",
                "unique_together": (("article", "topic"),),
                "indexes": [Index(fields=["topic_id", "article_id"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.RunPython(index_words),
        ops.RunPython(start_log),
    ]
