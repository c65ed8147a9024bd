"""Meetings, as an editor writes them, with who took part."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo

from service import dates
from service.dates import PartialDate
from service.editing import desk, references, slugs
from service.editing.desk import NAMED, Noun, Parsers, Sent, as_sent
from service.editing.references import Agent, Place
from service.events.changes import Change, commit
from service.idempotency import Author
from service.meetings import ROLE_COLUMNS, Account, columns
from service.models import Meeting, MeetingGroup, Membership, Participant
from service.proofreading import Proof
from service.revising import Seen
from service.vocabulary import FaultCode, MeetingRole, MeetingStatus, PartOfDay


@dataclass(frozen=True, slots=True)
class Participation:
    """Who took part and in which roles, as announced; by the agent's own name unless credited."""

    agent_id: Agent
    roles: tuple[MeetingRole, ...]
    credited_name: str | None = None
    credited_position: str | None = None
    membership_id: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Who took part without being named."""

    credited_name: str
    role: MeetingRole


class Manuscript(TypedDict, total=False):
    name: str | None
    slug: str | None
    topic: str | None
    classification: str | None
    starts_on: PartialDate | None
    ends_on: PartialDate | None
    part_of_day: PartOfDay | None
    starts_at: datetime | None
    location: str | None
    status: MeetingStatus | None
    participants: tuple[Participation, ...] | None
    groups: tuple[Group, ...] | None


async def make(*, zone: ZoneInfo, by: Author | None = None, **sent: Unpack[Manuscript]) -> Meeting:
    """PLANNED, unless otherwise said, where it begins after today in this zone; else HELD.

    Raises Refused.
    """
    return await commit(partial(desk.make, _meeting(zone), sent), by)


async def revise(
    *, seen: Seen, zone: ZoneInfo, by: Author | None = None, **sent: Unpack[Manuscript]
) -> Meeting:
    """A status that is cleared becomes that of a new one. Raises Refused."""
    return await commit(partial(desk.revise, _meeting(zone), seen, sent), by)


@dataclass(frozen=True, slots=True)
class _Content:
    name: str = ""
    slug: str = ""
    topic: str | None = None
    classification: str | None = None
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None
    part_of_day: PartOfDay | None = None
    starts_at: datetime | None = None
    location: str | None = None
    status: MeetingStatus | None = None
    participants: tuple[Participation, ...] = ()
    groups: tuple[Group, ...] = ()


def _meeting(zone: ZoneInfo) -> Noun[Meeting, _Content]:
    read = partial(_read, zone, dates.local_day(datetime.now(UTC), zone))
    required = ("name", "starts_on")
    return Noun(Meeting, _Content(), required, _standing, read, _columns, _hang)


async def _standing(meeting: Meeting) -> _Content:
    own = {name: getattr(meeting, name) for name in _OWN}
    participants = Participant.filter(meeting=meeting).order_by("position", "id")
    groups = MeetingGroup.filter(meeting=meeting).order_by("position", "id")
    return _Content(
        **own,
        starts_on=dates.parsed(meeting.starts_on),
        ends_on=dates.parsed(meeting.ends_on),
        participants=tuple([_participation(row) for row in await participants]),
        groups=tuple([Group(row.credited_name, row.role) for row in await groups]),
    )


def _participation(row: Participant) -> Participation:
    return Participation(
        agent_id=references.agent(row.person_id, row.organization_id),
        roles=_in_order(role for role, column in ROLE_COLUMNS.items() if getattr(row, column)),
        credited_name=row.credited_name,
        credited_position=row.credited_position,
        membership_id=row.membership_id,
    )


async def _read(
    zone: ZoneInfo, today: date, sent: Sent, standing: _Content, own: int, proof: Proof
) -> _Content:
    content = desk.parts(sent, standing, _PARSERS, proof)
    if {"starts_on", "ends_on", "starts_at"} & sent.keys():
        _check_days(content, zone, proof)
    if "participants" in sent:
        known = await _known(content.participants, proof)
        content = replace(content, participants=known)
    titled = f"{content.name} {content.starts_on}"
    return replace(
        content,
        slug=await slugs.settled(Meeting, content.slug, standing.slug, titled, own, proof),
        status=content.status or _status(content.starts_on, today),
    )


def _status(starts_on: PartialDate | None, today: date) -> MeetingStatus:
    starts = None if starts_on is None else starts_on.first_day
    is_to_come = starts is not None and starts > today
    return MeetingStatus.PLANNED if is_to_come else MeetingStatus.HELD


def _check_days(content: _Content, zone: ZoneInfo, proof: Proof) -> None:
    """The hour is on one of the meeting's days, whatever days these may be."""
    proof.in_order(content.starts_on, content.ends_on, "ends_on")
    if content.starts_at is None or content.starts_on is None:
        return
    day = dates.local_day(content.starts_at, zone)
    first = content.starts_on.first_day
    last = (content.ends_on or content.starts_on).last_day
    if (first is not None and day < first) or (last is not None and day > last):
        message = f"On the site's clock this is on {day}, which is no day of the meeting."
        proof.note(FaultCode.INVALID, message, "starts_at")


