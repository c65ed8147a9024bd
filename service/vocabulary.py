"""The closed lists of words that rows, use cases and the contract share."""

from enum import StrEnum


class PublicationStatus(StrEnum):
    """An article is public exactly when it is PUBLISHED."""

    DRAFT = "DRAFT"
    SCHEDULED = "SCHEDULED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


class BodyFormat(StrEnum):
    HTML = "HTML"
    MARKDOWN = "MARKDOWN"
    TEXT = "TEXT"


class Certainty(StrEnum):
    """CERTAIN: an explicit grammatical form with one match. CONFIRMED: a reviewer said so."""

    CONFIRMED = "CONFIRMED"
    CERTAIN = "CERTAIN"
    NEEDS_REVIEW = "NEEDS_REVIEW"


class AdministrativeLevel(StrEnum):
    CENTRAL = "CENTRAL"
    PROVINCE = "PROVINCE"
    DISTRICT = "DISTRICT"
    COMMUNE = "COMMUNE"
    VILLAGE = "VILLAGE"


class Ladder(StrEnum):
    """The three parallel orders of Vietnamese civic bodies; no body stands on two of them."""

    PARTY = "PARTY"
    STATE = "STATE"
    FRONT = "FRONT"


class PartOfDay(StrEnum):
    MORNING = "MORNING"
    AFTERNOON = "AFTERNOON"
    EVENING = "EVENING"


class MeetingStatus(StrEnum):
    PLANNED = "PLANNED"
    HELD = "HELD"
    POSTPONED = "POSTPONED"
    CANCELLED = "CANCELLED"


class MeetingRole(StrEnum):
    HOST = "HOST"
    CHAIR = "CHAIR"
    SPEAKER = "SPEAKER"
    ATTENDEE = "ATTENDEE"


class EventKind(StrEnum):
    """What happened to a record, as far as readers can see it."""

    ARTICLE_PUBLISHED = "ARTICLE_PUBLISHED"
    ARTICLE_UPDATED = "ARTICLE_UPDATED"
    ARTICLE_WITHDRAWN = "ARTICLE_WITHDRAWN"
    RECORD_CHANGED = "RECORD_CHANGED"


class Scope(StrEnum):
    """What a token may do. ADMIN may do everything."""

    READ_DRAFTS = "READ_DRAFTS"
    WRITE = "WRITE"
    PUBLISH = "PUBLISH"
    ADMIN = "ADMIN"


class FaultCode(StrEnum):
    """What is wrong with a change that a caller asks for, and the caller's user can put right."""

    REQUIRED = "REQUIRED"
    INVALID = "INVALID"
    TOO_LONG = "TOO_LONG"
    NOT_UNIQUE = "NOT_UNIQUE"
    NOT_FOUND = "NOT_FOUND"
    STALE_VERSION = "STALE_VERSION"
    BAD_STATE = "BAD_STATE"
    IDEMPOTENCY_CONFLICT = "IDEMPOTENCY_CONFLICT"
