"""Writes down what a page tells of, beside its article: who was named, who signed, who met."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TypeVar

from service import articles, bodies, dates, meetings, memberships, organizations
from service import people as known_people
from service.database import bulk
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
    Meeting,
    Membership,
    Mention,
    Organization,
    Person,
    Photo,
)
from service.organizations import Hierarchy
from service.vocabulary import BodyFormat, Certainty, MeetingRole

T = TypeVar("T")
Claim = tuple[str, str | None]
"""Who is named, and with which position, as a page prints both."""


@dataclass(slots=True)
class Known:
    """What one transaction has already looked up or made."""

    hierarchy: Hierarchy = field(default_factory=Hierarchy)
    bodies: dict[tuple[Body, str | None], Organization] = field(default_factory=dict)
    people: dict[tuple[str, tuple[int, ...]], Person | None] = field(default_factory=dict)
    memberships: dict[tuple[int, str, int], Membership] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Former:
    """The meeting of which the page told until now, and whom it credited there."""

    meeting: Meeting
    credited: frozenset[str]


@dataclass(slots=True)
class Recording:
    """What one page tells of.

    `settled`: claims that a reviewer has decided, each with the person who is meant, if any: of
    those nothing is recorded anew. `former`: of a page that has changed.
    After `resolve`: `attested` by membership, the `mentions` as rows, the `byline`, the `meeting`.
    """

    article: Article
    reading: PageReading
    context: Context
    change: Change
    known: Known
    settled: Mapping[Claim, Person | None] = field(default_factory=dict)
    former: Former | None = None
    attested: dict[int, date | None] = field(default_factory=dict)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    byline: list[articles.Credit] = field(default_factory=list)
    meeting: Meeting | None = None

    async def write(self) -> None:
        """All of it, beside an article that is new."""
        await self.resolve()
        if self.meeting is not None:
            await ArticleMeeting.create(article=self.article, meeting=self.meeting)
        await self._hang(Byline, self.byline)
        await self._hang(Photo, pictures(self.reading))
        await memberships.attest(self.article, self.attested)
        await bulk.insert(Mention, self.mentions)
        await self.correct()
        await evidence.record(self.article, self.reading)

    async def resolve(self) -> None:
        """Finds or makes whom and what it tells of."""
        attendance = await self._meeting(self.reading.meeting) if self.reading.meeting else None
        for body in self.reading.bodies:
            await self._name_body(body)
        for person in self.reading.people:
            await self._person(person, attendance)
        if attendance is not None:
            await attendance.keep(self.change)
        await self._sign()

    async def correct(self, known: Collection[str] = ()) -> bool:
        """Keeps the notes of correction that are not known yet; says whether there are any.

        A note without a day of its own is as old as the page, as far as anybody can tell.
        """
        published = self.article.published_at or self.change.now
        new = [found.value for found in self.reading.corrections if found.value.note not in known]
        for each in new:
            on, zone = each.on, self.context.time_zone
            noted = published if on is None else dates.start_of_day(on, zone) or published
            await Correction.create(article=self.article, at=max(noted, published), note=each.note)
        return bool(new)

    async def _hang(
        self, model: type[Byline | Photo], parts: Iterable[articles.Credit | articles.Picture]
    ) -> None:
        hung = [
            {"article_id": self.article.id, "position": position, **asdict(part)}
            for position, part in enumerate(parts)
        ]
        await bulk.insert(model, hung)

    async def _meeting(self, told: MeetingReading) -> meetings.Attendance | None:
        """Without any day there is nothing to file it under: its findings are kept all the same."""
        if told.starts_on is None:
            return None
        hosts = [(host, await self._body(host.value)) for host in told.hosts if _is_certain(host)]
        self.meeting = await meetings.known_or_new(
            account(told),
            [body for _, body in hosts],
            self.change,
            None if self.former is None else self.former.meeting,
        )
        attendance = await meetings.Attendance.of(self.meeting)
        if self.former is not None and self.former.meeting == self.meeting:
            await attendance.leave(self.former.credited - credited(self.reading), self.change)
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
        if (found.value.printed, None) in self.settled:
            return
        body = await self._body(found.value) if _is_certain(found) else None
        self._mention(found.value.printed, None, found, body=body)

    async def _person(self, read: PersonReading, attendance: meetings.Attendance | None) -> None:
        claim = (read.name, read.credited_position)
        if claim in self.settled:
            meant = self.settled[claim]
            if meant is not None and attendance is not None and read.roles:
                attendance.take_part(meant, read.roles, *claim, None)
            return
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
            self.attested.setdefault(membership.id, None if office.former else self._day())
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
        for found in self.reading.byline:
            credit = found.value
            held = _certain_offices(_credited(found))
            person = await self._identify(credit.credited_name, None, held) if held else None
            membership = await self._attest(person, held) if person else None
            self.byline.append(
                articles.Credit(
                    credited_name=credit.credited_name,
                    credited_position=credit.credited_position,
                    person_id=None if person is None else person.id,
                    membership_id=None if membership is None else membership.id,
                )
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
        self.mentions.append(
            {
                "article_id": self.article.id,
                "position": len(self.mentions),
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


def account(told: MeetingReading) -> meetings.Account:
    assert told.starts_on is not None  # the caller has looked
    return meetings.Account(
        name=told.name.value,
        topic=value(told.topic),
        classification=value(told.classification),
        starts_on=told.starts_on.value,
        ends_on=value(told.ends_on),
        part_of_day=value(told.part_of_day),
        starts_at=value(told.starts_at),
        location=value(told.location),
        status=told.status.value,
    )


def value(found: Found[T] | None) -> T | None:
    return None if found is None else found.value


def credited(reading: PageReading) -> frozenset[str]:
    """Whoever and whatever takes part in the meeting, by the names that are printed."""
    told = reading.meeting
    if told is None:
        return frozenset()
    hosts = {host.value.printed for host in told.hosts if _is_certain(host)}
    groups = {group.value.credited_name for group in told.groups if _is_certain(group)}
    return frozenset(hosts | groups | {person.name for person in reading.people if person.roles})


def body_text(reading: PageReading) -> bodies.Body:
    return bodies.kept("\n\n".join(reading.body), BodyFormat.TEXT)


def pictures(reading: PageReading) -> Iterator[articles.Picture]:
    for photo in reading.photos:
        yield articles.Picture(caption=photo.value.caption, credit=photo.value.credit)


def _credited(found: Found[Credit]) -> tuple[Found[Position], ...]:
    position = found.value.position
    return (Found(position, found.quote, found.rule, found.certainty),) if position else ()


def _certain_offices(positions: tuple[Found[Position], ...]) -> list[Found[Position]]:
    """Those that make a membership: said outright, and of a known body."""
    return [p for p in positions if _is_certain(p) and p.value.body is not None]


def _is_certain(found: Found[object]) -> bool:
    return found.certainty is Certainty.CERTAIN
