"""Meetings: how they are listed, how they hang on those who take part, how a new one is known."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from service import dates, models, naming
from service.dates import PartialDate
from service.events.changes import Change
from service.models import Meeting, MeetingGroup, Membership, Organization, Participant, Person
from service.reading.select import EVERY, RELEVANCE, AnyOf, Condition, Link, Order, equal
from service.revising import keep
from service.vocabulary import MeetingRole, MeetingStatus, PartOfDay

LATEST_FIRST = Order("STARTS_ON_DESC", ("starts_key",), descending=True)
ORDERS = {
    order.name: order
    for order in (
        LATEST_FIRST,
        Order("STARTS_ON_ASC", ("starts_missing", "starts_key")),
        Order("UPDATED_AT_DESC", ("updated_at",), descending=True),
        Order("RELEVANCE", (RELEVANCE, "starts_key"), descending=True),
    )
}
AS_LISTED = Order("AS_LISTED", ("position",))

ROLE_COLUMNS = {
    MeetingRole.HOST: "is_host",
    MeetingRole.CHAIR: "is_chair",
    MeetingRole.SPEAKER: "is_speaker",
    MeetingRole.ATTENDEE: "is_attendee",
}


def in_roles(wanted: Iterable[MeetingRole] | None) -> Condition:
    """Participants with at least one of the roles; None: with any."""
    if wanted is None:
        return EVERY
    return AnyOf(tuple(equal(ROLE_COLUMNS[role], value=True) for role in sorted(set(wanted))))


def roles(*flags: bool) -> list[MeetingRole]:
    """Of a participant's role columns, in their order."""
    return [role for role, flag in zip(ROLE_COLUMNS, flags, strict=True) if flag]


def of_person(wanted: Iterable[MeetingRole] | None) -> Link:
    return Link("person_id", models.Participant, "meeting_id", in_roles(wanted))


def of_organization(wanted: Iterable[MeetingRole] | None) -> Link:
    return Link("organization_id", models.Participant, "meeting_id", in_roles(wanted))


ON_ARTICLE = Link("article_id", models.ArticleMeeting, "meeting_id")


@dataclass(frozen=True, slots=True)
class Account:
    """What is told of a meeting."""

    name: str
    topic: str | None
    classification: str | None
    starts_on: PartialDate
    ends_on: PartialDate | None
    part_of_day: PartOfDay | None
    starts_at: datetime | None
    location: str | None
    status: MeetingStatus


async def known_or_new(
    account: Account, hosts: Sequence[Organization], change: Change, former: Meeting | None = None
) -> Meeting:
    """The meeting of this name that one of these bodies held on this day of a known year.

    Where there is none it is the `former` one, told anew, else another. The caller holds the
    archive's lock.
    """
    known = await _known(account, hosts)
    if former is not None and known in (None, former):
        return await _retell(former, account, change)
    return known or await _create(account, change)


async def _known(account: Account, hosts: Sequence[Organization]) -> Meeting | None:
    if account.starts_on.year is None:
        return None
    return (
        await Meeting.filter(
            name_tone=naming.tone(account.name),
            starts_on=str(account.starts_on),
            participants__organization_id__in=[host.id for host in hosts],
            participants__is_host=True,
        )
        .order_by("id")
        .first()
    )


