"""What a process sees to by the clock: what is due, what is kept for a while, who was there."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from service import articles, idempotency, tokens
from service.events import log
from service.events.tail import Tail

_GLANCE_SECONDS = 1.0  # between looks at what other processes have scheduled, woken or not
_PAUSE_SECONDS = 0.05  # while another process turns what is due
_TIDY_SECONDS = 3_600.0
_USES_SECONDS = 10.0


async def turn_due(zone: ZoneInfo, tail: Tail) -> None:
    """Publishes them at their instants, and first what fell due while nothing ran; for ever."""
    while True:
        due = await articles.next_due()
        if due is None or due > datetime.now(UTC):
            await tail.woken(_until(due))
        elif await articles.turn_due(zone, datetime.now(UTC)):
            tail.announce()
        else:  # another process is at it: to look again at once would only be in its way
            await asyncio.sleep(_PAUSE_SECONDS)


async def tidy(events_kept: timedelta) -> None:
    """Forgets old events and idempotency keys; for ever."""
    while True:
        await log.forget(datetime.now(UTC) - events_kept)
        await idempotency.forget_old(datetime.now(UTC))
        await asyncio.sleep(_TIDY_SECONDS)


async def keep_uses() -> None:
    """Writes down now and then, and at last, when tokens were used; for ever."""
    try:
        while True:
            await asyncio.sleep(_USES_SECONDS)
            await tokens.keep_uses()
    finally:
        await tokens.keep_uses()


def _until(due: datetime | None) -> float:
    if due is None:
        return _GLANCE_SECONDS
    return min(max((due - datetime.now(UTC)).total_seconds(), 0.0), _GLANCE_SECONDS)
