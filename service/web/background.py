"""What a worker does beside answering."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service import articles

log = logging.getLogger("tinbai.background")
_GLANCE_SECONDS = 1.0  # between looks at what other processes have scheduled


@asynccontextmanager
async def running(*duties: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Does these, side by side, until the block ends."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(duty) for duty in duties]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


async def turn_due(zone: ZoneInfo, announce: Callable[[], None]) -> None:
    """Publishes scheduled articles when they are due, also what fell due while nothing ran."""
    while True:
        try:
            due = await articles.next_due()
            if due is not None and due <= datetime.now(UTC):
                await articles.turn_due(zone, datetime.now(UTC))
                announce()
        except Exception as error:  # whatever a driver raises: it is tried again
            log.warning("What is due cannot be published for now: %r", error)
            due = None
        await asyncio.sleep(_until(due))


def _until(due: datetime | None) -> float:
    if due is None:
        return _GLANCE_SECONDS
    return min(max((due - datetime.now(UTC)).total_seconds(), 0.0), _GLANCE_SECONDS)
