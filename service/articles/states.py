"""What becomes of an article: published, at once or when it is due; unscheduled; withdrawn.

DRAFT -publish-> PUBLISHED, or SCHEDULED with a future instant; SCHEDULED -unschedule-> DRAFT,
-due-> PUBLISHED; PUBLISHED -withdraw-> WITHDRAWN -publish-> PUBLISHED. All else is refused.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from service import database
from service.articles import attesting, revisions
from service.articles.texts import publication
from service.database import bulk
from service.errors import Fault, Refused
from service.events.changes import Change, commit
from service.idempotency import Author
from service.models import Article
from service.proofreading import Proof
from service.revising import Seen, keep, locked
from service.vocabulary import FaultCode, PublicationStatus

_NEWS = timedelta(hours=24)
_AT_ONCE = {"sqlite": 200, "postgres": 25}
"""Due articles of one transaction: on PostgreSQL other processes turn the next ones meanwhile."""


async def publish(
    *, seen: Seen, at: datetime | None = None, zone: ZoneInfo, by: Author | None = None
) -> Article:
    """Public at once, or SCHEDULED where `at` is yet to come.

    Without `at` it keeps the instant that it already has, else it has the present one. What is
    filed under an instant older than 24 hours counts as a piece of the archive; what only comes
    back does not. Raises Refused.
    """

    async def work(change: Change) -> Article:
        article = await locked(Article, seen)
        if at is None or at <= change.now:
            _demand(article, PublicationStatus.DRAFT, PublicationStatus.WITHDRAWN)
            _check(at)
            own = article.published_at if article.status is PublicationStatus.DRAFT else None
            filed = at or own or change.now
            await _make_public(article, at or article.published_at or change.now, zone, change)
            change.published(article.id, is_backfill=filed < change.now - _NEWS)
            await attesting.tell_of_shown([article.id], change)
        else:
            _demand(article, PublicationStatus.DRAFT)
            _check(at)
            columns = {"status": PublicationStatus.SCHEDULED, "scheduled_for": at}
            await _keep(article, columns, change)
        return article

    return await commit(work, by)


async def unschedule(*, seen: Seen, by: Author | None = None) -> Article:
    """A DRAFT again. Raises Refused."""

    async def work(change: Change) -> Article:
        article = await locked(Article, seen)
        _demand(article, PublicationStatus.SCHEDULED)
        columns = {"status": PublicationStatus.DRAFT, "scheduled_for": None}
        await _keep(article, columns, change)
        return article

    return await commit(work, by)


async def withdraw(
    *, seen: Seen, reason: str, note: str | None = None, by: Author | None = None
) -> Article:
    """No longer public. `reason` stays inside, `note` is for readers. Raises Refused."""

    async def work(change: Change) -> Article:
        article = await locked(Article, seen)
        _demand(article, PublicationStatus.PUBLISHED)
        await _keep(article, _removal(reason, note, change.now), change)
        change.withdrawn(article.id, article.removal_note)
        await attesting.tell_of_hidden(article.id, change)
        return article

    return await commit(work, by)


async def turn_due(zone: ZoneInfo, now: datetime) -> int:
    """Publishes what is due by `now`, each under the instant that it was due at; says how many.

    Each exactly once, however many processes do so at the same time.
    """
    turned = 0
    while some := await commit(partial(_turn, zone, now)):
        turned += some
    return turned


async def next_due() -> datetime | None:
    """The earliest instant at which one is due; None where nothing is scheduled."""
    scheduled = Article.filter(status=PublicationStatus.SCHEDULED).order_by("scheduled_for", "id")
    with database.reaching():
        first = await scheduled.only("id", "scheduled_for").first()
    return None if first is None else first.scheduled_for


async def _turn(zone: ZoneInfo, now: datetime, change: Change) -> int:
    """Some of what is due: what another process has begun to turn is left to it."""
    due = Article.filter(status=PublicationStatus.SCHEDULED, scheduled_for__lte=now)
    due = due.order_by("scheduled_for", "id").limit(_AT_ONCE[database.dialect()])
    due = due.select_for_update(skip_locked=True)
    turned = {
        key: {
            **_published(instant, zone),
            "version": version + 1,
            "updated_at": change.now,
        }
        for key, version, instant in await due.values_list("id", "version", "scheduled_for")
    }
    for key in turned:
        change.published(key, is_backfill=False)
    await attesting.tell_of_shown(turned, change)
    await bulk.update(Article, turned)
    await revisions.keep_turned(turned, change)
    return len(turned)


async def _make_public(article: Article, instant: datetime, zone: ZoneInfo, change: Change) -> None:
    await _keep(article, _published(instant, zone), change)


def _published(instant: datetime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        **publication(instant, zone),
        "status": PublicationStatus.PUBLISHED,
        "scheduled_for": None,
        "removed_at": None,
        "removal_note": None,
        "removal_reason": None,
    }


async def _keep(article: Article, columns: Mapping[str, Any], change: Change) -> None:
    """With a revision that tells of the state."""
    await revisions.begin(article)
    told = [name for name in revisions.STATE if name in columns]
    changed = [name for name in told if columns[name] != getattr(article, name)]
    await keep(article, columns, change)
    await revisions.keep(article, changed, change)


def _removal(reason: str, note: str | None, now: datetime) -> dict[str, Any]:
    proof = Proof()
    columns = {
        "status": PublicationStatus.WITHDRAWN,
        "removed_at": now,
        "removal_reason": proof.required(reason, "reason"),
        "removal_note": proof.words(note, "note"),
    }
    proof.settle()
    return columns


def _demand(article: Article, *states: PublicationStatus) -> None:
    if article.status not in states:
        message = f"The article is {article.status}; this takes one that is {' or '.join(states)}."
        raise Refused(Fault(FaultCode.BAD_STATE, message, ("id",)))


def _check(at: datetime | None) -> None:
    proof = Proof()
    proof.instant(at, "at")
    proof.settle()
