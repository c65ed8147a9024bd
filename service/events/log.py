"""The log as it stands: its end, and the events after a position in their one order."""

import secrets
from datetime import datetime

from service import database
from service.events import cursors
from service.events.cursors import Place
from service.models import Event, EventLog

_AT_ONCE = 1_000  # events that are forgotten in one statement


async def end() -> Place:
    """The place of the last event: whoever continues after it misses nothing later."""
    with database.reaching():
        log = await EventLog.get(id=1)
    return Place(log.log_id, log.position)


async def place(cursor: str) -> Place:
    """Raises CursorInvalid and CursorExpired as `cursors.parse` does."""
    last = await end()
    return cursors.parse(cursor, last, await _kept_after(last))


async def oldest() -> Place:
    """The place before the oldest event that is kept."""
    last = await end()
    return Place(last.log_id, await _kept_after(last))


async def after(position: int, limit: int) -> list[Event]:
    """At most `limit` events. Positions are gapless and in the order of commits: none comes late.

    Sorted and bounded by the primary key: the same cost at any position.
    """
    with database.reaching():
        return await Event.filter(position__gt=position).order_by("position").limit(limit)


async def forget(before: datetime) -> int:
    """No longer keeps the events that are older than this instant; says how many."""
    forgotten = 0
    with database.reaching():
        end = (await EventLog.get(id=1)).position + 1  # first: what is noted from here on is new
        kept = await Event.filter(occurred_at__gte=before).order_by("position").first()
        while some := await _first_before(end if kept is None else kept.position):
            forgotten += await Event.filter(position__in=some).delete()
    return forgotten


async def renew() -> str:
    """Gives the log another id, so that no cursor of before is taken for one of it.

    For a database that was put back from a backup: what clients have seen since is not in it.
    """
    async with database.transaction():
        log = await EventLog.get(id=1)
        log.log_id = secrets.token_hex(16)
        await log.save(update_fields=["log_id"])
    return log.log_id


async def _first_before(position: int) -> list[int]:
    kept = Event.filter(position__lt=position).order_by("position").limit(_AT_ONCE)
    return [int(str(each)) for each in await kept.values_list("position", flat=True)]


async def _kept_after(last: Place) -> int:
    first = await after(-1, 1)
    return first[0].position - 1 if first else last.position
