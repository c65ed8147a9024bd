"""All the words of a page that a reading leans on."""

from collections.abc import Iterator

from service.importing.findings import Found, PageReading


def quotes_of(reading: PageReading) -> Iterator[str]:
    found: list[Found[object] | None] = [
        reading.title,
        reading.published_at,
        reading.lede,
        reading.source,
        *reading.photos,
        *reading.byline,
        *reading.bodies,
        *reading.corrections,
    ]
    yield from (one.quote for one in found if one)
    yield from (flag.quote for flag in reading.flags)
    for person in reading.people:
        yield person.quote
        yield from (position.quote for position in person.positions)
    yield from _quotes_of_meeting(reading)
    yield from reading.unread


def _quotes_of_meeting(reading: PageReading) -> Iterator[str]:
    meeting = reading.meeting
    if meeting is None:
        return
    found: list[Found[object] | None] = [
        meeting.name,
        meeting.topic,
        meeting.classification,
        meeting.starts_on,
        meeting.ends_on,
        meeting.part_of_day,
        meeting.starts_at,
        meeting.location,
        meeting.status,
        *meeting.hosts,
        *meeting.unnamed_hosts,
        *meeting.groups,
    ]
    yield from (one.quote for one in found if one)
