"""What a worker does beside answering."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any


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
