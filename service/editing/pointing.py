"""Whatever points to a duplicate points to its survivor; what then says the same twice is one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tortoise.expressions import Q, Subquery

from service import merges
from service.editing.renewing import Renewal
from service.events.changes import Change
from service.meetings import ROLE_COLUMNS
from service.models import (
    Article,
    Attestation,
    Byline,
    Meeting,
    Membership,
    Mention,
    Organization,
    OrganizationParent,
    OrganizationSuccession,
    Participant,
    Post,
    Record,
    Row,
)

Pointer = tuple[type[Row], str]
"""A column that holds ids."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The ids of two rows of one kind, of which one remains."""

    survivor: int
    duplicate: int

    @property
    def both(self) -> tuple[int, int]:
        return self.survivor, self.duplicate

    def turned(self, key: int) -> int:
        return self.survivor if key == self.duplicate else key


async def turn_person(pair: Pair, change: Change) -> None:
    """Of two memberships that say the same, the survivor's remains, with the sources of both.

    The other's id finds it, as it does of the people themselves. Whatever else has a version has
    its next one then; of articles, see `retelling`.
    """
    renewal = Renewal(change)
    await _turn_participants("person_id", pair, renewal)
    await _turn(pair, renewal, (Byline, "person_id"), (Mention, "person_id"))
    await _turn_records(Membership, "person_id", pair, renewal)
    await renewal.keep()


async def turn_organization(pair: Pair, change: Change) -> None:
    """The same, of posts too. A link, or a membership, that would lead from the body to itself is
    dropped. Names are left: see `merging`.
    """
    renewal = Renewal(change)
    await _turn_participants("organization_id", pair, renewal)
    await _turn(
        pair,
        renewal,
        (Article, "organization_id"),
        (Mention, "agent_organization_id"),
        (Mention, "organization_id"),
    )
    await _turn_records(Post, "organization_id", pair, renewal)
    for column in ("organization_id", "member_organization_id", "on_behalf_of_id"):
        await _turn_records(Membership, column, pair, renewal)
    await _drop_own(pair.survivor, renewal)
    await _turn_links(OrganizationParent, ("organization_id", "parent_id"), _PERIOD, pair, renewal)
    await _turn_links(
        OrganizationSuccession,
        ("successor_id", "predecessor_id"),
        (),
        pair,
        renewal,
        ("occurred_on",),
    )
    await renewal.keep()


async def _turn(pair: Pair, renewal: Renewal, *pointers: Pointer) -> None:
    for model, column in pointers:
        rows = model.filter(**{column: pair.duplicate})
        if model in _OWNERS:
            owner, key = _OWNERS[model]
            await renewal.add(owner, await rows.values_list(key, flat=True))
        await rows.update(**{column: pair.survivor})


async def _turn_participants(column: str, pair: Pair, renewal: Renewal) -> None:
    """One row an agent and meeting: the survivor's, with the roles of both."""
    own, others = (Participant.filter(**{column: key}) for key in pair.both)
    await renewal.add(Meeting, await others.values_list("meeting_id", flat=True))
    twice = others.filter(meeting_id__in=Subquery(own.values("meeting_id")))
    by_meeting = {row.meeting_id: row for row in await twice}
    kept = await own.filter(meeting_id__in=list(by_meeting))
    for row in kept:
        other = by_meeting[row.meeting_id]
        for role in ROLE_COLUMNS.values():
            setattr(row, role, getattr(row, role) or getattr(other, role))
        row.credited_position = row.credited_position or other.credited_position
        row.membership_id = row.membership_id or other.membership_id
    if kept:
        told = (*ROLE_COLUMNS.values(), "credited_position", "membership_id")
        await Participant.bulk_update(kept, told)
        await Participant.filter(id__in=[row.id for row in by_meeting.values()]).delete()
    await _turn(pair, renewal, (Participant, column))


