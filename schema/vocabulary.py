"""The enums of the contract: the service's own words, described for clients."""

from enum import StrEnum

import strawberry

from service.vocabulary import (
    AdministrativeLevel,
    BodyFormat,
    Certainty,
    FaultCode,
    MeetingRole,
    MeetingStatus,
    PartOfDay,
    PublicationStatus,
    Scope,
)

__all__ = [
    "AdministrativeLevel",
    "BodyFormat",
    "Certainty",
    "FaultCode",
    "MeetingRole",
    "MeetingStatus",
    "PartOfDay",
    "PublicationStatus",
    "Scope",
]


def _describe(
    words: type[StrEnum], description: str, *, name: str | None = None, **values: str
) -> None:
    strawberry.enum(words, name=name, description=description)
    for value in words.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]


_describe(
    BodyFormat,
    "How a text is written out.",
    HTML="Paragraphs as sanitised HTML.",
    MARKDOWN="CommonMark, without raw HTML.",
    TEXT="Plain text, paragraphs separated by an empty line.",
)
_describe(
    PublicationStatus,
    "Where an article stands. Only what is PUBLISHED is public.",
    DRAFT="Being written.",
    SCHEDULED="Will be published at its instant.",
    PUBLISHED="Public.",
    WITHDRAWN="Was public and no longer is.",
)
_describe(
    Certainty,
    "How sure it is that the text says so.",
    CONFIRMED="A reviewer has confirmed it.",
    CERTAIN="An explicit grammatical form says it, and it has one match.",
    NEEDS_REVIEW="Found, but not certain: a reviewer decides.",
)
_describe(
    AdministrativeLevel,
    "The level of administration on which a body works.",
    CENTRAL="The whole country.",
    PROVINCE="A province, or a city of that rank.",
    DISTRICT="A district, town or city below a province; ended on 2025-07-01.",
    COMMUNE="A commune, ward or township.",
    VILLAGE="A village, hamlet or neighbourhood.",
)
_describe(
    PartOfDay,
    "The part of the day, where the text names no hour.",
    MORNING="Sáng.",
    AFTERNOON="Chiều.",
    EVENING="Tối.",
)
_describe(
    MeetingStatus,
    "Whether a meeting took place.",
    PLANNED="Announced, and still to come.",
    HELD="It took place.",
    POSTPONED="Put off.",
    CANCELLED="Called off.",
)
_describe(
    MeetingRole,
    "What somebody did at a meeting.",
    HOST="Called and held it.",
    CHAIR="Presided over it.",
    SPEAKER="Spoke at it.",
    ATTENDEE="Was there.",
)
_describe(
    Scope,
    "What a token may do.",
    READ_DRAFTS="See what is not public.",
    WRITE="Make records and change them.",
    PUBLISH="Decide what is public.",
    ADMIN="Everything.",
)
_describe(
    FaultCode,
    "What is wrong with an input.",
    name="UserErrorCode",
    REQUIRED="It is missing or blank.",
    INVALID="It is of no form that is known here.",
    TOO_LONG="It is longer than what is kept.",
    NOT_UNIQUE="Another record has it already.",
    NOT_FOUND="There is no such record.",
    STALE_VERSION="The record has changed since: read it again.",
    BAD_STATE="The record is in a state in which this cannot be done.",
    IDEMPOTENCY_CONFLICT="The same key was sent with another input.",
)
