"""A saved page → what it says: the one way into the importer."""

from collections.abc import Iterable
from datetime import date, datetime

from service.dates import local_day
from service.importing.bodies import body_of
from service.importing.captions import read_caption
from service.importing.clean import CleanPage, clean
from service.importing.corrections import read_corrections
from service.importing.findings import (
    Body,
    Context,
    Credit,
    Flag,
    Found,
    Group,
    MeetingReading,
    PageReading,
    PersonReading,
)
from service.importing.gazetteer import Gazetteer, gazetteer
from service.importing.meeting import read_meeting
from service.importing.mentions import body_at
from service.importing.oddities import odd_words
from service.importing.page_dates import declared_date, page_date
from service.importing.refusal import PageRefused
from service.importing.roster import Roster, read_people
from service.importing.signature import read_signature, read_source
from service.importing.split import Parts, split
from service.importing.words import Passage
from service.text import tone_key
from service.vocabulary import Certainty, MeetingRole

__all__ = ["Context", "PageReading", "PageRefused", "read_page"]


def read_page(raw: bytes, *, suffix: str, context: Context) -> PageReading:
    """Reads a page without touching anything else; raises PageRefused and nothing else."""
    page = clean(raw, suffix=suffix)
    parts = split(page)
    published_at, flags = _published_at(page, parts, context)
    day = local_day(published_at.value, context.time_zone) if published_at else None
    known = _known(parts, context, day)
    photos = tuple(read_caption(caption) for caption in parts.captions)
    shown = (photo.value.caption for photo in photos)
    roster = read_people((parts.lede, *parts.body, *shown), known)
    byline = read_signature(parts.foot, known)
    people = _without_signers(roster, byline)
    groups = _groups(roster)
    meeting = read_meeting(
        (parts.lede, *parts.body), groups=groups, page_day=day, zone=context.time_zone, known=known
    )
    return PageReading(
        text=page.text,
        title=Found(parts.title, parts.title, _title_rule(page), Certainty.CERTAIN),
        url=_url(page),
        published_at=published_at,
        lede=Found(parts.lede, parts.lede, "first-paragraph", Certainty.CERTAIN),
        body=parts.body,
        photos=photos,
        byline=byline,
        source=_source(parts),
        people=people,
        bodies=_bodies(meeting, people, byline, groups, known),
        meeting=meeting,
        flags=(*flags, *odd_words(page.lines)),
        unread=(*roster.unread, *(() if meeting else roster.groups)),
        corrections=read_corrections(parts.corrections),
    )


def _published_at(
    page: CleanPage, parts: Parts, context: Context
) -> tuple[Found[datetime] | None, tuple[Flag, ...]]:
    found, flags = page_date(parts.dates, parts.title_at, context.time_zone)
    if found is None and page.published:
        found = declared_date(page.published, context.time_zone)
    if found is None:
        quote = parts.relative or parts.title
        flags = (*flags, Flag("The page prints no date of its own.", quote))
    return found, flags


def _known(parts: Parts, context: Context, day: date | None) -> Gazetteer:
    texts = (parts.title, parts.lede, *parts.body, *parts.captions, *parts.foot.lines)
    passages = [Passage(text) for text in texts]
    return gazetteer(passages, province=context.province, published_on=day)


def _without_signers(
    roster: Roster, byline: tuple[Found[Credit], ...]
) -> tuple[PersonReading, ...]:
    """A run of capitals that only repeats the signature is not a person of the article."""
    signers = {tone_key(credit.value.credited_name) for credit in byline}
    return tuple(
        person
        for person in roster.people()
        if person.rule != "capital-run" or tone_key(person.name) not in signers
    )


def _groups(roster: Roster) -> tuple[Found[Group], ...]:
    return tuple(
        Found(Group(text, MeetingRole.ATTENDEE), text, "attendance-item", Certainty.CERTAIN)
        for text in roster.groups
    )


def _title_rule(page: CleanPage) -> str:
    return "title-heading" if page.title else "title-first-line"


def _url(page: CleanPage) -> Found[str] | None:
    return Found(page.url, page.url, "link-canonical", Certainty.CERTAIN) if page.url else None


def _source(parts: Parts) -> Found[str] | None:
    if parts.source_prefix:
        prefix = parts.source_prefix
        return Found(prefix, prefix, "source-prefix", Certainty.CERTAIN)
    return read_source(parts.foot.source) if parts.foot.source else None


def _bodies(
    meeting: MeetingReading | None,
    people: tuple[PersonReading, ...],
    byline: tuple[Found[Credit], ...],
    groups: tuple[Found[Group], ...],
    known: Gazetteer,
) -> tuple[Found[Body], ...]:
    """Every body with a place that a host, an office, a signature or a group names, once."""
    found: dict[str, Found[Body]] = {}
    for body in (
        *(meeting.hosts if meeting else ()),
        *(body for person in people for body in _of_person(person)),
        *(body for credit in byline for body in _of_credit(credit)),
        *(body for group in groups for body in _of_group(group, known)),
    ):
        found.setdefault(body.value.name, body)
    return tuple(found.values())


def _of_person(person: PersonReading) -> Iterable[Found[Body]]:
    for position in person.positions:
        if position.value.body is not None:
            yield Found(position.value.body, position.quote, position.rule, position.certainty)


def _of_credit(credit: Found[Credit]) -> Iterable[Found[Body]]:
    position = credit.value.position
    if position and position.body:
        yield Found(position.body, position.printed, credit.rule, credit.certainty)


def _of_group(group: Found[Group], known: Gazetteer) -> Iterable[Found[Body]]:
    passage = Passage(group.value.credited_name)
    mention = body_at(passage, 0, known.without_people())
    if mention is not None and mention.end == len(passage):
        body, certainty = body_of(passage, mention, known)
        if body.area is not None:
            yield Found(body, group.quote, "attendance-body", certainty)
