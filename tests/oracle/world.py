"""A small archive as plain lists: what the oracle answers from, and what is written to a database.

The attributes are named as the columns. What other columns are only derived from these (`_missing`,
`_key`, `_first`, `_last`, and what a search looks through) is not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The site's."""


@dataclass(frozen=True, slots=True)
class Row:
    id: int


@dataclass(frozen=True, slots=True)
class Record(Row):
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Period(Row):
    """Both ends included, each as it is known: a partial date, or not at all."""

    starts_on: str | None
    ends_on: str | None


@dataclass(frozen=True, slots=True)
class Named(Record):
    slug: str
    name: str
    name_sort: str


@dataclass(frozen=True, slots=True)
class Topic(Named):
    pass


@dataclass(frozen=True, slots=True)
class Organization(Named):
    other_names: list[str]
    classification: str | None
    level: str | None
    area: str | None
    founded_on: str | None
    dissolved_on: str | None


@dataclass(frozen=True, slots=True)
class OrganizationName(Period):
    organization_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OrganizationParent(Period):
    organization_id: int
    parent_id: int


@dataclass(frozen=True, slots=True)
class OrganizationSuccession(Row):
    predecessor_id: int
    successor_id: int


@dataclass(frozen=True, slots=True)
class Article(Record):
    """`body` is in its `body_format`; `bodies`: the same in each format."""

    slug: str
    url: str | None
    title: str
    title_sort: str
    lede: str | None
    body: str
    body_format: str
    bodies: Mapping[str, str]
    word_count: int
    language: str
    source: str | None
    organization_id: int | None
    status: str
    published_at: datetime | None
    scheduled_for: datetime | None
    removed_at: datetime | None
    removal_note: str | None

    @property
    def published_on(self) -> date | None:
        return None if self.published_at is None else self.published_at.astimezone(ZONE).date()


@dataclass(frozen=True, slots=True)
class ArticleFormerSlug(Row):
    article_id: int
    slug: str


@dataclass(frozen=True, slots=True)
class Revision(Row):
    article_id: int
    version: int
    created_at: datetime
    by: str | None
    changed: list[str]
    snapshot: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Photo(Row):
    """Without an article it is somebody's portrait."""

    article_id: int | None
    position: int
    url: str | None
    caption: str | None
    alt_text: str | None
    credit: str | None
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Person(Named):
    honorific_prefix: str | None
    other_names: list[str]
    biography: str | None
    portrait_id: int | None


@dataclass(frozen=True, slots=True)
class Post(Record):
    organization_id: int
    label: str
    label_tone: str
    starts_on: str | None
    ends_on: str | None


@dataclass(frozen=True, slots=True)
class Membership(Record):
    person_id: int | None
    member_organization_id: int | None
    organization_id: int
    post_id: int | None
    on_behalf_of_id: int | None
    label: str | None
    is_derived: bool
    starts_on: str | None
    ends_on: str | None


@dataclass(frozen=True, slots=True)
class Attestation(Row):
    membership_id: int
    article_id: int
    attested_on: date | None


@dataclass(frozen=True, slots=True)
class Byline(Row):
    article_id: int
    position: int
    credited_name: str
    credited_position: str | None
    person_id: int | None
    membership_id: int | None


@dataclass(frozen=True, slots=True)
class Correction(Row):
    article_id: int
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Mention(Row):
    article_id: int
    position: int
    person_id: int | None
    agent_organization_id: int | None
    credited_name: str
    credited_position: str | None
    organization_id: int | None
    quote: str
    certainty: str


@dataclass(frozen=True, slots=True)
class ArticleTopic(Row):
    article_id: int
    topic_id: int


@dataclass(frozen=True, slots=True)
class ArticleMeeting(Row):
    article_id: int
    meeting_id: int


@dataclass(frozen=True, slots=True)
class Meeting(Named):
    topic: str | None
    classification: str | None
    starts_on: str
    ends_on: str | None
    part_of_day: str | None
    starts_at: datetime | None
    location: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Participant(Row):
    """`roles` in the order of the contract's enum."""

    meeting_id: int
    person_id: int | None
    organization_id: int | None
    position: int
    roles: tuple[str, ...]
    credited_name: str
    credited_position: str | None
    membership_id: int | None


@dataclass(frozen=True, slots=True)
class MeetingGroup(Row):
    meeting_id: int
    position: int
    credited_name: str
    role: str


@dataclass(frozen=True, slots=True)
class Merge(Row):
    """`record_kind`: by the model's name. The duplicate's row is gone."""

    record_kind: str
    duplicate_id: int
    duplicate_slug: str | None
    survivor_id: int
    merged_at: datetime


@dataclass(slots=True)
class World:
    """All rows, each list in no particular order. `today`: about when periods begin and end."""

    seed: int
    today: date
    topics: list[Topic] = field(default_factory=list)
    organizations: list[Organization] = field(default_factory=list)
    organization_names: list[OrganizationName] = field(default_factory=list)
    organization_parents: list[OrganizationParent] = field(default_factory=list)
    successions: list[OrganizationSuccession] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    former_slugs: list[ArticleFormerSlug] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    attestations: list[Attestation] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    article_topics: list[ArticleTopic] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    article_meetings: list[ArticleMeeting] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    groups: list[MeetingGroup] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
