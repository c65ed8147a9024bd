"""Puts what was read from pages into the archive, each page once and whole or not at all."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from service import (
    addresses,
    articles,
    bodies,
    database,
    dates,
    meetings,
    memberships,
    naming,
    organizations,
)
from service import people as known_people
from service.database import bulk
from service.events import wakeups
from service.events.changes import Change
from service.importing import evidence
from service.importing.findings import (
    Body,
    Context,
    Credit,
    Found,
    MeetingReading,
    PageReading,
    PersonReading,
    Position,
)
from service.models import (
    Article,
    ArticleMeeting,
    Byline,
    Correction,
    Membership,
    Mention,
    Organization,
    Page,
    Person,
    Photo,
)
from service.organizations import Hierarchy
from service.vocabulary import BodyFormat, Certainty, MeetingRole

T = TypeVar("T")


class Outcome(StrEnum):
    NEW = "new"
    DRAFT = "new, as a draft"
    KNOWN = "unchanged"
    CHANGED = "changed since it was imported"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it came: its bytes, and the name of its file."""

    file_name: str
    raw: bytes

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(slots=True)
class _Known:
    """What one transaction has already looked up or made."""

    hierarchy: Hierarchy = field(default_factory=Hierarchy)
    bodies: dict[tuple[Body, str | None], Organization] = field(default_factory=dict)
    people: dict[tuple[str, tuple[int, ...]], Person | None] = field(default_factory=dict)
    memberships: dict[tuple[int, str, int], Membership] = field(default_factory=dict)


@asynccontextmanager
async def filing(context: Context, *, publish: bool) -> AsyncIterator["Filing"]:
    """One transaction, behind the archive's lock, in which pages are filed."""
    async with database.archive_lock():
        archive = Filing(context, publish, Change(datetime.now(UTC)))
        yield archive
        await archive.change.append()
    await wakeups.notify()


@dataclass(slots=True)
class Filing:
    """Files pages one after another, and remembers the bodies and posts that they named."""

    context: Context
    publish: bool
    change: Change
    _known: _Known = field(default_factory=_Known)

    async def file(self, reading: PageReading, sheet: Sheet) -> Outcome:
        """Files a page that is new; one without a date of its own stays a draft.

        The same bytes again change nothing. Neither does a page that has changed since, which is
        known by its address, or without one by its title and instant: it is only named. A page
        that fails leaves nothing behind.
        """
        url = _address(reading)
        if await Page.filter(content_hash=sheet.content_hash).exists():
            return Outcome.KNOWN
        if await _stands_already(reading, url):
            return Outcome.CHANGED
        publish = self.publish and reading.published_at is not None
        mark = self.change.mark()
        try:
            async with database.transaction():
                zone = self.context.time_zone
                article = await _article(reading, url, publish, zone, self.change)
                page = _Page(article, reading, self.context, self.change, self._known)
                await page.write(sheet)
        except BaseException:
            self.change.back_to(mark)
            self._known = _Known()  # some of it may be gone again
            raise
        return Outcome.NEW if publish else Outcome.DRAFT


def _address(reading: PageReading) -> str | None:
    """What the page gives as its own address, where it can be one; else it is kept as evidence."""
    url = _value(reading.url)
    return url if url and addresses.is_web(url) and addresses.is_page(url) else None


async def _stands_already(reading: PageReading, url: str | None) -> bool:
    if url is not None:
        return await Article.filter(url=url).exists()
    if reading.published_at is None:
        return False  # a title alone does not tell a changed page from another: both are drafts
    title, instant = naming.tone(reading.title.value), reading.published_at.value
    # Not `url=None` as a condition: SQLite would answer it first, by reading every article without.
    namesakes = Article.filter(title_tone=title, published_at=instant)
    return None in await namesakes.values_list("url", flat=True)


