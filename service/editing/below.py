"""All that stands below a body, at whatever time, and what it publishes."""

from collections.abc import Collection

from service.database import bulk
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


async def _children(parents: Collection[int]) -> set[int]:
    found: set[int] = set()
    for some in bulk.chunks(parents):
        links = OrganizationParent.filter(parent_id__in=some)
        found |= {int(str(key)) for key in await links.values_list("organization_id", flat=True)}
    return found