class Attendance:
    """Who took part in a meeting: what is known, what is added, and `keep` to write that down."""

    def __init__(
        self, meeting: Meeting, known: list[Participant], groups: list[MeetingGroup]
    ) -> None:
        self._meeting = meeting
        self._known = {(row.person_id, row.organization_id): row for row in known}
        self._groups = {(row.credited_name, row.role) for row in groups}
        self._end = _behind(known)
        self._groups_end = _behind(groups)
        self._new: list[Participant] = []
        self._changed: list[Participant] = []
        self._new_groups: list[MeetingGroup] = []

    @classmethod
    async def of(cls, meeting: Meeting) -> Self:
        return cls(
            meeting,
            await Participant.filter(meeting=meeting),
            await MeetingGroup.filter(meeting=meeting),
        )

    def take_part(
        self,
        agent: Person | Organization,
        took: Iterable[MeetingRole],
        credited_name: str,
        credited_position: str | None,
        membership: Membership | None,
    ) -> None:
        """Adds the agent, or its further roles: one participant an agent and meeting."""
        whom = (agent.id, None) if isinstance(agent, Person) else (None, agent.id)
        participant = self._known.get(whom)
        if participant is None:
            participant = Participant(
                meeting=self._meeting,
                person_id=whom[0],
                organization_id=whom[1],
                position=self._end,
                credited_name=credited_name,
                credited_position=credited_position,
                membership=membership,
            )
            self._end += 1
            self._known[whom] = participant
            self._new.append(participant)
        further = [
            column for role in took if not getattr(participant, column := ROLE_COLUMNS[role])
        ]
        for column in further:
            setattr(participant, column, True)
        if further and participant._saved_in_db and participant not in self._changed:
            self._changed.append(participant)

    def add_group(self, credited_name: str, role: MeetingRole) -> None:
        """Adds a group that is named without its people, once."""
        if (credited_name, role) in self._groups:
            return
        group = MeetingGroup(
            meeting=self._meeting,
            position=self._groups_end,
            credited_name=credited_name,
            role=role,
        )
        self._groups_end += 1
        self._groups.add((credited_name, role))
        self._new_groups.append(group)

    async def leave(self, credited: Collection[str], change: Change) -> None:
        """Takes out whoever, and whatever group, is credited by one of these names."""
        gone = [key for key, row in self._known.items() if row.credited_name in credited]
        if gone or any(name in credited for name, _ in self._groups):
            change.touched(Meeting, self._meeting.id)
        for model in (Participant, MeetingGroup):
            await model.filter(meeting=self._meeting, credited_name__in=list(credited)).delete()
        for key in gone:
            del self._known[key]
        self._groups = {each for each in self._groups if each[0] not in credited}

    async def keep(self, change: Change) -> None:
        if self._new or self._changed or self._new_groups:
            change.touched(Meeting, self._meeting.id)
        for participant in self._changed:
            await participant.save()
        await Participant.bulk_create(self._new)
        await MeetingGroup.bulk_create(self._new_groups)


def columns(account: Account) -> dict[str, Any]:
    """What is kept of an account: itself, and the keys that the meeting is found and listed by."""
    told = (account.topic, account.classification, account.location)
    return {
        **naming.searched(account.name, *told),
        **dates.period(account.starts_on, account.ends_on),
        "topic": account.topic,
        "classification": account.classification,
        "starts_missing": account.starts_on.first_day is None,
        "held_through": (account.ends_on or account.starts_on).last_day,
        "part_of_day": account.part_of_day,
        "starts_at": account.starts_at,
        "location": account.location,
        "status": account.status,
    }


def is_so(meeting: Meeting, account: Account) -> bool:
    """Whether it stands as it is told."""
    return all(getattr(meeting, name) == told for name, told in columns(account).items())


def _behind(rows: Sequence[Participant | MeetingGroup]) -> int:
    """The position behind all of them."""
    return 1 + max((row.position for row in rows), default=-1)


async def _retell(meeting: Meeting, account: Account, change: Change) -> Meeting:
    """Keeps its slug: it is the same meeting."""
    if not is_so(meeting, account):
        await keep(meeting, columns(account), change)
        change.touched(Meeting, meeting.id)
    return meeting


async def _create(account: Account, change: Change) -> Meeting:
    meeting = await Meeting.create(
        **columns(account),
        slug=await naming.free_slug(Meeting, f"{account.name} {account.starts_on}"),
        created_at=change.now,
        updated_at=change.now,
    )
    change.touched(Meeting, meeting.id)
    return meeting
