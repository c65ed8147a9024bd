"""Two records of one person, or of one body, become one: the survivor, whom both ids then find."""

from collections.abc import Iterable
from functools import partial
from typing import Any, TypeVar

from service import below, database, merges, organizations, people
from service.editing import pointing
from service.editing.pointing import Pair
from service.editing.retelling import Retelling
from service.events.changes import Change, commit
from service.idempotency import Author
from service.models import Organization, OrganizationName, OrganizationParent, Person, Photo
from service.proofreading import Proof
from service.revising import Seen, keep, locked
from service.vocabulary import FaultCode

N = TypeVar("N", Person, Organization)
Columns = dict[str, Any]
_OF_PERSON = (("honorific_prefix",), ("biography",), ("portrait_id",))
_OF_BODY = (
    ("classification",),
    ("level",),
    ("ladder",),
    ("area",),
    ("province_tone",),
    ("founded_on", "founded_first", "founded_last"),
    ("dissolved_on", "dissolved_first", "dissolved_last"),
)


async def merge_people(*, seen: Seen, duplicate_id: int, by: Author | None = None) -> Person:
    """The one who was seen survives: with all that pointed to the duplicate, its names as other
    names, and what was known of it alone. Raises Refused.
    """
    return await commit(partial(_merge_people, seen, duplicate_id), by)


async def merge_organizations(
    *, seen: Seen, duplicate_id: int, by: Author | None = None
) -> Organization:
    """The same of bodies. What led from one of them to the other is gone.

    A name that the duplicate bore for a period is one of its names, and the latest of all is its
    name. Raises Refused, also where another body stands between the two.
    """
    return await commit(partial(_merge_organizations, seen, duplicate_id), by)


async def _merge_people(seen: Seen, duplicate_id: int, change: Change) -> Person:
    survivor, duplicate = await _both(Person, seen, duplicate_id, change)
    pair = Pair(survivor.id, duplicate.id)
    told = await Retelling.of_person(pair)
    await pointing.turn_person(pair, change)
    other_names = _other_names(survivor, (duplicate.name, *duplicate.other_names))
    columns = {
        **people.columns(survivor.name, other_names),
        **_filled(survivor, duplicate, _OF_PERSON),
    }
    await _end(survivor, duplicate, columns, told, change)
    if duplicate.portrait_id != survivor.portrait_id:
        await Photo.filter(id=duplicate.portrait_id).delete()
    return survivor


async def _merge_organizations(seen: Seen, duplicate_id: int, change: Change) -> Organization:
    survivor, duplicate = await _both(Organization, seen, duplicate_id, change)
    pair = Pair(survivor.id, duplicate.id)
    await _check_between(pair)
    told = await Retelling.of_organization(pair)
    await pointing.turn_organization(pair, change)
    columns = _filled(survivor, duplicate, _OF_BODY)
    columns |= await _named(survivor, duplicate, columns)
    await _end(survivor, duplicate, columns, told, change)
    return survivor


async def _both(model: type[N], seen: Seen, duplicate_id: int, change: Change) -> tuple[N, N]:
    """Until the transaction ends, nobody files anything under the duplicate or points to it.

    Those who follow the duplicate hear first that it is another now.
    """
    survivor = await locked(model, seen)
    async with database.archive_lock():
        merged = await merges.survivors(model, [duplicate_id])
        found = model.filter(id=merged.get(duplicate_id, duplicate_id))
        duplicate = await found.select_for_update().first()
    proof, noun = Proof(), model.__name__.lower()
    if duplicate is None:
        proof.note(FaultCode.NOT_FOUND, f"There is no such {noun}.", "duplicate_id")
    elif duplicate.id == survivor.id:
        proof.note(FaultCode.INVALID, f"This is the same {noun}.", "duplicate_id")
    proof.settle()
    assert duplicate is not None  # else it was noted
    change.touched(model, duplicate.id, survivor.id)
    return survivor, duplicate


async def _check_between(pair: Pair) -> None:
    """The body would stand above itself."""
    proof = Proof()
    for upper, lower in (pair.both, reversed(pair.both)):
        links = OrganizationParent.filter(organization_id=lower)
        above = {int(str(key)) for key in await links.values_list("parent_id", flat=True)}
        if (above - set(pair.both)) & await below.bodies(upper):
            message = "Another body stands between the two: they cannot be one."
            proof.note(FaultCode.INVALID, message, "duplicate_id")
    proof.settle()


async def _end(
    survivor: N, duplicate: N, columns: Columns, told: Retelling, change: Change
) -> None:
    await keep(survivor, columns, change)
    await merges.replace(duplicate, survivor.id, change.now)
    await told.note(change)


def _filled(survivor: N, duplicate: N, parts: Iterable[tuple[str, ...]]) -> Columns:
    """What only the duplicate has; of columns that belong together all."""
    return {
        name: getattr(duplicate, name)
        for part in parts
        if getattr(survivor, part[0]) is None
        for name in part
    }


def _other_names(
    survivor: Person | Organization, of_duplicate: Iterable[str], borne: Iterable[str] = ()
) -> tuple[str, ...]:
    """`borne`: names that it is known by already, beside its own."""
    known = {survivor.name, *borne}
    unknown = (name for name in of_duplicate if name not in known)
    return tuple(dict.fromkeys((*survivor.other_names, *unknown)))


async def _named(survivor: Organization, duplicate: Organization, filled: Columns) -> Columns:
    own, others = await _names(survivor), await _names(duplicate)
    dated = [row for row in others if _is_dated(row)]
    borne = _in_time(own or [_undated(survivor)], dated) if dated else own
    if dated:
        await OrganizationName.filter(organization_id=survivor.id).delete()
        await OrganizationName.bulk_create(_of(survivor, row) for row in borne)
    name = borne[-1].name if dated else survivor.name
    theirs = (duplicate.name, *(row.name for row in others), *duplicate.other_names)
    return organizations.columns(
        name,
        names=[row.name for row in borne],
        other_names=_other_names(survivor, theirs, {name, *(row.name for row in own)}),
        classification=filled.get("classification", survivor.classification),
        area=filled.get("area", survivor.area),
    )


async def _names(body: Organization) -> list[OrganizationName]:
    return await OrganizationName.filter(organization_id=body.id).order_by("starts_key", "id")


def _in_time(own: list[OrganizationName], dated: list[OrganizationName]) -> list[OrganizationName]:
    """The latest last; of two that begin alike the survivor's. A period that it lacked is told by
    the same name with one.
    """
    told = {row.name_tone for row in dated}
    kept = (row for row in own if _is_dated(row) or row.name_tone not in told)
    once = {(row.name_tone, row.starts_on, row.ends_on): row for row in (*dated, *kept)}
    return sorted(once.values(), key=lambda row: row.starts_key)


def _is_dated(row: OrganizationName) -> bool:
    return row.starts_on is not None or row.ends_on is not None


def _undated(body: Organization) -> OrganizationName:
    return OrganizationName(name=body.name, name_tone=body.name_tone)


def _of(body: Organization, row: OrganizationName) -> OrganizationName:
    copied = {name: getattr(row, name) for name in _NAME}
    return OrganizationName(organization_id=body.id, **copied)


_NAME = tuple(OrganizationName._meta.db_fields - {"id", "organization_id"})
