"""The shapes of what clients send. What it means is decided in `arguments`, for all nouns."""

from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import strawberry

from schema.fields import key
from schema.scalars import URL
from schema.vocabulary import (
    AdministrativeLevel,
    BodyFormat,
    Certainty,
    MeetingRole,
    MeetingStatus,
    PartOfDay,
    PublicationStatus,
)
from service.dates import PartialDate


@strawberry.input(one_of=True, description="One record, by one of its keys.")
class By:
    id: strawberry.ID | None = key("Its global id.")
    slug: str | None = key("Its slug.")


@strawberry.input(one_of=True, description="One article, by one of its keys.")
class ArticleBy:
    id: strawberry.ID | None = key("Its global id.")
    slug: str | None = key("Its slug.")
    url: URL | None = key("The address where its page stands or stood.")


@strawberry.input(description="Conditions on an id, all of which hold. `in: []` matches nothing.")
class IDWhere:
    eq: strawberry.ID | None = key("Is this one.")
    in_: list[strawberry.ID] | None = key("Is one of these.", "in")
    not_in: list[strawberry.ID] | None = key("Is none of these.")


@strawberry.input(
    description="Conditions on a text, all of which hold, without regard to case or to the "
    "placement of the tone. `in: []` matches nothing."
)
class StringWhere:
    eq: str | None = key("Is this text.")
    in_: list[str] | None = key("Is one of these texts.", "in")
    starts_with: str | None = key("Begins with this text.")


@strawberry.input(
    description="Conditions on an instant, all of which hold; half-open by preference: "
    "gte <= x < lt."
)
class DateTimeWhere:
    gte: datetime | None = key("At this instant or later.")
    gt: datetime | None = key("Later than this instant.")
    lte: datetime | None = key("At this instant or earlier.")
    lt: datetime | None = key("Earlier than this instant.")
    is_null: bool | None = key("Whether there is no instant.")


@strawberry.input(description="Whole local days, both ends included. 'View news by date' is `on`.")
class DayWhere:
    on: date | None = key("This day.")
    from_: date | None = key("This day or later.", "from")
    through: date | None = key("This day or earlier.")
    time_zone: ZoneInfo | None = key("By whose clock the days begin; the site's unless given.")


@strawberry.input(
    description="Calendar days without a zone, both ends included; a period matches where it "
    "overlaps. A partial date stands for all days that it may mean."
)
class DateWhere:
    on: date | None = key("This day.")
    from_: date | None = key("This day or later.", "from")
    through: date | None = key("This day or earlier.")


_AND = "All of these hold; of none of them, that is so."
_OR = "One of these holds at least; of none of them, that is never so."
_NOT = "This does not hold."


@strawberry.input(description="Conditions on a membership, all of which hold of the same one.")
class MembershipWhere:
    at: date | None = key(
        "Held on this day. Where a bound is unknown, the days on which articles attest it count."
    )
    organization: "OrganizationWhere | None" = key("Held in such a body.")
    post: IDWhere | None = key("The post that is held.")
    label: StringWhere | None = key("What it is called.")


@strawberry.input(description="Conditions on people, all of which hold.")
class PersonWhere:
    and_: "list[PersonWhere] | None" = key(_AND, "and")
    or_: "list[PersonWhere] | None" = key(_OR, "or")
    not_: "PersonWhere | None" = key(_NOT, "not")
    id: IDWhere | None = key("The person's id.")
    slug: StringWhere | None = key("The person's slug.")
    name: StringWhere | None = key("The person's name.")
    updated_at: DateTimeWhere | None = key("The instant of the latest change.")
    holds: MembershipWhere | None = key("A membership of the person's, at least one.")


