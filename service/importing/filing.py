"""Puts what was read from pages into the archive, each page once and whole or not at all."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from service import addresses, articles, database, naming
from service.events import wakeups
from service.events.changes import Change
from service.importing import updating
from service.importing.findings import Context, PageReading
from service.importing.recording import Known, Recording, body_text, value
from service.models import Article, Page


class Outcome(StrEnum):
    NEW = "new"
    DRAFT = "new, as a draft"
    UPDATED = "updated"
    KNOWN = "unchanged"


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a page. `kept`: what an editor has made of the article, as it stands still."""

    outcome: Outcome
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it came: its bytes, and the name of its file."""

    file_name: str
    raw: bytes

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


@asynccontextmanager
async def filing(context: Context, *, publish: bool) -> AsyncIterator["Filing"]:
    """One transaction, behind the archive's lock, in which pages are filed."""
    async with database.archive_lock():
        archive = Filing(context, publish, Change(datetime.now(UTC)))
        yield archive
        await archive.change.append()
    await wakeups.notify()


@dataclass(slots=True)
class Filing:
    """Files pages one after another, and remembers the bodies and posts that they named."""

    context: Context
    publish: bool
    change: Change
    _known: Known = field(default_factory=Known)

    async def file(self, reading: PageReading, sheet: Sheet) -> Filed:
        """Files a page that is new; one without a date of its own stays a draft.

        The same bytes again change nothing. A page that has changed since updates its article: it
        is known by its address, or without one by its title and instant. A page that fails leaves
        nothing behind.
        """
        if await Page.filter(content_hash=sheet.content_hash).exists():
            return Filed(Outcome.KNOWN)
        mark = self.change.mark()
        try:
            async with database.transaction():
                return await self._file(reading, sheet)
        except BaseException:
            self.change.back_to(mark)
            self._known = Known()  # some of it may be gone again
            raise

    async def _file(self, reading: PageReading, sheet: Sheet) -> Filed:
        url = _address(reading)
        article = await _standing(reading, url)
        if article is None:
            article = await self._create(reading, url)
            filed = Filed(Outcome.NEW if self._is_public(reading) else Outcome.DRAFT)
        else:
            recording = Recording(article, reading, self.context, self.change, self._known)
            changed, kept = await updating.update(recording, publish=self.publish)
            self._known = Known()  # a membership that it no longer tells of may be gone
            filed = Filed(Outcome.UPDATED if changed else Outcome.KNOWN, kept)
        await Page.create(
            article=article,
            file_name=sheet.file_name,
            content_hash=sheet.content_hash,
            original=sheet.raw,
            imported_at=self.change.now,
        )
        return filed

    async def _create(self, reading: PageReading, url: str | None) -> Article:
        article = await articles.create(
            articles.Text(
                title=reading.title.value,
                lede=value(reading.lede),
                body=body_text(reading),
                captions=tuple(photo.value.caption for photo in reading.photos),
                signed=tuple(credit.value.credited_name for credit in reading.byline),
            ),
            url=url,
            source=value(reading.source),
            published_at=value(reading.published_at),
            publish=self._is_public(reading),
            zone=self.context.time_zone,
            change=self.change,
        )
        await Recording(article, reading, self.context, self.change, self._known).write()
        return article

    def _is_public(self, reading: PageReading) -> bool:
        return self.publish and reading.published_at is not None


def _address(reading: PageReading) -> str | None:
    """What the page gives as its own address, where it can be one; else it is kept as evidence."""
    url = value(reading.url)
    return url if url and addresses.is_web(url) and addresses.is_page(url) else None


async def _standing(reading: PageReading, url: str | None) -> Article | None:
    """The article of which this is the page, which nobody else changes meanwhile."""
    if url is not None:
        return await _locked(url=url)
    if reading.published_at is None:
        return None  # a title alone does not tell a changed page from another: both are drafts
    title, instant = naming.tone(reading.title.value), reading.published_at.value
    # Not `url=None` as a condition: SQLite would answer it first, by reading every article without.
    namesakes = Article.filter(title_tone=title, published_at=instant).order_by("id")
    found = await namesakes.values_list("id", "url")
    own = next((key for key, address in found if address is None), None)
    return None if own is None else await _locked(id=own)


async def _locked(**condition: object) -> Article | None:
    return await Article.filter(**condition).select_for_update(no_key=True).first()