def _participants(sent: Any, proof: Proof) -> tuple[Participation, ...]:
    return tuple(
        replace(
            each,
            roles=_roles(each.roles, proof, "participants", str(n), "roles"),
            credited_name=proof.words(each.credited_name, "participants", str(n), "credited_name"),
            credited_position=proof.words(
                each.credited_position, "participants", str(n), "credited_position"
            ),
        )
        for n, each in enumerate(proof.items(sent, "participants"))
    )


def _roles(sent: Any, proof: Proof, *path: str) -> tuple[MeetingRole, ...]:
    if not sent:
        proof.note(FaultCode.REQUIRED, "Whoever takes part has at least one role.", *path)
    return _in_order(proof.items(sent, *path))


def _in_order(roles: Iterable[MeetingRole]) -> tuple[MeetingRole, ...]:
    """Each once."""
    given = set(roles)
    return tuple(role for role in ROLE_COLUMNS if role in given)


def _groups(sent: Any, proof: Proof) -> tuple[Group, ...]:
    return tuple(
        replace(
            each,
            credited_name=proof.required(each.credited_name, "groups", str(n), "credited_name"),
        )
        for n, each in enumerate(proof.items(sent, "groups"))
    )


async def _known(
    participants: tuple[Participation, ...], proof: Proof
) -> tuple[Participation, ...]:
    """Those whom the ids find, each of them once."""
    numbered: list[tuple[Place, Participation]] = [
        (("participants", str(n)), each) for n, each in enumerate(participants)
    ]
    asked = {(*place, "agent_id"): each.agent_id for place, each in numbered}
    agents = await references.agents(asked, proof)
    held = await references.found(
        Membership,
        {
            (*place, "membership_id"): each.membership_id
            for place, each in numbered
            if each.membership_id is not None
        },
        proof,
    )
    known: dict[Agent, Participation] = {}
    for place, each in numbered:
        if (agent := agents.get((*place, "agent_id"))) is None:
            continue
        named = references.identity(agent)
        if named in known:
            message = "Whoever takes part stands here once, with all roles."
            proof.note(FaultCode.INVALID, message, *place, "agent_id")
        membership = held.get((*place, "membership_id"))
        if membership is not None:
            proof.own_membership(membership, agent, *place, "membership_id")
        known[named] = replace(
            each,
            agent_id=named,
            credited_name=each.credited_name or agent.name,
            membership_id=None if membership is None else membership.id,
        )
    return tuple(known.values())


def _columns(content: _Content) -> dict[str, Any]:
    account = Account(**{part.name: getattr(content, part.name) for part in fields(Account)})
    return {**columns(account), "slug": content.slug}


async def _hang(
    meeting: Meeting, content: _Content, changed: Collection[str], _change: Change
) -> None:
    if "participants" in changed:
        await Participant.filter(meeting=meeting).delete()
        await Participant.bulk_create(
            Participant(meeting=meeting, position=n, **_participant(each))
            for n, each in enumerate(content.participants)
        )
    if "groups" in changed:
        await MeetingGroup.filter(meeting=meeting).delete()
        await MeetingGroup.bulk_create(
            MeetingGroup(meeting=meeting, position=n, **asdict(each))
            for n, each in enumerate(content.groups)
        )


def _participant(each: Participation) -> dict[str, Any]:
    return {
        **references.agent_columns(each.agent_id, "organization_id"),
        **{column: role in each.roles for role, column in ROLE_COLUMNS.items()},
        "credited_name": each.credited_name,
        "credited_position": each.credited_position,
        "membership_id": each.membership_id,
    }


_OWN = ("name", "slug", "topic", "classification", "part_of_day", "starts_at", "location", "status")
_PARSERS: Parsers = {
    **NAMED,
    "topic": lambda sent, proof: proof.words(sent, "topic"),
    "classification": lambda sent, proof: proof.words(sent, "classification"),
    "starts_on": lambda sent, proof: proof.given(sent, "starts_on"),
    "ends_on": as_sent,
    "part_of_day": as_sent,
    "starts_at": lambda sent, proof: proof.instant(sent, "starts_at"),
    "location": lambda sent, proof: proof.words(sent, "location"),
    "status": as_sent,
    "participants": _participants,
    "groups": _groups,
}
