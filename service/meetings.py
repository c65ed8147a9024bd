"""Meetings: in which orders they are listed, and how they hang on those who take part."""

from service import models
from service.reading.select import EVERY, AnyOf, Condition, Link, Order, equal
from service.vocabulary import MeetingRole

LATEST_FIRST = Order("STARTS_ON_DESC", ("starts_key",), descending=True)
ORDERS = {
    order.name: order
    for order in (
        LATEST_FIRST,
        Order("STARTS_ON_ASC", ("starts_missing", "starts_key")),
        Order("UPDATED_AT_DESC", ("updated_at",), descending=True),
    )
}
AS_LISTED = Order("AS_LISTED", ("position",))

ROLE_COLUMNS = {
    MeetingRole.HOST: "is_host",
    MeetingRole.CHAIR: "is_chair",
    MeetingRole.SPEAKER: "is_speaker",
    MeetingRole.ATTENDEE: "is_attendee",
}


def in_roles(roles: list[MeetingRole] | None) -> Condition:
    """Participants with at least one of the roles; None: with any."""
    if roles is None:
        return EVERY
    return AnyOf(tuple(equal(ROLE_COLUMNS[role], value=True) for role in sorted(set(roles))))


def roles(*flags: bool) -> list[MeetingRole]:
    """Of a participant's role columns, in their order."""
    return [role for role, flag in zip(ROLE_COLUMNS, flags, strict=True) if flag]


def of_person(roles: list[MeetingRole] | None) -> Link:
    return Link("person_id", models.Participant, "meeting_id", in_roles(roles))


def of_organization(roles: list[MeetingRole] | None) -> Link:
    return Link("organization_id", models.Participant, "meeting_id", in_roles(roles))


def on_article() -> Link:
    return Link("article_id", models.ArticleMeeting, "meeting_id")
