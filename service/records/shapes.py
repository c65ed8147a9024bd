"""The seven types of records. What is absent is null, empty or its default, and is not written."""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from service import bodies, text
from service.records.scalars import (
    Blob,
    Count,
    Day,
    Instant,
    KeptFormat,
    Key,
    Kind,
    Language,
    MembershipKey,
    Name,
    Number,
    PostKey,
    Slug,
    Text,
    Url,
    Verbatim,
)
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


class Reference(NamedTuple):
    """Another record, by its type and natural key."""

    type: str
    key: str

    def __str__(self) -> str:
        return f"{self.type} '{self.key}'"


class Shape(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", strict=True, frozen=True
    )


class Record(Shape):
    """What every record has. Without `createdAt` and `updatedAt` it is made as it comes in."""

    type: str
    version: Number = 1
    created_at: Instant | None = None
    updated_at: Instant | None = None

    @property
    def key(self) -> str:
        """Natural, and unique among the records of the type."""
        raise NotImplementedError

    def references(self) -> Iterator[Reference]:
        """The other records that it names: each must be there first, or come with it."""
        return iter(())


class Slugged(Record):
    slug: Slug

    @property
    def key(self) -> str:
        return self.slug


class Agent(Shape):
    """A person or an organization, by slug."""

    person: Slug | None = None
    organization: Slug | None = None

    @property
    def agent(self) -> Reference | None:
        if self.person is not None:
            return Reference("person", self.person)
        return None if self.organization is None else Reference("organization", self.organization)

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if self.person is not None and self.organization is not None:
            raise ValueError("it is a person or an organization, not both")
        return self


class Topic(Slugged):
    type: Literal["topic"]
    name: Name


class Named(Shape):
    """A name that a body bore."""

    name: Name
    starts_on: Day | None = None
    ends_on: Day | None = None


class Parent(Shape):
    """The body above, for a while."""

    organization: Slug
    starts_on: Day | None = None
    ends_on: Day | None = None


class Succession(Shape):
    """A body that took over from this one."""

    organization: Slug
    occurred_on: Day | None = None


class Organization(Slugged):
    """`names` is the one name where it is not given; `province` is only compared."""

    type: Literal["organization"]
    name: Name
    names: tuple[Named, ...] | None = None
    other_names: tuple[Name, ...] = ()
    classification: Kind | None = None
    level: AdministrativeLevel | None = None
    ladder: Ladder | None = None
    area: Text | None = None
    province: Key | None = None
    founded_on: Day | None = None
    dissolved_on: Day | None = None
    parents: tuple[Parent, ...] = ()
    successors: tuple[Succession, ...] = ()

    @model_validator(mode="after")
    def _has_no_successor_twice(self) -> Self:
        slugs = [successor.organization for successor in self.successors]
        if len(set(slugs)) < len(slugs):
            raise ValueError("a successor is named twice")
        return self

    @property
    def all_names(self) -> tuple[Named, ...]:
        return (Named(name=self.name),) if self.names is None else self.names

    def references(self) -> Iterator[Reference]:
        for parent in self.parents:
            yield Reference("organization", parent.organization)
        for successor in self.successors:
            yield Reference("organization", successor.organization)


class Photo(Shape):
    url: Url | None = None
    caption: Text | None = None
    alt_text: Text | None = None
    credit: Text | None = None
    width: Count | None = None
    height: Count | None = None


class Person(Slugged):
    type: Literal["person"]
    name: Name
    honorific_prefix: Text | None = None
    other_names: tuple[Name, ...] = ()
    biography: Text | None = None
    portrait: Photo | None = None


class Post(Record):
    """`number`: the how-manieth of this label in this body, where there are several."""

    type: Literal["post"]
    organization: Slug
    label: Name
    number: Number = 1
    starts_on: Day | None = None
    ends_on: Day | None = None

    @property
    def key(self) -> str:
        return numbered(post_path(self.organization, self.label), self.number)

    def references(self) -> Iterator[Reference]:
        yield Reference("organization", self.organization)
        if self.number > 1:
            path = post_path(self.organization, self.label)
            yield Reference("post", numbered(path, self.number - 1))