@strawberry.input(description="Conditions on organizations, all of which hold.")
class OrganizationWhere:
    and_: "list[OrganizationWhere] | None" = key(_AND, "and")
    or_: "list[OrganizationWhere] | None" = key(_OR, "or")
    not_: "OrganizationWhere | None" = key(_NOT, "not")
    id: IDWhere | None = key("Its id.")
    slug: StringWhere | None = key("Its slug.")
    name: StringWhere | None = key("Its latest name.")
    updated_at: DateTimeWhere | None = key("The instant of the latest change.")
    level: list[AdministrativeLevel] | None = key("On one of these levels.")
    classification: list[str] | None = key("Of one of these kinds, as they are written.")
    within: By | None = key("That body and all below it, at whatever time.")
    exists_on: date | None = key("There on this day, both its ends included.")


@strawberry.input(description="Conditions on meetings, all of which hold.")
class MeetingWhere:
    and_: "list[MeetingWhere] | None" = key(_AND, "and")
    or_: "list[MeetingWhere] | None" = key(_OR, "or")
    not_: "MeetingWhere | None" = key(_NOT, "not")
    id: IDWhere | None = key("Its id.")
    slug: StringWhere | None = key("Its slug.")
    name: StringWhere | None = key("Its name.")
    updated_at: DateTimeWhere | None = key("The instant of the latest change.")
    held_on: DateWhere | None = key("The days on which it is held.")
    host: By | None = key("Held by this person or body.")
    participant: By | None = key("With this person or body, in whatever role.")
    status: list[MeetingStatus] | None = key("In one of these states.")


@strawberry.input(description="Conditions on articles, all of which hold.")
class ArticleWhere:
    and_: "list[ArticleWhere] | None" = key(_AND, "and")
    or_: "list[ArticleWhere] | None" = key(_OR, "or")
    not_: "ArticleWhere | None" = key(_NOT, "not")
    id: IDWhere | None = key("Its id.")
    slug: StringWhere | None = key("Its slug.")
    title: StringWhere | None = key("Its title.")
    language: list[str] | None = key("In one of these languages, by BCP 47.")
    status: list[PublicationStatus] | None = key(
        "In one of these states; what is not PUBLISHED takes READ_DRAFTS. PUBLISHED unless given "
        "beside the other conditions, rather than within `and`, `or` and `not`."
    )
    published_at: DateTimeWhere | None = key("The instant of its publication.")
    published_on: DayWhere | None = key("The local day of its publication.")
    updated_at: DateTimeWhere | None = key("The instant of the latest change.")
    topic: By | None = key("Filed under this topic.")
    author: PersonWhere | None = key("Signed by such a person.")
    organization: OrganizationWhere | None = key("Published by such a body.")
    meeting: MeetingWhere | None = key("Telling of such a meeting.")
    mentions: By | None = key("Naming this person or body.")


@strawberry.input(description="Conditions on mentions, all of which hold.")
class MentionWhere:
    certainty: list[Certainty] | None = key("As sure as one of these; NEEDS_REVIEW unless given.")
    article: strawberry.ID | None = key("In this article.")
    agent: strawberry.ID | None = key("Of this person or body.")


@strawberry.enum(description="By what the archive is parted.")
class ArchiveUnit(Enum):
    DAY = strawberry.enum_value("DAY", description="Calendar days.")
    MONTH = strawberry.enum_value("MONTH", description="Calendar months.")
    YEAR = strawberry.enum_value("YEAR", description="Calendar years.")


@strawberry.input(description="Who signs, as printed, with links to the records where known.")
class BylineInput:
    credited_name: str = strawberry.field(description="The name, as printed.")
    credited_position: str | None = key("The position, as printed.")
    person_id: strawberry.ID | None = key("Who it is.")
    membership_id: strawberry.ID | None = key("The membership behind the position.")


@strawberry.input(description="A picture, by reference.")
class PhotoInput:
    url: URL = strawberry.field(description="Where the picture is.")
    caption: str | None = key("The caption.")
    alt_text: str | None = key("What the picture shows, for who cannot see it.")
    credit: str | None = key("Who took it.")
    width: int | None = key("In pixels.")
    height: int | None = key("In pixels.")


