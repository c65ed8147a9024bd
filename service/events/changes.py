"""What a transaction changes, as readers will hear of it: written down last, just before commit.

The position comes from the one counter row, which the transaction then holds until it commits: so
positions are gapless and in the order of commits. Taken any earlier, two use cases that lock rows
and the counter in different order would stand in each other's way.

The links of the articles are read before that, and hold the hierarchy of bodies until the commit
too: side by side with each other, never with whoever is changing it. So an event's links are those
that the events of lower positions have left.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar, cast

import asyncpg
from tortoise.exceptions import IntegrityError

from service import database, idempotency
from service.database import bulk
from service.events import links
from service.events.links import Links
from service.idempotency import Author
from service.models import Article, Event, Membership, Organization, Person, Row
from service.vocabulary import EventKind

T = TypeVar("T")
_ATTEMPTS = 10
_TAKE = {
    "sqlite": "UPDATE event_log SET position = position + ? WHERE id = 1 RETURNING position",
    "postgres": "UPDATE event_log SET position = position + $1 WHERE id = 1 RETURNING position",
}
_CONFLICTS = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.IntegrityConstraintViolationError,
    IntegrityError,
)


@dataclass(frozen=True, slots=True)
class _Noted:
    kind: EventKind
    record_kind: str
    record_id: int
    changed: tuple[str, ...] = ()
    before: Links | None = field(default=None, compare=False)
    is_backfill: bool = False
    is_correction: bool = False
    note: str | None = None


class Change:
    """What one transaction does to what is public; `now` is the instant of all of it.

    `by`: the name of whose token makes it; None where it is nobody's.
    """

    def __init__(self, now: datetime, by: str | None = None) -> None:
        self.now, self.by = now, by
        self._noted: dict[_Noted, None] = {}  # in their order, each once

    def published(self, article: int, *, is_backfill: bool) -> None:
        """`is_backfill`: an article of the archive rather than news."""
        self._note(EventKind.ARTICLE_PUBLISHED, Article, article, is_backfill=is_backfill)

    def updated(
        self, article: int, changed: tuple[str, ...], before: Links, *, is_correction: bool
    ) -> None:
        """A public article. `changed`: fields by their names in the contract."""
        self._note(
            EventKind.ARTICLE_UPDATED,
            Article,
            article,
            changed=changed,
            before=before,
            is_correction=is_correction,
        )

    def withdrawn(self, article: int, note: str | None) -> None:
        self._note(EventKind.ARTICLE_WITHDRAWN, Article, article, note=note)

    def touched(self, model: type[Row], *ids: int) -> None:
        """Records of another kind than articles, made or changed: told once, however often."""
        for key in ids:
            self._note(EventKind.RECORD_CHANGED, model, key)

    def touched_membership(self, held: Membership) -> None:
        """Made or changed: whoever holds it and the body have another list then."""
        self.touched(Organization, held.organization_id)
        if held.person_id is not None:
            self.touched(Person, held.person_id)
        if held.member_organization_id is not None:
            self.touched(Organization, held.member_organization_id)

    def mark(self) -> int:
        """A point to fall back to, with the savepoint that is set beside it."""
        return len(self._noted)

    def back_to(self, mark: int) -> None:
        self._noted = dict.fromkeys(islice(self._noted, mark))

    async def append(self) -> None:
        """Writes the events; nothing else may be written in this transaction afterwards."""
        if not self._noted:
            return
        articles = [each.record_id for each in self._noted if each.record_kind == Article.__name__]
        linked = await links.of(articles)
        client = database.connection()
        taken = await client.execute_query_dict(_TAKE[database.dialect()], [len(self._noted)])
        first = taken[0]["position"] - len(self._noted) + 1
        occurred_at = datetime.now(UTC)
        await bulk.insert(
            Event,
            [
                _row(first + place, each, _links(each, linked), occurred_at)
                for place, each in enumerate(self._noted)
            ],
        )

    def _note(self, kind: EventKind, model: type[Row], key: int, **facts: Any) -> None:
        self._noted[_Noted(kind, model.__name__, key, **facts)] = None


async def commit(work: Callable[[Change], Awaitable[T]], author: Author | None = None) -> T:
    """Runs a use case in a transaction of its own, and appends what it has noted.

    Under an author's key it is done once, and found then: it gives a row, or some.

    Where the database ends it for a conflict with another, all of it runs again: a deadlock, or a
    key that the other has just taken, which the use case then finds and names. Raises Unavailable
    where the database is away: then nobody can tell whether it was committed.
    """
    with database.reaching():
        for attempt in range(1, _ATTEMPTS):
            try:
                return await _once(work, author)
            except _CONFLICTS:
                await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))
        return await _once(work, author)


async def _once(work: Callable[[Change], Awaitable[T]], author: Author | None) -> T:
    async with database.transaction():
        change = Change(datetime.now(UTC), None if author is None else author.name)
        result = await _repeatable(work, change, author)
        await change.append()
    return result


async def _repeatable(
    work: Callable[[Change], Awaitable[T]], change: Change, author: Author | None
) -> T:
    if author is None or author.key is None:
        return await work(change)
    several = False

    async def rows() -> idempotency.Rows:
        nonlocal several
        result: Any = await work(change)
        several = isinstance(result, tuple)
        return result if several else (result,)

    found = await idempotency.once(author, rows)
    return cast(T, found if several or len(found) > 1 else found[0])


def _links(noted: _Noted, linked: dict[int, Links]) -> Links | None:
    return linked[noted.record_id] if noted.record_kind == Article.__name__ else None


def _row(
    position: int, noted: _Noted, linked: Links | None, occurred_at: datetime
) -> dict[str, Any]:
    """A withdrawal has its links before, a publication after, an update both."""
    gone = noted.kind is EventKind.ARTICLE_WITHDRAWN
    return {
        "position": position,
        "kind": noted.kind,
        "record_kind": noted.record_kind,
        "record_id": noted.record_id,
        "changed": list(noted.changed),
        "links_before": linked if gone else noted.before,
        "links_after": None if gone else linked,
        "is_backfill": noted.is_backfill,
        "is_correction": noted.is_correction,
        "note": noted.note,
        "occurred_at": occurred_at,
    }
