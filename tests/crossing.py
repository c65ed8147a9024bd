"""Two transactions that cross, in an order that the test says."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from service import database

Work = Callable[[], Coroutine[Any, Any, Any]]
_WAITING = """
    SELECT count(*) AS number FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def crossed(first: Work, second: Work) -> Any:
    """What the second gives: begun when the first had done all but commit, it had to wait for it.

    On SQLite, which has one writer, it waits from its beginning on.
    """
    done, leave = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with database.transaction():
            await first()
            done.set()
            await leave.wait()

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(hold())
        await done.wait()
        waiting = group.create_task(second())
        while database.dialect() == "postgres" and not await _is_one_waiting():
            pass  # it is asked again
        leave.set()
    return waiting.result()


async def _is_one_waiting() -> bool:
    (found,) = await database.connection().execute_query_dict(_WAITING)
    return bool(found["number"])