def _body_format() -> Any:
    return strawberry.field(
        default=BodyFormat.HTML,
        description="How `body` is written, and how it is kept; but TEXT is kept as HTML.",
    )


def _idempotency_key() -> Any:
    return key(
        "The same key and the same input once more change nothing, and are answered with the "
        "record as it now stands, for at least 24 hours; NOT_FOUND where it is gone, or has since "
        "become another that this token may not see. At most 200 characters."
    )


@strawberry.input(description="A new article. A null counts as absent.")
class CreateArticleInput:
    title: str = strawberry.field(description="The headline: at most 500 characters.")
    lede: str | None = key("The opening that sums it up: at most 5,000 characters.")
    body: str | None = key(
        "The text: at most 500,000 characters. Of HTML, what could do more than show text is "
        "taken out."
    )
    body_format: BodyFormat = _body_format()
    slug: str | None = key("The human key; made from the title unless given.")
    url: URL | None = key("Where the page stands or stood.")
    language: str | None = key("BCP 47; vi unless given.")
    source: str | None = key("Where the text was taken from.")
    byline: list[BylineInput] | None = key("Who signs, in this order.")
    photos: list[PhotoInput] | None = key("Its pictures, in this order.")
    organization_id: strawberry.ID | None = key("The body that publishes it.")
    topic_ids: list[strawberry.ID] | None = key("Its subjects.")
    meeting_ids: list[strawberry.ID] | None = key("The meetings it tells of.")
    idempotency_key: str | None = _idempotency_key()


def _seen_id() -> Any:
    return strawberry.field(description="Its global id.")


def _seen_version() -> Any:
    return strawberry.field(description="Its version when it was read: refused if it has changed.")


@strawberry.input(
    description="What an article is to say. What is absent stays as it is, null clears (but no "
    "title and no slug); lists are replaced as a whole."
)
class UpdateArticleInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    title: str | None = key("The headline: at most 500 characters.")
    lede: str | None = key("The opening that sums it up: at most 5,000 characters.")
    body: str | None = key(
        "The text: at most 500,000 characters. Of HTML, what could do more than show text is "
        "taken out."
    )
    body_format: BodyFormat = _body_format()
    slug: str | None = key("The human key. The one that it replaces stays the article's own.")
    url: URL | None = key("Where the page stands or stood.")
    language: str | None = key("BCP 47, e.g. vi.")
    source: str | None = key("Where the text was taken from.")
    byline: list[BylineInput] | None = key("Who signs, in this order.")
    photos: list[PhotoInput] | None = key("Its pictures, in this order.")
    organization_id: strawberry.ID | None = key("The body that publishes it.")
    topic_ids: list[strawberry.ID] | None = key("Its subjects.")
    meeting_ids: list[strawberry.ID] | None = key("The meetings it tells of.")
    correction_note: str | None = key("What readers should be told: makes the change a correction.")
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description="Which article is to be public, and from when.")
class PublishArticleInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    at: datetime | None = key(
        "Its instant. Without one: the one that it has already, else now. A future one schedules "
        "it; a past one files it under its own day."
    )
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description="Which article is not to be published by itself any more.")
class UnscheduleArticleInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description="Which article is no longer to be public, and why.")
class WithdrawArticleInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    reason: str = strawberry.field(description="Why; stays inside.")
    note: str | None = key("What readers are told.")
    idempotency_key: str | None = _idempotency_key()


_REPLACED = (
    "What is absent stays as it is, null clears what need not be there; lists are replaced as a "
    "whole."
)
_STARTS = "The first day, as far as known."
_ENDS = "The last day, as far as known; included."
_SLUG = "The human key; made from the name unless given."
_NEW_SLUG = "The human key."
_OTHER_NAMES = "Other names in use: at most 500 characters each."
_NAME = "The name: at most 500 characters."


def _new(noun: str) -> str:
    return f"A new {noun}. A null counts as absent."


