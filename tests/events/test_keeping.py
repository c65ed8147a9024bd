"""The log is kept for a while: old events go, and who had not read them is told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.errors import CursorExpired
from service.events import log
from service.events.changes import Change, commit
from service.events.cursors import Place
from service.models import Event, EventLog, Topic

OLD = datetime(2020, 1, 1, tzinfo=UTC)
LATER = timedelta(days=1)


async def _note(occurred_at: datetime | None = None) -> None:
    async def work(change: Change) -> None:
        change.touched(Topic, 1)

    await commit(work)
    if occurred_at is not None:
        await Event.filter(position=(await log.end()).position).update(occurred_at=occurred_at)


async def _positions() -> list[int]:
    return [event.position for event in await log.after(0, 10_000)]


async def test_what_is_older_is_forgotten_and_what_is_younger_is_kept(archive: None) -> None:
    for age in (3, 2, 1, 0):
        await _note(OLD - age * LATER)

    assert await log.forget(OLD - LATER) == 2
    assert await _positions() == [3, 4]
    assert await log.forget(OLD - LATER) == 0


async def test_a_younger_event_keeps_all_that_follow_it(archive: None) -> None:
    for age in (2, 0, 2):  # the clock was put back
        await _note(OLD - age * LATER)

    assert await log.forget(OLD - LATER) == 1
    assert await _positions() == [2, 3]


async def test_more_than_are_deleted_at_once_are_forgotten(archive: None) -> None:
    async def work(change: Change) -> None:
        for key in range(2_500):
            change.touched(Topic, key + 1)

    await commit(work)
    await Event.all().update(occurred_at=OLD)

    assert await log.forget(OLD + LATER) == 2_500
    assert await _positions() == []


async def test_the_log_goes_on_where_it_was_after_all_of_it_is_forgotten(archive: None) -> None:
    await _note(OLD)
    before = await log.end()
    await log.forget(OLD + LATER)
    await _note()

    assert await log.oldest() == before
    assert await log.place(str(before)) == before
    assert await _positions() == [2]
    with pytest.raises(CursorExpired):
        await log.place(str(Place(before.log_id, 0)))


@pytest.mark.parametrize("old", [0, 1])
async def test_what_is_noted_meanwhile_is_kept(
    archive: None, monkeypatch: pytest.MonkeyPatch, old: int
) -> None:
    for _ in range(old):
        await _note(OLD)
    read: Any = EventLog.get

    async def read_while_more_is_noted(**condition: Any) -> EventLog:
        await _note()
        found: EventLog = await read(**condition)
        await _note()
        return found

    monkeypatch.setattr(EventLog, "get", read_while_more_is_noted)
    assert await log.forget(OLD + LATER) == old
    monkeypatch.undo()

    assert await _positions() == [old + 1, old + 2]