class Membership(Record):
    """`number`: as a post's, among those of this member and label in this body.

    `isDerived`: made for what articles say, and by no editor.
    """

    type: Literal["membership"]
    person: Slug | None = None
    member_organization: Slug | None = None
    organization: Slug
    label: Name | None = None
    number: Number = 1
    post: PostKey | None = None
    on_behalf_of: Slug | None = None
    is_derived: bool = False
    starts_on: Day | None = None
    ends_on: Day | None = None

    @model_validator(mode="after")
    def _has_one_member(self) -> Self:
        if (self.person is None) == (self.member_organization is None):
            raise ValueError("the member is either `person` or `memberOrganization`")
        return self

    @property
    def key(self) -> str:
        return numbered(self._path, self.number)

    @property
    def member(self) -> str:
        return self.person or f"organization:{self.member_organization}"

    @property
    def _path(self) -> str:
        return membership_path(self.member, self.organization, self.label)

    def references(self) -> Iterator[Reference]:
        yield Reference("organization", self.organization)
        if self.person is not None:
            yield Reference("person", self.person)
        if self.member_organization is not None:
            yield Reference("organization", self.member_organization)
        if self.post is not None:
            yield Reference("post", self.post)
        if self.on_behalf_of is not None:
            yield Reference("organization", self.on_behalf_of)
        if self.number > 1:
            yield Reference("membership", numbered(self._path, self.number - 1))


def _each_once(roles: tuple[MeetingRole, ...]) -> tuple[MeetingRole, ...]:
    return tuple(role for role in MeetingRole if role in roles)


class Participant(Agent):
    """Who took part, in the order of the text."""

    roles: Annotated[tuple[MeetingRole, ...], AfterValidator(_each_once)] = ()
    credited_name: Text
    credited_position: Text | None = None
    membership: MembershipKey | None = None

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        if self.agent is None:
            raise ValueError("a participant is a person or an organization")
        return self


class Group(Shape):
    credited_name: Text
    role: MeetingRole


class Meeting(Slugged):
    type: Literal["meeting"]
    name: Name
    topic: Text | None = None
    classification: Text | None = None
    starts_on: Day
    ends_on: Day | None = None
    part_of_day: PartOfDay | None = None
    starts_at: Instant | None = None
    location: Text | None = None
    status: MeetingStatus = MeetingStatus.HELD
    participants: tuple[Participant, ...] = ()
    groups: tuple[Group, ...] = ()

    @model_validator(mode="after")
    def _has_everybody_once(self) -> Self:
        agents = [participant.agent for participant in self.participants]
        if len(set(agents)) < len(agents):
            raise ValueError("a participant is listed twice; all roles stand in one entry")
        return self

    def references(self) -> Iterator[Reference]:
        for participant in self.participants:
            if participant.agent is not None:
                yield participant.agent
            if participant.membership is not None:
                yield Reference("membership", participant.membership)


class Byline(Shape):
    """Who signs, as printed."""

    credited_name: Text
    credited_position: Text | None = None
    person: Slug | None = None
    membership: MembershipKey | None = None


class Mention(Agent):
    """What the text says of an agent; `heldIn` is the body in which the position is held."""

    credited_name: Text
    credited_position: Text | None = None
    held_in: Slug | None = None
    quote: Verbatim
    rule: Text
    certainty: Certainty


class Attestation(Shape):
    """A membership that the text attests, and for which day."""

    membership: MembershipKey
    on: Day | None = None

    @model_validator(mode="after")
    def _is_a_whole_day(self) -> Self:
        if self.on is not None and (self.on.year is None or self.on.day is None):
            raise ValueError("`on` is a whole day")
        return self


class Correction(Shape):
    at: Instant
    note: Text


class Finding(Shape):
    """A value that was read from the page, with its words, its rule and its certainty."""

    field: Text
    value: Verbatim
    quote: Verbatim
    rule: Text
    certainty: Certainty


class Page(Shape):
    """A page that the article was read from, byte for byte."""

    file_name: Verbatim
    original: Blob
    imported_at: Instant


def _sorted(listed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(listed))


def _by_membership(listed: tuple[Attestation, ...]) -> tuple[Attestation, ...]:
    return tuple(sorted(listed, key=lambda attestation: attestation.membership))


def _oldest_first(listed: tuple[Correction, ...]) -> tuple[Correction, ...]:
    return tuple(sorted(listed, key=lambda correction: correction.at))


