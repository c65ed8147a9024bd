"""Scheduled articles become public when they are due."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from service import articles

_GLANCE_SECONDS = 1.0  # between looks at what other processes have scheduled


async def turn_due(zone: ZoneInfo, announce: Callable[[], None]) -> None:
    """Publishes them at their instants, and first what fell due while nothing ran; for ever."""
    while True:
        due = await articles.next_due()
        if due is not None and due <= datetime.now(UTC):
            await articles.turn_due(zone, datetime.now(UTC))
            announce()
        await asyncio.sleep(_until(due))


def _until(due: datetime | None) -> float:
    if due is None:
        return _GLANCE_SECONDS
    return min(max((due - datetime.now(UTC)).total_seconds(), 0.0), _GLANCE_SECONDS)