async def _article(
    reading: PageReading, url: str | None, publish: bool, zone: ZoneInfo, change: Change
) -> Article:
    return await articles.create(
        articles.Text(
            title=reading.title.value,
            lede=_value(reading.lede),
            body=bodies.kept("\n\n".join(reading.body), BodyFormat.TEXT),
            captions=tuple(photo.value.caption for photo in reading.photos),
            signed=tuple(credit.value.credited_name for credit in reading.byline),
        ),
        url=url,
        source=_value(reading.source),
        published_at=_value(reading.published_at),
        publish=publish,
        zone=zone,
        change=change,
    )


@dataclass(slots=True)
class _Page:
    """The steps of filing one page."""

    article: Article
    reading: PageReading
    context: Context
    change: Change
    known: _Known
    _attested: dict[int, date | None] = field(default_factory=dict)
    _mentions: list[dict[str, object]] = field(default_factory=list)

    async def write(self, sheet: Sheet) -> None:
        attendance = await self._meeting(self.reading.meeting) if self.reading.meeting else None
        for body in self.reading.bodies:
            await self._name_body(body)
        for person in self.reading.people:
            await self._person(person, attendance)
        if attendance is not None:
            await attendance.keep(self.change)
        await self._sign()
        await memberships.attest(self.article, self._attested)
        await bulk.insert(Mention, self._mentions)
        await self._illustrate()
        await self._correct()
        await evidence.record(self.article, self.reading)
        await Page.create(
            article=self.article,
            file_name=sheet.file_name,
            content_hash=sheet.content_hash,
            original=sheet.raw,
            imported_at=self.change.now,
        )

    async def _meeting(self, told: MeetingReading) -> meetings.Attendance | None:
        """Without any day there is nothing to file it under: its findings are kept all the same."""
        if told.starts_on is None:
            return None
        hosts = [(host, await self._body(host.value)) for host in told.hosts if _is_certain(host)]
        meeting = await meetings.known_or_new(
            _account(told), [body for _, body in hosts], self.change
        )
        await ArticleMeeting.create(article=self.article, meeting=meeting)
        attendance = await meetings.Attendance.of(meeting)
        for host, body in hosts:
            attendance.take_part(body, (MeetingRole.HOST,), host.value.printed, None, None)
        for group in filter(_is_certain, told.groups):
            attendance.add_group(group.value.credited_name, group.value.role)
        return attendance

    async def _body(self, body: Body) -> Organization:
        province, known = self.context.province, self.known.bodies
        if (body, province) not in known:
            identity = organizations.Identity(
                body.name, body.kind, body.ladder, body.level, body.area, province
            )
            parent = None if body.parent is None else await self._body(body.parent)
            known[body, province] = await organizations.known_or_new(
                identity, parent, self.known.hierarchy, self.change
            )
        return known[body, province]

    async def _name_body(self, found: Found[Body]) -> None:
        body = await self._body(found.value) if _is_certain(found) else None
        self._mention(found.value.printed, None, found, body=body)

    async def _person(self, read: PersonReading, attendance: meetings.Attendance | None) -> None:
        held = _certain_offices(read.positions)
        certain = read.certainty is Certainty.CERTAIN
        person = await self._identify(read.name, read.honorific, held) if certain else None
        organization = await self._body_of(held[0].value) if held else None
        certainty = read.certainty if person else Certainty.NEEDS_REVIEW
        self._mention(
            read.name,
            read.credited_position,
            Found(read.name, read.quote, read.rule, certainty),
            person=person,
            organization=organization,
        )
        if person is None:
            return
        membership = await self._attest(person, held)
        if attendance is not None and read.roles:
            attendance.take_part(person, read.roles, read.name, read.credited_position, membership)

    async def _identify(
        self, name: str, honorific: str | None, held: list[Found[Position]]
    ) -> Person | None:
        where = [body for office in held if (body := await self._body_of(office.value))]
        known, key = self.known.people, (name, tuple(body.id for body in where))
        if key not in known or not where:  # a name alone may have become anybody's since
            known[key] = await known_people.known_or_new(
                name, honorific, where, self.known.hierarchy, self.change
            )
        return known[key]

    async def _attest(self, person: Person, held: list[Found[Position]]) -> Membership | None:
        """Every office that the page certainly gives; the first present one is given back."""
        present = None
        for office in (found.value for found in held):
            body = await self._body_of(office)
            assert body is not None  # that is what makes an office certain
            membership = await self._membership(person, office.label, body)
            self._attested.setdefault(membership.id, None if office.former else self._day())
            if present is None and not office.former:
                present = membership
        return present

    async def _membership(self, person: Person, label: str, body: Organization) -> Membership:
        known, key = self.known.memberships, (person.id, label, body.id)
        if key not in known:
            known[key] = await memberships.known_or_new(person, label, body, self.change)
        return known[key]

    async def _body_of(self, office: Position) -> Organization | None:
        return None if office.body is None else await self._body(office.body)

    def _day(self) -> date | None:
        """For which the page attests: the meeting's day, else the local day of publication."""
        meeting = self.reading.meeting
        if meeting is not None and meeting.starts_on is not None:
            return meeting.starts_on.value.first_day
        published = self.reading.published_at
        zone = self.context.time_zone
        return None if published is None else dates.local_day(published.value, zone)

    async def _sign(self) -> None:
        signed: list[dict[str, object]] = []
        for position, found in enumerate(self.reading.byline):
            credit = found.value
            held = _certain_offices(_credited(found))
            person = await self._identify(credit.credited_name, None, held) if held else None
            membership = await self._attest(person, held) if person else None
            signed.append(
                {
                    "article_id": self.article.id,
                    "position": position,
                    "credited_name": credit.credited_name,
                    "credited_position": credit.credited_position,
                    "person_id": person and person.id,
                    "membership_id": membership and membership.id,
                }
            )
        await bulk.insert(Byline, signed)

    async def _illustrate(self) -> None:
        await bulk.insert(
            Photo,
            [
                {
                    "article_id": self.article.id,
                    "position": position,
                    "caption": found.value.caption,
                    "credit": found.value.credit,
                }
                for position, found in enumerate(self.reading.photos)
            ],
        )

    async def _correct(self) -> None:
        """A note without a day of its own is as old as the page, as far as anybody can tell."""
        published = self.article.published_at or self.change.now
        for found in self.reading.corrections:
            on, zone = found.value.on, self.context.time_zone
            noted = published if on is None else dates.start_of_day(on, zone) or published
            await Correction.create(
                article=self.article, at=max(noted, published), note=found.value.note
            )

    def _mention(
        self,
        credited_name: str,
        credited_position: str | None,
        found: Found[object],
        *,
        person: Person | None = None,
        body: Organization | None = None,
        organization: Organization | None = None,
    ) -> None:
        self._mentions.append(
            {
                "article_id": self.article.id,
                "position": len(self._mentions),
                "credited_name": credited_name,
                "credited_position": credited_position,
                "quote": found.quote,
                "rule": found.rule,
                "certainty": found.certainty,
                "person_id": person and person.id,
                "agent_organization_id": body and body.id,
                "organization_id": organization and organization.id,
            }
        )


def _credited(found: Found[Credit]) -> tuple[Found[Position], ...]:
    position = found.value.position
    return (Found(position, found.quote, found.rule, found.certainty),) if position else ()


def _certain_offices(positions: tuple[Found[Position], ...]) -> list[Found[Position]]:
    """Those that make a membership: said outright, and of a known body."""
    return [p for p in positions if _is_certain(p) and p.value.body is not None]


def _is_certain(found: Found[object]) -> bool:
    return found.certainty is Certainty.CERTAIN


def _account(told: MeetingReading) -> meetings.Account:
    assert told.starts_on is not None  # the caller has looked
    return meetings.Account(
        name=told.name.value,
        topic=_value(told.topic),
        classification=_value(told.classification),
        starts_on=told.starts_on.value,
        ends_on=_value(told.ends_on),
        part_of_day=_value(told.part_of_day),
        starts_at=_value(told.starts_at),
        location=_value(told.location),
        status=told.status.value,
    )


def _value(found: Found[T] | None) -> T | None:
    return None if found is None else found.value
