"""Articles: how they are listed, how they hang on the other nouns, and how one is made."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service import bodies, dates, models, naming, text
from service.events.changes import Change
from service.models import Article
from service.reading.select import Link, Order
from service.vocabulary import BodyFormat, PublicationStatus

NEWEST_FIRST = Order("PUBLISHED_AT_DESC", ("published_key",), descending=True)
ORDERS = {
    order.name: order
    for order in (
        NEWEST_FIRST,
        Order("PUBLISHED_AT_ASC", ("published_missing", "published_key")),
        Order("UPDATED_AT_DESC", ("updated_at",), descending=True),
        Order("UPDATED_AT_ASC", ("updated_at",)),
        Order("TITLE_ASC", ("title_sort",)),
        Order("TITLE_DESC", ("title_sort",), descending=True),
    )
}

SIGNED_BY_PERSON = Link("person_id", models.Byline, "article_id")
NAMING_PERSON = Link("person_id", models.Mention, "article_id")
PUBLISHED_BY_ORGANIZATION = Link("organization_id")
NAMING_ORGANIZATION = Link("agent_organization_id", models.Mention, "article_id")
ON_TOPIC = Link("topic_id", models.ArticleTopic, "article_id")
ON_MEETING = Link("meeting_id", models.ArticleMeeting, "article_id")
ATTESTING_MEMBERSHIP = Link("membership_id", models.Attestation, "article_id")

_NO_INSTANT = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Text:
    """What readers read. `body` is clean HTML."""

    title: str
    lede: str | None
    body: str
    captions: tuple[str, ...] = ()


def columns(written: Text) -> dict[str, Any]:
    """What is kept of a text: itself, and the keys that it is found and listed by."""
    words = " ".join(filter(None, (written.lede, bodies.plain_text(written.body))))
    searched = text.tone_key(" ".join((written.title, words, *written.captions)))
    return {
        "title": written.title,
        "title_tone": naming.tone(written.title),
        "title_plain": text.plain_key(written.title)[: naming.MAX_KEY],
        "title_sort": naming.order(written.title),
        "lede": written.lede,
        "body": written.body,
        "body_format": BodyFormat.HTML,
        "word_count": len(words.split()),
        "search_tone": searched,
        "search_plain": text.unmarked(searched),
    }


def publication(published_at: datetime | None, zone: ZoneInfo) -> dict[str, Any]:
    """What is kept of the instant: itself, its local day, and the pair that it is listed by."""
    return {
        "published_at": published_at,
        "published_on": None if published_at is None else dates.local_day(published_at, zone),
        "published_missing": published_at is None,
        "published_key": published_at or _NO_INSTANT,
    }


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
