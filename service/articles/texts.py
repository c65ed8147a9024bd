"""What is kept of an article's text and of its instant: themselves, and the keys that go along."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service import bodies, dates, naming, searching
from service.bodies import Body
from service.vocabulary import BodyFormat

UNPUBLISHED: dict[str, Any] = {
    "published_at": None,
    "published_on": None,
    "published_missing": True,
    "published_key": datetime.min.replace(tzinfo=UTC),
}


@dataclass(frozen=True, slots=True)
class Text:
    """What readers read. `signed`: the names of who signs, as printed."""

    title: str
    lede: str | None
    body: Body
    captions: tuple[str | None, ...] = ()
    signed: tuple[str, ...] = ()


def columns(written: Text) -> dict[str, Any]:
    """What is kept of a text: itself, and the keys that it is found and listed by."""
    body, stored_as = written.body.text, written.body.format
    printed = bodies.rendered(body, stored_as, BodyFormat.TEXT)
    beside = [*filter(None, written.captions), *written.signed]
    return {
        "title": written.title,
        "title_tone": naming.tone(written.title),
        "title_search": naming.search(written.title),
        "title_sort": naming.order(written.title),
        "lede": written.lede,
        "body": body,
        "body_format": stored_as,
        "word_count": sum(len(part.split()) for part in (written.lede or "", printed)),
        "search_beside": beside,
        **searching.keys((written.title, written.lede, printed, *beside)),
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
