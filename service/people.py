"""People: when a name on a page is somebody known."""

from collections.abc import Sequence
from datetime import datetime

from service import naming
from service.models import Membership, Organization, Person
from service.organizations import Hierarchy


async def known_or_new(
    name: str,
    honorific: str | None,
    held_in: Sequence[Organization],
    hierarchy: Hierarchy,
    now: datetime,
) -> Person | None:
    """Who bears this name and holds a post in these bodies; None where that can't be told.

    The same person is one of the same name with a post in the same body, or in one above or below
    it: never on another ladder, and never by a similar name. Without a body, a name that is not
    yet known is somebody new, and one that is known may be anybody. The caller holds the lock.
    """
    namesakes = await Person.filter(name_tone=naming.tone(name)).order_by("id")
    if not held_in:
        return None if namesakes else await _create(name, honorific, now)
    for namesake in namesakes:
        if await _serves_near(namesake, held_in, hierarchy):
            return namesake
    return await _create(name, honorific, now)


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


async def _create(name: str, honorific: str | None, now: datetime) -> Person:
    return await Person.create(
        **naming.keys(name),
        slug=await naming.free_slug(Person, name),
        honorific_prefix=honorific,
        created_at=now,
        updated_at=now,
    )
