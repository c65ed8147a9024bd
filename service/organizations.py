"""Organizations: how they hang together, and how a new one is known."""

from dataclasses import dataclass
from datetime import datetime

from service import models, naming
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


async def known_or_new(
    identity: Identity, parent: Organization | None, now: datetime
) -> Organization:
    """The body of this identity below this parent. The caller holds the archive's lock.

    A page does not always say what stands above a body: where the parent is unknown on one side
    and the province has one such body only, it is the same, and its parent is known from then on.
    """
    namesakes = await Organization.filter(
        name_tone=naming.tone(identity.name),
        level=identity.level,
        ladder=identity.ladder,
        province_tone=identity.province_tone,
    ).order_by("id")
    parents = [await _parent_id(namesake) for namesake in namesakes]
    wanted = None if parent is None else parent.id
    if wanted in parents:
        return namesakes[parents.index(wanted)]
    if len(namesakes) == 1 and (wanted is None or parents[0] is None):
        (known,) = namesakes
        if parent is not None:
            await OrganizationParent.create(organization=known, parent=parent)
        return known
    return await _create(identity, parent, now)


async def line_above(organization: Organization) -> set[int]:
    """The ids of the body and of all bodies above it."""
    line, above = {organization.id}, await _parent_id(organization)
    while above is not None and above not in line:
        line.add(above)
        above = await _parent_id(await Organization.get(id=above))
    return line


async def _parent_id(organization: Organization) -> int | None:
    links = OrganizationParent.filter(organization_id=organization.id).order_by("-id")
    found = await links.limit(1).values_list("parent_id", flat=True)
    return int(str(found[0])) if found else None


async def _create(identity: Identity, parent: Organization | None, now: datetime) -> Organization:
    organization = await Organization.create(
        **naming.keys(identity.name),
        slug=await naming.free_slug(Organization, identity.name),
        classification=identity.classification,
        level=identity.level,
        ladder=identity.ladder,
        area=identity.area,
        province_tone=identity.province_tone,
        created_at=now,
        updated_at=now,
    )
    await OrganizationName.create(
        organization=organization,
        name=organization.name,
        name_tone=organization.name_tone,
    )
    if parent is not None:
        await OrganizationParent.create(organization=organization, parent=parent)
    return organization