Slugs = Annotated[tuple[Slug, ...], AfterValidator(_sorted)]


class Article(Slugged):
    """What is not safe to show is taken out of `body`. `formerSlugs` still find it."""

    type: Literal["article"]
    former_slugs: Slugs = ()
    url: Url | None = None
    title: Name
    lede: Text | None = None
    body_format: KeptFormat = BodyFormat.HTML
    body: Text
    language: Language = "vi"
    source: Text | None = None
    organization: Slug | None = None
    status: PublicationStatus = PublicationStatus.DRAFT
    published_at: Instant | None = None
    scheduled_for: Instant | None = None
    removed_at: Instant | None = None
    removal_note: Text | None = None
    removal_reason: Text | None = None
    topics: Slugs = ()
    photos: tuple[Photo, ...] = ()
    byline: tuple[Byline, ...] = ()
    meetings: Slugs = ()
    mentions: tuple[Mention, ...] = ()
    attestations: Annotated[tuple[Attestation, ...], AfterValidator(_by_membership)] = ()
    corrections: Annotated[tuple[Correction, ...], AfterValidator(_oldest_first)] = ()
    findings: tuple[Finding, ...] = ()
    pages: tuple[Page, ...] = ()

    @field_validator("body")
    @classmethod
    def _as_kept(cls, body: str, given: ValidationInfo) -> str:
        """A format that is none is told by itself."""
        return bodies.kept(body, given.data.get("body_format", BodyFormat.HTML)).text

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.status is PublicationStatus.PUBLISHED and self.published_at is None:
            raise ValueError("what is PUBLISHED has `publishedAt`")
        if (self.status is PublicationStatus.SCHEDULED) == (self.scheduled_for is None):
            raise ValueError("what is SCHEDULED, and nothing else, has `scheduledFor`")
        attested = [attestation.membership for attestation in self.attestations]
        for listed in (self.topics, self.meetings, attested, (self.slug, *self.former_slugs)):
            if len(set(listed)) < len(listed):
                raise ValueError("a topic, meeting, membership or slug is listed twice")
        return self

    def references(self) -> Iterator[Reference]:
        if self.organization is not None:
            yield Reference("organization", self.organization)
        for topic in self.topics:
            yield Reference("topic", topic)
        for meeting in self.meetings:
            yield Reference("meeting", meeting)
        for credit in self.byline:
            if credit.person is not None:
                yield Reference("person", credit.person)
            if credit.membership is not None:
                yield Reference("membership", credit.membership)
        for mention in self.mentions:
            if mention.agent is not None:
                yield mention.agent
            if mention.held_in is not None:
                yield Reference("organization", mention.held_in)
        for attestation in self.attestations:
            yield Reference("membership", attestation.membership)


ORDER: tuple[type[Record], ...] = (
    Topic,
    Organization,
    Person,
    Post,
    Membership,
    Meeting,
    Article,
)
"""A record refers only to such as stand before it here, or beside it."""


def post_path(organization: str, label: str) -> str:
    return f"{organization}/{text.slug(label) or 'post'}"


def membership_path(member: str, organization: str, label: str | None) -> str:
    return f"{member}/{organization}/{text.slug(label or '') or 'member'}"


def numbered(path: str, number: int) -> str:
    """The first of a path bears no number."""
    return path if number == 1 else f"{path}~{number}"


def written(record: Record) -> bytes:
    """The one way to write a record: its line, without the end."""
    return record.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def differences(stored: Record, given: Record) -> list[str]:
    """The fields in which they differ; of version and times, only what is given counts."""
    unsaid = {name for name in ("created_at", "updated_at") if getattr(given, name) is None}
    left_out = unsaid | ({"version"} - given.model_fields_set)
    if isinstance(given, Organization):
        given = given.model_copy(update={"names": given.all_names})
    return [
        str(field.alias)
        for name, field in type(given).model_fields.items()
        if name not in left_out and getattr(stored, name) != getattr(given, name)
    ]


def type_of(shape: type[Record]) -> str:
    """The word that stands in `type`."""
    (word,) = get_args(shape.model_fields["type"].annotation)
    return str(word)


AnyRecord = Annotated[
    Topic | Organization | Person | Post | Membership | Meeting | Article,
    Field(discriminator="type"),
]
