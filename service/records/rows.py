"""A record as the rows that keep it: pure, with every id already given."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from service import articles, dates, meetings, naming, organizations, people
from service.bodies import Body
from service.models import (
    Article,
    ArticleFormerSlug,
    ArticleMeeting,
    ArticleTopic,
    Attestation,
    Byline,
    Correction,
    Finding,
    Meeting,
    MeetingGroup,
    Membership,
    Mention,
    Organization,
    OrganizationName,
    OrganizationParent,
    OrganizationSuccession,
    Page,
    Participant,
    Person,
    Photo,
    Post,
    Row,
    Topic,
)
from service.records import shapes
from service.records.shapes import Record, Reference

MODELS: dict[str, type[Row]] = {
    "topic": Topic,
    "organization": Organization,
    "person": Person,
    "post": Post,
    "membership": Membership,
    "meeting": Meeting,
    "article": Article,
}
PORTRAIT = "portrait"
"""The type under which a person's portrait has its id, by the person's key."""
TABLES: tuple[type[Row], ...] = (
    Topic,
    Organization,
    OrganizationName,
    OrganizationParent,
    OrganizationSuccession,
    Person,
    Post,
    Membership,
    Meeting,
    Participant,
    MeetingGroup,
    Article,
    ArticleFormerSlug,
    ArticleTopic,
    ArticleMeeting,
    Photo,
    Byline,
    Mention,
    Attestation,
    Correction,
    Finding,
    Page,
)

Columns = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """Gathers the rows of many records, table by table."""

    ids: Mapping[Reference, int]
    zone: ZoneInfo
    now: datetime
    portraits: list[Columns] = field(default_factory=list)
    _of: dict[type[Row], list[Columns]] = field(default_factory=lambda: defaultdict(list))

    def add(self, record: Record) -> None:
        _ADD[record.type](self, record)

    def tables(self) -> Iterator[tuple[type[Row], list[Columns]]]:
        """In an order in which no row refers to a later one."""
        yield Photo, self.portraits
        yield from ((table, self._of[table]) for table in TABLES)

    def put(self, table: type[Row], **columns: Any) -> None:
        self._of[table].append(columns)

    def id(self, kind: str, key: str | None) -> int | None:
        return None if key is None else self.ids[Reference(kind, key)]

    def followed(self, record: Record) -> Columns:
        created = record.created_at or self.now
        return {
            "id": self.id(record.type, record.key),
            "version": record.version,
            "created_at": created,
            "updated_at": record.updated_at or created,
        }


def _topic(rows: Rows, record: shapes.Topic) -> None:
    rows.put(Topic, **rows.followed(record), slug=record.slug, **naming.keys(record.name))


def _organization(rows: Rows, record: shapes.Organization) -> None:
    kept = rows.followed(record)
    rows.put(
        Organization,
        **kept,
        **organizations.columns(
            record.name,
            names=[named.name for named in record.all_names],
            other_names=record.other_names,
            classification=record.classification,
            area=record.area,
        ),
        **dates.columns("founded", record.founded_on),
        **dates.columns("dissolved", record.dissolved_on),
        slug=record.slug,
        level=record.level,
        ladder=record.ladder,
        province_tone=record.province,
    )
    for named in record.all_names:
        rows.put(
            OrganizationName,
            organization_id=kept["id"],
            name=named.name,
            name_tone=naming.tone(named.name),
            **_period(named),
        )
    for parent in record.parents:
        rows.put(
            OrganizationParent,
            organization_id=kept["id"],
            parent_id=rows.id("organization", parent.organization),
            **_period(parent),
        )
    for successor in record.successors:
        rows.put(
            OrganizationSuccession,
            predecessor_id=kept["id"],
            successor_id=rows.id("organization", successor.organization),
            **dates.columns("occurred", successor.occurred_on),
        )


def _person(rows: Rows, record: shapes.Person) -> None:
    portrait = None
    if record.portrait is not None:
        portrait = rows.id(PORTRAIT, record.key)
        rows.portraits.append({"id": portrait, "position": 0, **vars(record.portrait)})
    rows.put(
        Person,
        **rows.followed(record),
        **people.columns(record.name, record.other_names),
        slug=record.slug,
        honorific_prefix=record.honorific_prefix,
        biography=record.biography,
        portrait_id=portrait,
    )


def _post(rows: Rows, record: shapes.Post) -> None:
    rows.put(
        Post,
        **rows.followed(record),
        **_period(record),
        organization_id=rows.id("organization", record.organization),
        label=record.label,
        label_tone=naming.tone(record.label),
    )


def _membership(rows: Rows, record: shapes.Membership) -> None:
    rows.put(
        Membership,
        **rows.followed(record),
        **_period(record),
        person_id=rows.id("person", record.person),
        member_organization_id=rows.id("organization", record.member_organization),
        organization_id=rows.id("organization", record.organization),
        post_id=rows.id("post", record.post),
        on_behalf_of_id=rows.id("organization", record.on_behalf_of),
        is_derived=record.is_derived,
        label=record.label,
        label_tone=None if record.label is None else naming.tone(record.label),
    )


def _meeting(rows: Rows, record: shapes.Meeting) -> None:
    kept = rows.followed(record)
    account = meetings.Account(
        name=record.name,
        topic=record.topic,
        classification=record.classification,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        part_of_day=record.part_of_day,
        starts_at=record.starts_at,
        location=record.location,
        status=record.status,
    )
    rows.put(Meeting, **kept, slug=record.slug, **meetings.columns(account))
    for position, part in enumerate(record.participants):
        rows.put(
            Participant,
            meeting_id=kept["id"],
            person_id=rows.id("person", part.person),
            organization_id=rows.id("organization", part.organization),
            position=position,
            credited_name=part.credited_name,
            credited_position=part.credited_position,
            membership_id=rows.id("membership", part.membership),
            **{column: role in part.roles for role, column in meetings.ROLE_COLUMNS.items()},
        )
    for position, group in enumerate(record.groups):
        rows.put(MeetingGroup, meeting_id=kept["id"], position=position, **vars(group))


def _article(rows: Rows, record: shapes.Article) -> None:
    kept = rows.followed(record)
    article = kept["id"]
    written = articles.Text(
        title=record.title,
        lede=record.lede,
        body=Body(record.body, record.body_format),
        captions=tuple(photo.caption for photo in record.photos),
        signed=tuple(credit.credited_name for credit in record.byline),
    )
    rows.put(
        Article,
        **kept,
        **articles.columns(written),
        **articles.publication(record.published_at, rows.zone),
        slug=record.slug,
        url=record.url,
        language=record.language,
        source=record.source,
        organization_id=rows.id("organization", record.organization),
        status=record.status,
        scheduled_for=record.scheduled_for,
        removed_at=record.removed_at,
        removal_note=record.removal_note,
        removal_reason=record.removal_reason,
    )
    for slug in record.former_slugs:
        rows.put(ArticleFormerSlug, article_id=article, slug=slug)
    for slug in record.topics:
        rows.put(ArticleTopic, article_id=article, topic_id=rows.id("topic", slug))
    for slug in record.meetings:
        rows.put(ArticleMeeting, article_id=article, meeting_id=rows.id("meeting", slug))
    for position, photo in enumerate(record.photos):
        rows.put(Photo, article_id=article, position=position, **vars(photo))
    for correction in record.corrections:
        rows.put(Correction, article_id=article, **vars(correction))
    for position, credit in enumerate(record.byline):
        rows.put(
            Byline,
            article_id=article,
            position=position,
            credited_name=credit.credited_name,
            credited_position=credit.credited_position,
            person_id=rows.id("person", credit.person),
            membership_id=rows.id("membership", credit.membership),
        )
    _evidence(rows, record, article)


def _evidence(rows: Rows, record: shapes.Article, article: int) -> None:
    for position, mention in enumerate(record.mentions):
        rows.put(
            Mention,
            article_id=article,
            position=position,
            person_id=rows.id("person", mention.person),
            agent_organization_id=rows.id("organization", mention.organization),
            credited_name=mention.credited_name,
            credited_position=mention.credited_position,
            organization_id=rows.id("organization", mention.held_in),
            quote=mention.quote,
            rule=mention.rule,
            certainty=mention.certainty,
        )
    for attestation in record.attestations:
        rows.put(
            Attestation,
            article_id=article,
            membership_id=rows.id("membership", attestation.membership),
            attested_on=None if attestation.on is None else attestation.on.first_day,
        )
    for position, finding in enumerate(record.findings):
        rows.put(Finding, article_id=article, position=position, **vars(finding))
    for page in record.pages:
        rows.put(
            Page,
            article_id=article,
            file_name=page.file_name,
            content_hash=hashlib.sha256(page.original).hexdigest(),
            original=page.original,
            imported_at=page.imported_at,
        )


def _period(held: Any) -> Columns:
    return dates.period(held.starts_on, held.ends_on)


_ADD: dict[str, Callable[[Rows, Any], None]] = {
    "topic": _topic,
    "organization": _organization,
    "person": _person,
    "post": _post,
    "membership": _membership,
    "meeting": _meeting,
    "article": _article,
}
