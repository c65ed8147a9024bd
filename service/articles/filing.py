"""An article of the archive, as an import files it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from service import naming
from service.articles.texts import Text, columns, publication
from service.events.changes import Change
from service.models import Article
from service.vocabulary import PublicationStatus


async def create(
    written: Text,
    *,
    url: str | None,
    source: str | None,
    published_at: datetime | None,
    publish: bool,
    zone: ZoneInfo,
    change: Change,
) -> Article:
    """An article of the archive, public at once where `publish` says so, at its own instant."""
    article = await Article.create(
        **columns(written),
        **publication(published_at, zone),
        slug=await naming.free_slug(Article, written.title),
        url=url,
        source=source,
        status=PublicationStatus.PUBLISHED if publish else PublicationStatus.DRAFT,
        created_at=change.now,
        updated_at=change.now,
    )
    if publish:
        change.published(article.id, is_backfill=True)
    return article