def _revised(noun: str) -> str:
    return f"What is to be known of a {noun}. {_REPLACED}"


@strawberry.input(description=_new("person"))
class CreatePersonInput:
    name: str = strawberry.field(description=_NAME)
    slug: str | None = key(_SLUG)
    honorific_prefix: str | None = key("As `ông`, `bà`, or a rank.")
    other_names: list[str] | None = key(_OTHER_NAMES)
    biography: str | None = key("A life in short: at most 50,000 characters.")
    portrait: PhotoInput | None = key("A picture of the person.")
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description=_revised("person"))
class UpdatePersonInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    name: str | None = key(_NAME)
    slug: str | None = key(_NEW_SLUG)
    honorific_prefix: str | None = key("As `ông`, `bà`, or a rank.")
    other_names: list[str] | None = key(_OTHER_NAMES)
    biography: str | None = key("A life in short: at most 50,000 characters.")
    portrait: PhotoInput | None = key("A picture of the person.")
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description="A name of a body, and when it bore it.")
class OrganizationNameInput:
    name: str = strawberry.field(description=_NAME)
    starts_on: PartialDate | None = key(_STARTS)
    ends_on: PartialDate | None = key(_ENDS)


@strawberry.input(description="What stands above a body, and when.")
class OrganizationParentInput:
    parent_id: strawberry.ID = strawberry.field(
        description="The body above: neither itself nor one that ever stood below it."
    )
    starts_on: PartialDate | None = key(_STARTS)
    ends_on: PartialDate | None = key(_ENDS)


@strawberry.input(description=_new("organization"))
class CreateOrganizationInput:
    names: list[OrganizationNameInput] = strawberry.field(
        description="Every name with its period, at least one: by the latest it is listed."
    )
    slug: str | None = key(_SLUG)
    other_names: list[str] | None = key(_OTHER_NAMES)
    classification: str | None = key("What kind of body it is, without level and area.")
    level: AdministrativeLevel | None = key("The level on which it works.")
    area: str | None = key("Where it works, with the unit: huyện Lâm Bình.")
    founded_on: PartialDate | None = key(_STARTS)
    dissolved_on: PartialDate | None = key(_ENDS)
    parents: list[OrganizationParentInput] | None = key("What stands and stood above it.")
    predecessor_ids: list[strawberry.ID] | None = key("The bodies that it took over from.")
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description=_revised("body"))
class UpdateOrganizationInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    names: list[OrganizationNameInput] | None = key(
        "Every name with its period, at least one: by the latest it is listed."
    )
    slug: str | None = key(_NEW_SLUG)
    other_names: list[str] | None = key(_OTHER_NAMES)
    classification: str | None = key("What kind of body it is, without level and area.")
    level: AdministrativeLevel | None = key("The level on which it works.")
    area: str | None = key("Where it works, with the unit: huyện Lâm Bình.")
    founded_on: PartialDate | None = key(_STARTS)
    dissolved_on: PartialDate | None = key(_ENDS)
    parents: list[OrganizationParentInput] | None = key("What stands and stood above it.")
    predecessor_ids: list[strawberry.ID] | None = key("The bodies that it took over from.")
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description="Who took part in a meeting: once, with all roles.")
class ParticipantInput:
    agent_id: strawberry.ID = strawberry.field(description="The person or body.")
    roles: list[MeetingRole] = strawberry.field(description="All roles, at least one.")
    credited_name: str | None = key("The name, as announced; the agent's unless given.")
    credited_position: str | None = key("The position, as announced.")
    membership_id: strawberry.ID | None = key(
        "The membership behind the position, one of the agent's own."
    )


@strawberry.input(description="Who took part without being named: 'lãnh đạo các xã'.")
class MeetingGroupInput:
    credited_name: str = strawberry.field(description="The words of the text.")
    role: MeetingRole = strawberry.field(description="What they did there.")