async def _turn_records(
    model: type[Post] | type[Membership], column: str, pair: Pair, renewal: Renewal
) -> None:
    """Each of the duplicate's is the same as one of the survivor's at most: a body may have several
    posts of one label. The locks keep others from pointing to what is about to go.
    """
    same = [name for name in _SAID[model] if name != column]
    rows = await _locked(model, column, pair.duplicate)
    alike = defaultdict(list)
    for row in await _locked(model, column, pair.survivor) if rows else ():
        alike[_said(row, same)].append(row)
    for row in rows:
        if twins := alike[_said(row, same)]:
            await _fold(row, twins.pop(0), renewal)
    await _turn(pair, renewal, (model, column))


async def _locked(
    model: type[Post] | type[Membership], column: str, key: int
) -> Iterable[Post | Membership]:
    return await model.filter(**{column: key}).order_by("id").select_for_update()


def _said(row: Row, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


async def _fold(row: Post | Membership, into: Post | Membership, renewal: Renewal) -> None:
    """What remains is no other than it was: it has no new version."""
    pair = Pair(into.id, row.id)
    await _turn(pair, renewal, *_POINTERS[type(row)])
    if isinstance(row, Membership):
        await _turn_attestations(pair, renewal)
        if not row.is_derived:  # what an editor has stated stays so
            await Membership.filter(id=into.id).update(is_derived=False)
        renewal.tell(into.id)
    await merges.replace(row, into.id, renewal.change.now)


async def _drop_own(body: int, renewal: Renewal) -> None:
    own = Membership.filter(organization_id=body, member_organization_id=body)
    taking_part = Participant.filter(membership_id__in=Subquery(own.values("id")))
    await renewal.add(Meeting, await taking_part.values_list("meeting_id", flat=True))
    await own.delete()


async def _turn_attestations(pair: Pair, renewal: Renewal) -> None:
    """Of an article that attests both, one remains, with the day if one of them has it."""
    own, others = (Attestation.filter(membership_id=key) for key in pair.both)
    twice = others.filter(article_id__in=Subquery(own.values("article_id")))
    days = dict(await twice.values_list("article_id", "attested_on"))
    for article, day in days.items():
        await own.filter(article_id=article, attested_on=None).update(attested_on=day)
    await others.filter(article_id__in=list(days)).delete()
    await _turn(pair, renewal, (Attestation, "membership_id"))


async def _turn_links(
    model: type[Row],
    ends: tuple[str, str],
    said: tuple[str, ...],
    pair: Pair,
    renewal: Renewal,
    told: tuple[str, ...] = (),
) -> None:
    """Links to itself are dropped, and of those that say the same all but one: the first, if
    possible one that has `told`. They belong to what an editor writes of the first of the ends.
    """
    touching: dict[str, Any] = {f"{end}__in": pair.both for end in ends}
    rows = (
        await model.filter(Q(join_type="OR", **touching))
        .order_by("id")
        .values("id", *ends, *said, *told)
    )
    kept, dropped = set(), []
    for row in sorted(rows, key=lambda row: None in map(row.get, told)):
        first, second = (pair.turned(row[end]) for end in ends)
        link = (first, second, *(row[name] for name in said))
        if first == second or link in kept:
            dropped.append(row["id"])
        kept.add(link)
    led = {row[ends[0]] for row in rows if row[ends[1]] == pair.duplicate}
    await renewal.add(Organization, led - set(pair.both))
    await model.filter(id__in=dropped).delete()
    await _turn(pair, renewal, *((model, end) for end in ends))


_PERIOD = ("starts_on", "ends_on")
_SAID: Mapping[type[Row], tuple[str, ...]] = {
    Post: ("organization_id", "label_tone", *_PERIOD),
    Membership: (
        "person_id",
        "member_organization_id",
        "organization_id",
        "post_id",
        "on_behalf_of_id",
        "label_tone",
        *_PERIOD,
    ),
}
_POINTERS: Mapping[type[Row], tuple[Pointer, ...]] = {
    Post: ((Membership, "post_id"),),
    Membership: ((Byline, "membership_id"), (Participant, "membership_id")),
}
_OWNERS: Mapping[type[Row], tuple[type[Record], str]] = {
    Participant: (Meeting, "meeting_id"),
    Post: (Post, "id"),
    Membership: (Membership, "id"),
}
"""Whose version tells that such a row is another, by the column that finds it."""
