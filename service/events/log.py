"""The log as it stands: its end, and the events after a position in their one order."""

from service import database
from service.events import cursors
from service.events.cursors import Place
from service.models import Event, EventLog


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


async def _kept_after(last: Place) -> int:
    first = await after(-1, 1)
    return first[0].position - 1 if first else last.position
