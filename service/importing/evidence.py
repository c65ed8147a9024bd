"""Keeps, for every value that a page gave, its words, its rule and its certainty."""

from collections.abc import Iterator

from service.database import bulk
from service.importing.findings import Found, MeetingReading, PageReading
from service.models import Article, Finding
from service.vocabulary import Certainty


async def record(article: Article, reading: PageReading) -> None:
    """One row a value, under the field's name in the contract; mentions keep their own."""
    await bulk.insert(
        Finding,
        [
            {
                "article_id": article.id,
                "position": position,
                "field": field,
                "value": str(found.value),
                "quote": found.quote,
                "rule": found.rule,
                "certainty": found.certainty,
            }
            for position, (field, found) in enumerate(findings(reading))
        ],
    )


def findings(reading: PageReading) -> Iterator[tuple[str, Found[object]]]:
    """Everything found, in the order of the page; what was not understood at the end."""
    single = {
        "title": reading.title,
        "url": reading.url,
        "publishedAt": reading.published_at,
        "lede": reading.lede,
        "source": reading.source,
    }
    yield from ((field, found) for field, found in single.items() if found is not None)
    for photo in reading.photos:
        yield "photos", Found(photo.value.caption, photo.quote, photo.rule, photo.certainty)
    for credit in reading.byline:
        value = credit.value.credited_name
        yield "byline", Found(value, credit.quote, credit.rule, credit.certainty)
    for person in reading.people:
        for position in person.positions:
            value = f"{person.name}: {position.value.printed}"
            yield "positions", Found(value, position.quote, position.rule, position.certainty)
    if reading.meeting is not None:
        yield from _of_meeting(reading.meeting)
    for correction in reading.corrections:
        value = correction.value.note
        yield "corrections", Found(value, correction.quote, correction.rule, correction.certainty)
    yield from _doubts(reading)


def _of_meeting(meeting: MeetingReading) -> Iterator[tuple[str, Found[object]]]:
    single = {
        "name": meeting.name,
        "topic": meeting.topic,
        "classification": meeting.classification,
        "startsOn": meeting.starts_on,
        "endsOn": meeting.ends_on,
        "partOfDay": meeting.part_of_day,
        "startsAt": meeting.starts_at,
        "location": meeting.location,
        "status": meeting.status,
    }
    for field, found in single.items():
        if found is not None:
            yield f"meeting.{field}", found
    for host in meeting.hosts:
        yield "meeting.hosts", Found(host.value.name, host.quote, host.rule, host.certainty)
    for unnamed in meeting.unnamed_hosts:
        yield "meeting.unnamedHosts", unnamed
    for group in meeting.groups:
        value = group.value.credited_name
        yield "meeting.groups", Found(value, group.quote, group.rule, group.certainty)


def _doubts(reading: PageReading) -> Iterator[tuple[str, Found[object]]]:
    for flag in reading.flags:
        yield "flag", Found(flag.message, flag.quote, "flag", Certainty.NEEDS_REVIEW)
    for line in reading.unread:
        yield "unread", Found(line, line, "not-understood", Certainty.NEEDS_REVIEW)
