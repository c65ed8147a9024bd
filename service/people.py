"""People: what they are found by, and when a name on a page is somebody known."""

from collections.abc import Sequence
from typing import Any

from service import naming
from service.events.changes import Change
from service.models import Membership, Organization, Person
from service.organizations import Hierarchy


def columns(name: str, other_names: Sequence[str] = ()) -> dict[str, Any]:
    """What is kept of a person's names: themselves, and the keys that go along."""
    return {**naming.searched(name, *other_names), "other_names": list(other_names)}


async def known_or_new(
    name: str,
    honorific: str | None,
    held_in: Sequence[Organization],
    hierarchy: Hierarchy,
    change: Change,
) -> Person | None:
    """Who bears this name and holds a post in these bodies; None where that can't be told.

    The same person is one of the same name with a post in the same body, or in one above or below
    it: never on another ladder, and never by a similar name. Without a body, a name that is not
    yet known is somebody new, and one that is known may be anybody. The caller holds the lock.
    """
    namesakes = await Person.filter(name_tone=naming.tone(name)).order_by("id")
    if not held_in:
        return None if namesakes else await _create(name, honorific, change)
    for namesake in namesakes:
        if await _serves_near(namesake, held_in, hierarchy):
            return namesake
    return await _create(name, honorific, change)


async def _serves_near(
    person: Person, held_in: Sequence[Organization], hierarchy: Hierarchy
) -> bool:
    served = await Membership.filter(person=person).values_list("organization_id", flat=True)
    for known in {int(str(body)) for body in served}:
        above_known = await hierarchy.line_above(known)
        for other in held_in:
            if other.id in above_known or known in await hierarchy.line_above(other.id):
                return True
    return False


async def _create(name: str, honorific: str | None, change: Change) -> Person:
    person = await Person.create(
        **columns(name),
        slug=await naming.free_slug(Person, name),
        honorific_prefix=honorific,
        created_at=change.now,
        updated_at=change.now,
    )
    change.touched(Person, person.id)
    return person
