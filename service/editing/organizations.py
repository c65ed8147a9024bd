"""Bodies, as an editor writes them: in time, with their names and what stands above them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from typing import Any, TypedDict, TypeVar, Unpack

from service import below, database, dates, naming
from service.dates import PartialDate
from service.editing import desk, references, slugs
from service.editing.desk import NAME, Noun, Parsers, Sent, as_sent
from service.editing.references import Place
from service.events.changes import Change, commit
from service.idempotency import Author
from service.models import (
    Organization,
    OrganizationName,
    OrganizationParent,
    OrganizationSuccession,
)
from service.organizations import columns
from service.proofreading import Proof
from service.revising import Seen
from service.vocabulary import AdministrativeLevel, FaultCode


@dataclass(frozen=True, slots=True)
class Name:
    """What it was called, and when."""

    name: str
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Parent:
    """What stood above it, and when."""

    parent_id: int
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None


P = TypeVar("P", Name, Parent)
_DATED_NAME = tuple(part.name for part in fields(Name))
_DATED_PARENT = tuple(part.name for part in fields(Parent))


class Manuscript(TypedDict, total=False):
    names: tuple[Name, ...] | None
    slug: str | None
    other_names: tuple[str, ...] | None
    classification: str | None
    level: AdministrativeLevel | None
    area: str | None
    founded_on: PartialDate | None
    dissolved_on: PartialDate | None
    parents: tuple[Parent, ...] | None
    predecessor_ids: tuple[int, ...] | None


async def make(*, by: Author | None = None, **sent: Unpack[Manuscript]) -> Organization:
    """Its name is the latest of its names. Raises Refused."""
    return await commit(partial(desk.make, _ORGANIZATION, sent), by)


async def revise(
    *, seen: Seen, by: Author | None = None, **sent: Unpack[Manuscript]
) -> Organization:
    """Where other bodies come to stand above it, readers hear of the articles that belong there.

    Of the public ones of this body and of all below it, as long as these are at most a thousand:
    else of none, and whoever follows the articles of all below a body is told of a later change by
    where they belonged until then. Raises Refused.
    """
    return await commit(partial(desk.revise, _ORGANIZATION, seen, sent), by)


@dataclass(frozen=True, slots=True)
class _Content:
    """Names and parents stand in the order of their beginnings, the latest last."""

    names: tuple[Name, ...] = ()
    slug: str = ""
    other_names: tuple[str, ...] = ()
    classification: str | None = None
    level: AdministrativeLevel | None = None
    area: str | None = None
    founded_on: PartialDate | None = None
    dissolved_on: PartialDate | None = None
    parents: tuple[Parent, ...] = ()
    predecessor_ids: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        return self.names[-1].name if self.names else ""


async def _standing(body: Organization) -> _Content:
    own = {"organization_id": body.id}
    names = await OrganizationName.filter(**own).order_by("id").values(*_DATED_NAME)
    parents = await OrganizationParent.filter(**own).order_by("id").values(*_DATED_PARENT)
    return _Content(
        names=_in_time(Name(**_dated(row)) for row in names),
        slug=body.slug,
        other_names=tuple(body.other_names),
        classification=body.classification,
        level=body.level,
        area=body.area,
        founded_on=dates.parsed(body.founded_on),
        dissolved_on=dates.parsed(body.dissolved_on),
        parents=_in_time(Parent(**_dated(row)) for row in parents),
        predecessor_ids=await _predecessors(body.id),
    )


async def _predecessors(body: int) -> frozenset[int]:
    rows = OrganizationSuccession.filter(successor_id=body)
    return frozenset(int(str(key)) for key in await rows.values_list("predecessor_id", flat=True))


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    ends = {name: dates.parsed(row[name]) for name in ("starts_on", "ends_on")}
    return {**row, **ends}


def _in_time(periods: Iterable[P]) -> tuple[P, ...]:
    """By their beginnings, the latest last; each once."""
    return tuple(sorted(dict.fromkeys(periods), key=_start))


def _start(period: Name | Parent) -> date:
    return (period.starts_on and period.starts_on.first_day) or date.min


async def _read(sent: Sent, standing: _Content, own: int, proof: Proof) -> _Content:
    content = desk.parts(sent, standing, _PARSERS, proof)
    if {"founded_on", "dissolved_on"} & sent.keys():
        proof.in_order(content.founded_on, content.dissolved_on, "dissolved_on")
    if "parents" in sent:
        content = replace(content, parents=await _above(sent["parents"], own, proof))
    if "predecessor_ids" in sent:
        former = await _before(sent["predecessor_ids"], own, proof)
        content = replace(content, predecessor_ids=former)
    slug = await slugs.settled(Organization, content.slug, standing.slug, content.name, own, proof)
    return replace(content, slug=slug)


def _names(sent: Any, proof: Proof) -> tuple[Name, ...]:
    items = proof.items(sent, "names")
    if not items:
        proof.note(FaultCode.REQUIRED, "A body has at least one name.", "names")
    for n, each in enumerate(items):
        proof.in_order(each.starts_on, each.ends_on, "names", str(n), "ends_on")
    names = (
        replace(each, name=proof.required(each.name, "names", str(n), "name", longest=NAME))
        for n, each in enumerate(items)
    )
    return _in_time(names)


async def _above(sent: Any, own: int, proof: Proof) -> tuple[Parent, ...]:
    """Notes what is the body itself, or stands below it at whatever time."""
    items: tuple[Parent, ...] = proof.items(sent, "parents")
    places: list[Place] = [("parents", str(n), "parent_id") for n, _ in enumerate(items)]
    asked = {place: each.parent_id for place, each in zip(places, items, strict=True)}
    rows = await references.found(Organization, asked, proof)
    async with database.archive_lock():  # of two links that are made at once, one is seen
        under = await below.bodies(own)
    for place, row in rows.items():
        if row.id in under:
            message = "This is the body itself, or stands below it."
            proof.note(FaultCode.INVALID, message, *place)
    for n, each in enumerate(items):
        proof.in_order(each.starts_on, each.ends_on, "parents", str(n), "ends_on")
    return _in_time(
        replace(each, parent_id=rows[place].id)
        for place, each in zip(places, items, strict=True)
        if place in rows
    )


async def _before(sent: Any, own: int, proof: Proof) -> frozenset[int]:
    items: tuple[int, ...] = proof.items(sent, "predecessor_ids")
    asked: dict[Place, int] = {("predecessor_ids", str(n)): key for n, key in enumerate(items)}
    rows = await references.found(Organization, asked, proof)
    for place, row in rows.items():
        if row.id == own:
            proof.note(FaultCode.INVALID, "No body takes over from itself.", *place)
    return frozenset(row.id for row in rows.values())


def _columns(content: _Content) -> dict[str, Any]:
    return {
        **columns(
            content.name,
            names=[each.name for each in content.names],
            other_names=content.other_names,
            classification=content.classification,
            area=content.area,
        ),
        **dates.columns("founded", content.founded_on),
        **dates.columns("dissolved", content.dissolved_on),
        "slug": content.slug,
        "level": content.level,
    }


async def _hang(
    body: Organization, content: _Content, changed: Collection[str], change: Change
) -> None:
    if "names" in changed:
        await _hang_names(body.id, content.names)
    if "parents" in changed:
        await _hang_parents(body.id, content.parents, change)
    if "predecessor_ids" in changed:
        await _hang_predecessors(body.id, content.predecessor_ids)


async def _hang_names(body: int, names: Collection[Name]) -> None:
    await OrganizationName.filter(organization_id=body).delete()
    await OrganizationName.bulk_create(
        OrganizationName(
            organization_id=body,
            name=each.name,
            name_tone=naming.tone(each.name),
            **dates.period(each.starts_on, each.ends_on),
        )
        for each in names
    )


async def _hang_parents(body: int, parents: Collection[Parent], change: Change) -> None:
    standing = OrganizationParent.filter(organization_id=body)
    before = {int(str(key)) for key in await standing.values_list("parent_id", flat=True)}
    if before != {each.parent_id for each in parents}:
        await below.note_articles(body, change)
    await standing.delete()
    await OrganizationParent.bulk_create(
        OrganizationParent(
            organization_id=body,
            parent_id=each.parent_id,
            **dates.period(each.starts_on, each.ends_on),
        )
        for each in parents
    )


async def _hang_predecessors(body: int, wanted: frozenset[int]) -> None:
    """The others stay as they are, with the day on which it was."""
    standing = await _predecessors(body)
    gone = OrganizationSuccession.filter(successor_id=body, predecessor_id__in=standing - wanted)
    await gone.delete()
    await OrganizationSuccession.bulk_create(
        OrganizationSuccession(successor_id=body, predecessor_id=each)
        for each in sorted(wanted - standing)
    )


_PARSERS: Parsers = {
    "names": _names,
    "slug": lambda sent, proof: proof.slug(sent, "slug"),
    "other_names": desk.other_names,
    "classification": lambda sent, proof: proof.words(sent, "classification"),
    "level": as_sent,
    "area": lambda sent, proof: proof.words(sent, "area"),
    "founded_on": as_sent,
    "dissolved_on": as_sent,
}

_ORGANIZATION = Noun(Organization, _Content(), ("names",), _standing, _read, _columns, _hang)
