"""The line above a body changes while its articles do: who follows them by it loses none."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest

from service import articles
from service.editing import merging, organizations
from service.editing.organizations import Parent
from service.events import links
from service.models import Article, Event, Organization, OrganizationParent
from service.revising import Seen
from service.vocabulary import PublicationStatus
from tests import rows
from tests.crossing import Work, crossed

pytestmark = pytest.mark.usefixtures("archive")
_DUE = rows.NOW + timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class _Bodies:
    """`above` comes to stand above `own`: for itself, or since it stands above its duplicate."""

    above: Organization
    own: Organization
    aside: Organization
    duplicate: Organization

    @classmethod
    async def made(cls) -> "_Bodies":
        bodies = cls(*[await rows.organization(name) for name in ("Trên", "Xã", "Cạnh", "Y")])
        await OrganizationParent.create(organization=bodies.duplicate, parent=bodies.above)
        return bodies

    def change(self, name: str) -> Work:
        seen = Seen(self.own.id, 1)
        return {
            "a parent": partial(organizations.revise, seen=seen, parents=(Parent(self.above.id),)),
            "a merge": partial(
                merging.merge_organizations, seen=seen, duplicate_id=self.duplicate.id
            ),
        }[name]


async def _article(status: PublicationStatus, body: Organization) -> Seen:
    """As it was last seen."""
    article = await articles.draft(title="Một bài", organization_id=body.id)
    if status is PublicationStatus.SCHEDULED:
        article = await articles.publish(seen=Seen(article.id, 1), at=_DUE, zone=rows.ZONE)
    if status is PublicationStatus.PUBLISHED:
        article = await articles.publish(seen=Seen(article.id, 1), zone=rows.ZONE)
    return Seen(article.id, article.version)


async def _published(bodies: _Bodies) -> tuple[int, Work]:
    seen = await _article(PublicationStatus.DRAFT, bodies.own)
    return seen.id, partial(articles.publish, seen=seen, zone=rows.ZONE)


async def _due(bodies: _Bodies) -> tuple[int, Work]:
    seen = await _article(PublicationStatus.SCHEDULED, bodies.own)
    return seen.id, partial(articles.turn_due, rows.ZONE, _DUE)


async def _corrected(bodies: _Bodies) -> tuple[int, Work]:
    seen = await _article(PublicationStatus.PUBLISHED, bodies.own)
    return seen.id, partial(articles.revise, seen=seen, title="Bài khác")


async def _moved_away(bodies: _Bodies) -> tuple[int, Work]:
    seen = await _article(PublicationStatus.PUBLISHED, bodies.own)
    return seen.id, partial(articles.revise, seen=seen, organization_id=bodies.aside.id)


async def _moved_here(bodies: _Bodies) -> tuple[int, Work]:
    seen = await _article(PublicationStatus.PUBLISHED, bodies.aside)
    return seen.id, partial(articles.revise, seen=seen, organization_id=bodies.own.id)


async def _withdrawn(bodies: _Bodies) -> tuple[int, Work]:
    seen = await _article(PublicationStatus.PUBLISHED, bodies.own)
    return seen.id, partial(articles.withdraw, seen=seen, reason="Sai")


Write = Callable[[_Bodies], Awaitable[tuple[int, Work]]]
_WRITES: tuple[Write, ...] = (_published, _due, _corrected, _moved_away, _moved_here, _withdrawn)


@pytest.mark.parametrize("write", _WRITES)
@pytest.mark.parametrize("name", ["a parent", "a merge"])
@pytest.mark.parametrize("is_changed_first", [True, False])
async def test_each_event_of_an_article_begins_where_the_one_before_has_ended(
    write: Write, name: str, *, is_changed_first: bool
) -> None:
    bodies = await _Bodies.made()
    article, work = await write(bodies)
    change = bodies.change(name)

    await crossed(*((change, work) if is_changed_first else (work, change)))

    told = await Event.filter(record_kind="Article", record_id=article).order_by("position")
    assert [each.links_before for each in told] == [None, *(each.links_after for each in told[:-1])]
    is_public = (await Article.get(id=article)).status is PublicationStatus.PUBLISHED
    standing = (await links.of([article]))[article] if is_public else None
    assert told[-1].links_after == standing
    assert standing is None or standing["within"] in (
        [bodies.own.id, bodies.above.id],
        [bodies.aside.id],
    )