_STARTS_AT = "The instant, only where the hour is known: on one of the meeting's days."
_MEETING_STATUS = (
    "Whether it took place; unless given PLANNED where it begins after the site's today, else HELD."
)


@strawberry.input(description=_new("meeting"))
class CreateMeetingInput:
    name: str = strawberry.field(description=_NAME)
    slug: str | None = key("The human key; made from the name and the day unless given.")
    topic: str | None = key("What it is about.")
    classification: str | None = key("What kind of meeting it is.")
    starts_on: PartialDate = strawberry.field(description=_STARTS)
    ends_on: PartialDate | None = key(_ENDS)
    part_of_day: PartOfDay | None = key("The part of the day, as printed.")
    starts_at: datetime | None = key(_STARTS_AT)
    location: str | None = key("Where, as printed.")
    status: MeetingStatus | None = key(_MEETING_STATUS)
    participants: list[ParticipantInput] | None = key("Who takes part, in this order.")
    groups: list[MeetingGroupInput] | None = key("Who takes part without being named.")
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description=_revised("meeting"))
class UpdateMeetingInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    name: str | None = key(_NAME)
    slug: str | None = key(_NEW_SLUG)
    topic: str | None = key("What it is about.")
    classification: str | None = key("What kind of meeting it is.")
    starts_on: PartialDate | None = key(_STARTS)
    ends_on: PartialDate | None = key(_ENDS)
    part_of_day: PartOfDay | None = key("The part of the day, as printed.")
    starts_at: datetime | None = key(_STARTS_AT)
    location: str | None = key("Where, as printed.")
    status: MeetingStatus | None = key(_MEETING_STATUS)
    participants: list[ParticipantInput] | None = key("Who takes part, in this order.")
    groups: list[MeetingGroupInput] | None = key("Who takes part without being named.")
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description=_new("topic"))
class CreateTopicInput:
    name: str = strawberry.field(description=_NAME)
    slug: str | None = key(_SLUG)
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description=_revised("topic"))
class UpdateTopicInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    name: str | None = key(_NAME)
    slug: str | None = key(_NEW_SLUG)
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description=_new("post"))
class CreatePostInput:
    organization_id: strawberry.ID = strawberry.field(description="The body it belongs to.")
    label: str = strawberry.field(description="What it is called: Phó Chủ tịch.")
    starts_on: PartialDate | None = key(_STARTS)
    ends_on: PartialDate | None = key(_ENDS)
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description=_revised("post"))
class UpdatePostInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    label: str | None = key("What it is called: Phó Chủ tịch.")
    starts_on: PartialDate | None = key(_STARTS)
    ends_on: PartialDate | None = key(_ENDS)
    idempotency_key: str | None = _idempotency_key()


_POST = "The post, one of that body."
_ON_BEHALF_OF = "The body that the member stands for."
_LABEL = "What it is called; the post's label unless given."


@strawberry.input(description=_new("membership"))
class CreateMembershipInput:
    member_id: strawberry.ID = strawberry.field(description="The person or body that holds it.")
    organization_id: strawberry.ID = strawberry.field(description="The body in which it is held.")
    post_id: strawberry.ID | None = key(_POST)
    on_behalf_of_id: strawberry.ID | None = key(_ON_BEHALF_OF)
    label: str | None = key(_LABEL)
    starts_on: PartialDate | None = key(_STARTS)
    ends_on: PartialDate | None = key(_ENDS)
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description=_revised("membership"))
class UpdateMembershipInput:
    id: strawberry.ID = _seen_id()
    expected_version: int = _seen_version()
    post_id: strawberry.ID | None = key(_POST)
    on_behalf_of_id: strawberry.ID | None = key(_ON_BEHALF_OF)
    label: str | None = key(_LABEL)
    starts_on: PartialDate | None = key(_STARTS)
    ends_on: PartialDate | None = key(_ENDS)
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(
    description="Which two records are one. All that points to the duplicate points to the "
    "survivor afterwards, and the duplicate's id and slug find it."
)
class MergeInput:
    id: strawberry.ID = strawberry.field(description="The survivor's global id.")
    duplicate_id: strawberry.ID = strawberry.field(description="The duplicate's global id.")
    expected_version: int = _seen_version()
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(
    description="Which mention is so. A position that it gives in a body becomes a membership, "
    "with the article as its source."
)
class ConfirmMentionInput:
    id: strawberry.ID = strawberry.field(description="Its global id.")
    agent_id: strawberry.ID | None = key("Who is meant, where that is not the mention's own agent.")
    idempotency_key: str | None = _idempotency_key()


