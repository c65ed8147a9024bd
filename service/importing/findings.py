"""What reading a page yields: values with the words, the rule and the certainty behind them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from service.dates import PartialDate
from service.vocabulary import (
    AdministrativeLevel,
    Certainty,
    Ladder,
    MeetingRole,
    MeetingStatus,
    PartOfDay,
)

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Context:
    """What the page leaves unsaid: whose portal it stood on, and by which clock it was dated."""

    province: str | None
    time_zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Found(Generic[T_co]):
    """`quote` stands in the page's cleaned text; `rule` is the stable name of what found it."""

    value: T_co
    quote: str
    rule: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reviewer should look at, and the page's words that raised it."""

    message: str
    quote: str


@dataclass(frozen=True, slots=True)
class Body:
    """A civic body. `name` and `kind` are spelled out; `area` keeps its unit: "huyện Lâm Bình".

    `parent` is the committee of an organ, or the same ladder's committee one level up where the
    page or the context names it. `printed` is the page's own words.
    """

    name: str
    kind: str
    ladder: Ladder | None
    level: AdministrativeLevel | None
    area: str | None
    parent: "Body | None"
    printed: str


@dataclass(frozen=True, slots=True)
class Position:
    """An office: its title, the body it belongs to, and whether the page says it is past."""

    label: str
    body: Body | None
    former: bool
    printed: str


@dataclass(frozen=True, slots=True)
class PersonReading:
    """One person of a page, however often named; `roles` in the order in which they appear.

    Without roles the person is only mentioned.
    """

    name: str
    honorific: str | None
    positions: tuple[Found[Position], ...]
    credited_position: str | None
    roles: tuple[MeetingRole, ...]
    quote: str
    rule: str
    certainty: Certainty


class CreditKind(StrEnum):
    AUTHOR = "AUTHOR"
    PHOTOGRAPHER = "PHOTOGRAPHER"
    DESK = "DESK"


@dataclass(frozen=True, slots=True)
class Credit:
    """A signature; DESK where no person signs (`PV`, `BBT`)."""

    credited_name: str
    credited_position: str | None
    position: Position | None
    kind: CreditKind


@dataclass(frozen=True, slots=True)
class Group:
    """Attendance without names, kept as the page's text."""

    credited_name: str
    role: MeetingRole


@dataclass(frozen=True, slots=True)
class Photo:
    caption: str
    credit: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A note that a newsroom adds under its own article; `on` where the note prints its day."""

    on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class MeetingReading:
    """The meeting an article reports or announces.

    The rule of `starts_on` says where the year came from. `starts_at` only with a printed hour.
    `unnamed_hosts` are collectives that are no single body.
    """

    name: Found[str]
    topic: Found[str] | None
    classification: Found[str] | None
    starts_on: Found[PartialDate] | None
    ends_on: Found[PartialDate] | None
    part_of_day: Found[PartOfDay] | None
    starts_at: Found[datetime] | None
    location: Found[str] | None
    status: Found[MeetingStatus]
    hosts: tuple[Found[Body], ...]
    unnamed_hosts: tuple[Found[str], ...]
    groups: tuple[Found[Group], ...]


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that was found. `text` is the cleaned page, of which every quote is a part.

    `body` holds the paragraphs after the lede, without furniture, captions, corrections and
    signature.
    A `url` from a link element is its own quote. `unread` are lines of attendance that no rule
    understood.
    """

    text: str
    title: Found[str]
    url: Found[str] | None
    published_at: Found[datetime] | None
    lede: Found[str] | None
    body: tuple[str, ...]
    photos: tuple[Found[Photo], ...]
    byline: tuple[Found[Credit], ...]
    source: Found[str] | None
    people: tuple[PersonReading, ...]
    bodies: tuple[Found[Body], ...]
    meeting: MeetingReading | None
    flags: tuple[Flag, ...]
    unread: tuple[str, ...]
    corrections: tuple[Found[Correction], ...] = ()
