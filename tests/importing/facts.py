"""A reading of a page as a flat table of facts, so that all of it can be compared at once."""

from collections.abc import Iterator

from service.importing.findings import Body, Found, MeetingReading, PageReading, PersonReading
from service.vocabulary import Certainty

Facts = dict[str, tuple[str, str]]


def facts_of(reading: PageReading) -> Facts:
    """Each fact by its name: its value as text, and CERTAIN, NEEDS_REVIEW, FLAG or UNREAD."""
    facts: Facts = {}
    for name, value, certainty in _facts(reading):
        assert name not in facts, f"{name} is found twice"
        facts[name] = (value, str(certainty))
    return facts


def _facts(reading: PageReading) -> Iterator[tuple[str, str, str]]:
    yield from _single("title", reading.title)
    yield from _single("url", reading.url)
    if reading.published_at:
        at = reading.published_at
        yield "published_at", f"{at.value.isoformat()} {at.rule}", at.certainty
    yield from _single("lede", reading.lede)
    for number, paragraph in enumerate(reading.body, 1):
        yield f"body/{number}", paragraph, Certainty.CERTAIN
    for photo in reading.photos:
        yield f"photo/{photo.value.caption}", str(photo.value.credit), photo.certainty
    for credit in reading.byline:
        said = credit.value
        office = said.position.body.name if said.position and said.position.body else None
        value = f"{said.kind} | {said.credited_position} | {office}"
        yield f"byline/{said.credited_name}", value, credit.certainty
    yield from _single("source", reading.source)
    for person in reading.people:
        yield from _person(person)
    for body in reading.bodies:
        yield f"body of the page/{body.value.name}", _body(body.value), body.certainty
    if reading.meeting:
        yield from _meeting(reading.meeting)
    for flag in reading.flags:
        yield f"flag/{flag.quote}", flag.message, "FLAG"
    for line in reading.unread:
        yield f"unread/{line}", "", "UNREAD"


def _single(name: str, found: Found[str] | None) -> Iterator[tuple[str, str, str]]:
    if found:
        yield name, found.value, found.certainty


def _person(person: PersonReading) -> Iterator[tuple[str, str, str]]:
    roles = " ".join(person.roles)
    who = f"person/{person.name}"
    value = f"{person.honorific} | {person.credited_position} | {roles} | {person.rule}"
    yield who, value, person.certainty
    for found in person.positions:
        position = found.value
        body = position.body.name if position.body else None
        value = f"{body}{' | former' if position.former else ''}"
        yield f"{who}/{position.label}", value, found.certainty


def _body(body: Body) -> str:
    parent = body.parent.name if body.parent else None
    return f"{body.kind} | {body.ladder} | {body.level} | {body.area} | {parent}"


def _meeting(meeting: MeetingReading) -> Iterator[tuple[str, str, str]]:
    for field in ("name", "topic", "classification", "part_of_day", "location", "status"):
        found: Found[str] | None = getattr(meeting, field)
        if found:
            yield f"meeting/{field}", str(found.value), found.certainty
    for field in ("starts_on", "ends_on", "starts_at"):
        dated = getattr(meeting, field)
        if dated:
            yield f"meeting/{field}", f"{dated.value} {dated.rule}", dated.certainty
    for host in meeting.hosts:
        yield f"meeting/host/{host.value.name}", host.value.printed, host.certainty
    for unnamed in meeting.unnamed_hosts:
        yield f"meeting/unnamed host/{unnamed.value}", "", unnamed.certainty
    for group in meeting.groups:
        yield f"meeting/group/{group.value.credited_name}", group.value.role, group.certainty
