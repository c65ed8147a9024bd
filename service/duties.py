"""What a process does for as long as it serves, beside answering."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from service.errors import TinbaiError

log = logging.getLogger("tinbai.duties")
_PAUSE_SECONDS = 1.0

Duty = Callable[[], Coroutine[Any, Any, None]]


@asynccontextmanager
async def running(*duties: Duty) -> AsyncIterator[None]:
    """Does these, side by side, until the block ends; one that fails is begun again."""
    tasks = [asyncio.create_task(_for_ever(duty)) for duty in duties]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _for_ever(duty: Duty) -> None:
    while True:
        try:
            await duty()
        except TinbaiError as error:
            log.warning("A duty of this process waits: %s", error)
        except Exception:
            log.exception("A duty of this process failed; it is begun again.")
        await asyncio.sleep(_PAUSE_SECONDS)
