"""Connections and transactions: nothing is lost, leaked or locked by a cancelled task."""

import asyncio
import contextlib

import pytest
from tortoise.exceptions import IntegrityError

from service import database
from service.models import EventLog, Topic
from tests.rows import topic

pytestmark = pytest.mark.usefixtures("archive")


async def _held_transaction(entered: asyncio.Event) -> None:
    async with database.transaction():
        entered.set()
        await topic("never")
        await asyncio.sleep(60)


async def test_a_hundred_cancelled_transactions_leave_the_pool_whole() -> None:
    await asyncio.gather(*(_written(f"before-{n}") for n in range(20)))  # connects
    for turn in range(100):
        task = asyncio.create_task(_held_transaction(asyncio.Event()))
        for _ in range(turn % 10):
            await asyncio.sleep(0)  # cancelled while entering, at ever another step
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async with asyncio.timeout(10):
        await asyncio.gather(*(_written(f"after-{n}") for n in range(20)))
    assert await Topic.all().count() == 40


async def _written(slug: str) -> None:
    async with database.transaction():
        await topic(slug)


async def test_a_transaction_cancelled_inside_is_rolled_back() -> None:
    entered = asyncio.Event()
    task = asyncio.create_task(_held_transaction(entered))
    await entered.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task

    assert await Topic.all().count() == 0


async def test_after_a_timeout_the_task_goes_on_outside_the_transaction() -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.05):
            await _held_transaction(asyncio.Event())

    await topic("outside")
    assert [row.slug for row in await Topic.all()] == ["outside"]


async def test_an_error_inside_a_savepoint_leaves_the_transaction_usable() -> None:
    async with database.transaction():
        await topic("kept")
        with contextlib.suppress(IntegrityError):
            async with database.transaction():
                await topic("kept")
        await topic("kept-too")

    assert await Topic.all().count() == 2


async def test_a_bulk_write_that_fails_writes_nothing() -> None:
    same = [await topic("one", save=False), await topic("one", save=False)]
    with pytest.raises(IntegrityError):
        await Topic.bulk_create(same)

    assert await Topic.all().count() == 0


async def test_the_event_log_is_exactly_one_row() -> None:
    (log,) = await EventLog.all()
    assert (log.position, len(log.log_id)) == (0, 32)
    with pytest.raises(IntegrityError):
        await EventLog.create(id=2, log_id="another", position=0)