@strawberry.input(description="Which mention is not so: it is removed.")
class RejectMentionInput:
    id: strawberry.ID = strawberry.field(description="Its global id.")
    idempotency_key: str | None = _idempotency_key()


@strawberry.enum(description="The order of a list of articles; the id is the last key.")
class ArticleOrder(Enum):
    PUBLISHED_AT_DESC = strawberry.enum_value(
        "PUBLISHED_AT_DESC", description="The newest first; what has no instant comes last."
    )
    PUBLISHED_AT_ASC = strawberry.enum_value(
        "PUBLISHED_AT_ASC", description="The oldest first; what has no instant comes last."
    )
    UPDATED_AT_DESC = strawberry.enum_value(
        "UPDATED_AT_DESC", description="The latest change first."
    )
    UPDATED_AT_ASC = strawberry.enum_value(
        "UPDATED_AT_ASC", description="The earliest change first."
    )
    TITLE_ASC = strawberry.enum_value("TITLE_ASC", description="By the Vietnamese alphabet.")
    TITLE_DESC = strawberry.enum_value("TITLE_DESC", description="The alphabet from its end.")
    RELEVANCE = strawberry.enum_value(
        "RELEVANCE",
        description="Of a search: by how much of it stands together in the title, then the newest "
        "first. Needs `search`, where it is the default.",
    )


@strawberry.enum(description="The order of a list of people; the id is the last key.")
class PersonOrder(Enum):
    NAME_ASC = strawberry.enum_value("NAME_ASC", description="By the Vietnamese alphabet.")
    NAME_DESC = strawberry.enum_value("NAME_DESC", description="The alphabet from its end.")
    UPDATED_AT_DESC = strawberry.enum_value(
        "UPDATED_AT_DESC", description="The latest change first."
    )
    RELEVANCE = strawberry.enum_value(
        "RELEVANCE",
        description="Of a search: by how much of it stands together in the name, then by name. "
        "Needs `search`, where it is the default.",
    )


@strawberry.enum(description="The order of a list of organizations; the id is the last key.")
class OrganizationOrder(Enum):
    NAME_ASC = strawberry.enum_value("NAME_ASC", description="By the Vietnamese alphabet.")
    NAME_DESC = strawberry.enum_value("NAME_DESC", description="The alphabet from its end.")
    UPDATED_AT_DESC = strawberry.enum_value(
        "UPDATED_AT_DESC", description="The latest change first."
    )
    RELEVANCE = strawberry.enum_value(
        "RELEVANCE",
        description="Of a search: by how much of it stands together in the name, then by name. "
        "Needs `search`, where it is the default.",
    )


@strawberry.enum(description="The order of a list of meetings; the id is the last key.")
class MeetingOrder(Enum):
    STARTS_ON_DESC = strawberry.enum_value(
        "STARTS_ON_DESC", description="The latest first; a day without its year comes last."
    )
    STARTS_ON_ASC = strawberry.enum_value(
        "STARTS_ON_ASC", description="The earliest first; a day without its year comes last."
    )
    UPDATED_AT_DESC = strawberry.enum_value(
        "UPDATED_AT_DESC", description="The latest change first."
    )
    RELEVANCE = strawberry.enum_value(
        "RELEVANCE",
        description="Of a search: by how much of it stands together in the name, then the latest "
        "first. Needs `search`, where it is the default.",
    )
