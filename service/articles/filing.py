"""An article of the archive, as an import files it, and finds its page changed later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from service import naming
from service.articles import contents, revisions
from service.articles.contents import Content
from service.articles.texts import Text, columns, publication
from service.events import links
from service.events.changes import Change
from service.events.links import Links
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


@dataclass(frozen=True, slots=True)
class Standing:
    """An article before it is filed anew: to be taken before anything of it is another."""

    article: Article
    content: Content
    links: Links

    @classmethod
    async def of(cls, article: Article) -> "Standing":
        content, linked = await contents.of(article), await links.of([article.id])
        return cls(article, content, linked[article.id])


async def refile(
    standing: Standing,
    content: Content,
    *,
    instant: datetime | None,
    also: tuple[str, ...],
    publish: bool,
    zone: ZoneInfo,
    change: Change,
) -> tuple[str, ...]:
    """Writes what is another by now, and says what, by the names of the contract.

    `instant`: at which it was published; None leaves it as it is. `also`: what else has changed of
    it, and is written already. With `publish` a draft that had no instant becomes public.
    """
    article = standing.article
    was, had = article.status, article.published_at
    revised: dict[str, Any] = {}
    if instant is not None and instant != had:
        revised = publication(instant, zone)
        if publish and was is PublicationStatus.DRAFT and had is None:
            revised["status"] = PublicationStatus.PUBLISHED
    changed = await revisions.write(
        article, standing.content, content, change, columns=revised, also=also
    )
    if not changed or article.status is not PublicationStatus.PUBLISHED:
        return changed
    if was is PublicationStatus.PUBLISHED:
        is_correction = "corrections" in also
        change.updated(article.id, changed, standing.links, is_correction=is_correction)
    else:
        change.published(article.id, is_backfill=True)
    return changed
