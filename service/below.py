"""All that stands below a body, at whatever time, and what it publishes."""

from collections.abc import Collection

from service import database
from service.database import bulk
from service.events import links
from service.events.changes import Change
from service.models import Article, OrganizationParent
from service.vocabulary import PublicationStatus

MOST_ARTICLES = 1_000


async def bodies(top: int) -> set[int]:
    """The ids of the body itself and of all below it."""
    found, asked = {top}, {top}
    while asked:
        asked = await _children(asked) - found
        found |= asked
    return found


async def articles(publishers: Collection[int]) -> list[int]:
    """The public articles of these bodies; none where there are more than MOST_ARTICLES."""
    found: list[int] = []
    for some in bulk.chunks(publishers):
        public = Article.filter(organization_id__in=some, status=PublicationStatus.PUBLISHED)
        rows = public.order_by("id").limit(MOST_ARTICLES + 1).values_list("id", flat=True)
        found += [int(str(key)) for key in await rows]
        if len(found) > MOST_ARTICLES:
            return []
    return found


async def note_articles(top: int, change: Change) -> None:
    """Of all that `articles` gives below the body: before another comes to stand above it, or goes.

    Who is about to publish one waits until the transaction ends, and finds the links of then.
    """
    await database.hold_hierarchy(alone=True)
    public = await articles(await bodies(top))
    for article, before in (await links.of(public)).items():
        change.updated(article, ("organization",), before, is_correction=False)


async def _children(parents: Collection[int]) -> set[int]:
    found: set[int] = set()
    for some in bulk.chunks(parents):
        links = OrganizationParent.filter(parent_id__in=some)
        found |= {int(str(key)) for key in await links.values_list("organization_id", flat=True)}
    return found
