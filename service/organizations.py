"""Organizations: what they are found by, how they hang together, and how a new one is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tortoise.queryset import QuerySet

from service import below, models, naming
from service.events.changes import Change
from service.models import Organization, OrganizationName, OrganizationParent
from service.reading.select import Link, Order
from service.vocabulary import AdministrativeLevel, Ladder

LATEST_PARENT_FIRST = Order("LATEST", (), descending=True)

BELOW = Link("parent_id", models.OrganizationParent, "organization_id")
PREDECESSORS = Link("successor_id", models.OrganizationSuccession, "predecessor_id")
SUCCESSORS = Link("predecessor_id", models.OrganizationSuccession, "successor_id")


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes a body itself, for as long as it lasts: its kind, level, area and province."""

    name: str
    classification: str
    ladder: Ladder | None
    level: AdministrativeLevel | None
    area: str | None
    province: str | None

    @property
    def province_tone(self) -> str | None:
        return None if self.province is None else naming.tone(self.province)


class Hierarchy:
    """What stands or stood above what, read as it is asked for, while its reader holds the lock."""

    def __init__(self) -> None:
        self._parents: dict[int, list[int]] = {}

    async def parents(self, organization: int) -> list[int]:
        """The ids of the bodies directly above, in the order in which they became known."""
        if organization not in self._parents:
            links = OrganizationParent.filter(organization_id=organization).order_by("id")
            found = await links.values_list("parent_id", flat=True)
            self._parents[organization] = [int(str(parent)) for parent in found]
        return self._parents[organization]

    async def line_above(self, organization: int) -> set[int]:
        """The ids of the body and of all bodies above it."""
        line, above = {organization}, await self.parents(organization)
        while above := [parent for parent in above if parent not in line]:
            line.update(above)
            above = [higher for parent in above for higher in await self.parents(parent)]
        return line

    async def place(self, organization: Organization, parent: Organization) -> None:
        """Writes down that the parent stands above it."""
        known = await self.parents(organization.id)
        await OrganizationParent.create(organization=organization, parent=parent)
        known.append(parent.id)


def columns(
    name: str,
    *,
    names: Iterable[str],
    other_names: Sequence[str] = (),
    classification: str | None,
    area: str | None,
) -> dict[str, Any]:
    """What is kept of a body's names, kind and area: themselves, and the keys that go along.

    `name`: the latest of `names`, all that it bore. Whoever changes one of them writes these anew.
    """
    former = [each for each in names if each != name]
    return {
        **naming.searched(name, *former, *other_names, classification, area),
        "search_beside": former,
        "other_names": list(other_names),
        "classification": classification,
        "area": area,
    }


async def known_or_new(
    identity: Identity, parent: Organization | None, hierarchy: Hierarchy, change: Change
) -> Organization:
    """The body of this identity below this parent. The caller holds the archive's lock.

    A page does not always say what stands above a body: where the parent is unknown on one side
    and the province has one such body only, it is the same, and its parent is known from then on:
    readers hear of the articles that belong there, as many as `below.articles` gives.
    A body that went over to one of this province is known in it too: after a merger, pages go on
    naming the bodies of before.
    """
    alike = Organization.filter(
        name_tone=naming.tone(identity.name), level=identity.level, ladder=identity.ladder
    ).order_by("id")
    namesakes = await alike.filter(province_tone=identity.province_tone)
    if not namesakes and (gone_over := await _gone_over(alike, identity.province_tone)):
        return gone_over
    for known in namesakes:
        parents = await hierarchy.parents(known.id)
        if (parent is None and not parents) or (parent is not None and parent.id in parents):
            return known
    if len(namesakes) == 1 and (parent is None or not await hierarchy.parents(namesakes[0].id)):
        (organization,) = namesakes
        if parent is not None:
            await below.note_articles(organization.id, change)
    else:
        organization = await _create(identity, change)
    if parent is not None:
        await hierarchy.place(organization, parent)
        change.touched(Organization, organization.id)
    return organization


async def _gone_over(
    alike: QuerySet[Organization], province_tone: str | None
) -> Organization | None:
    """The one of these bodies whose successors are of this province."""
    into = alike.filter(successions__successor__province_tone=province_tone).distinct()
    found = await into if province_tone is not None else []
    return found[0] if len(found) == 1 else None


async def _create(identity: Identity, change: Change) -> Organization:
    organization = await Organization.create(
        **columns(
            identity.name,
            names=(identity.name,),
            classification=identity.classification,
            area=identity.area,
        ),
        slug=await naming.free_slug(Organization, identity.name),
        level=identity.level,
        ladder=identity.ladder,
        province_tone=identity.province_tone,
        created_at=change.now,
        updated_at=change.now,
    )
    await OrganizationName.create(
        organization=organization,
        name=organization.name,
        name_tone=organization.name_tone,
    )
    change.touched(Organization, organization.id)
    return organization
