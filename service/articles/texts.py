"""What is kept of an article's text and of its instant: themselves, and the keys that go along."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service import bodies, dates, naming, text
from service.vocabulary import BodyFormat

UNPUBLISHED: dict[str, Any] = {
    "published_at": None,
    "published_on": None,
    "published_missing": True,
    "published_key": datetime.min.replace(tzinfo=UTC),
}


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
    if published_at is None:
        return UNPUBLISHED
    return {
        "published_at": published_at,
        "published_on": dates.local_day(published_at, zone),
        "published_missing": False,
        "published_key": published_at,
    }
