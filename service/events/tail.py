"""One reader of the log a process: it reads what is new once, for everybody who follows."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial

from service import duties
from service.database.address import Address
from service.errors import CursorExpired, Unavailable
from service.events import log, wakeups
from service.events.cursors import Place
from service.models import Event

logger = logging.getLogger("tinbai.events")
_WINDOW = 1_000  # events kept for those who follow closely
_PAGE = 100  # events given at once
_READ = 500  # events read at once
_PATIENCE_SECONDS = 1.0  # after which the table is read without any wake-up
_DEBOUNCE_SECONDS = 0.01


class Tail:
    """The end of the log, and its newest events; who is further behind reads the table."""

    def __init__(self) -> None:
        self.end = Place("", 0)
        self._window: list[Event] = []
        self._woken = asyncio.Event()
        self._announced = asyncio.Event()
        self._news = asyncio.Event()
        self._look = asyncio.Event()

    @asynccontextmanager
    async def running(self, address: Address) -> AsyncIterator[None]:
        """Reads, and is woken by other processes, until the block ends."""
        heard = partial(wakeups.heard, address, self.wake)
        async with duties.running(self._follow, self._tell_others, heard):
            yield

    def wake(self) -> None:
        """There may be something new: look."""
        self._woken.set()
        self._look.set()
        self._look = asyncio.Event()

    def announce(self) -> None:
        """Something was committed here: look, and tell the other processes."""
        self.wake()
        self._announced.set()

    async def woken(self, seconds: float) -> None:
        """Returns when something may have changed, here or in another process, or time is up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._look.wait()

    def nudge(self) -> None:
        """Lets everybody who waits look up, with news or without."""
        self._news.set()
        self._news = asyncio.Event()

    async def after(self, place: Place, until: float | None = None) -> Sequence[Event]:
        """The next events, at least one; none after a `nudge`, or at the loop's time `until`.

        Raises CursorExpired where the log was replaced by another, or no longer reaches back.
        """
        if place.log_id != self.end.log_id and place.log_id != (await log.end()).log_id:
            raise CursorExpired("The event log was replaced: begin anew.")
        if place.log_id != self.end.log_id or place.position >= self.end.position:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    await self._news.wait()
        if place.log_id == self.end.log_id and place.position > self.end.position:
            if place.position > (await log.end()).position:
                raise CursorExpired("The event log has gone back: begin anew.")
            return ()
        if place.log_id != self.end.log_id or place.position == self.end.position:
            return ()
        if self._window and self._window[0].position <= place.position + 1:
            # Positions are gapless: an event's place in the window follows from its own.
            first = place.position + 1 - self._window[0].position
            return self._window[first : first + _PAGE]
        events = await log.after(place.position, _PAGE)
        if not events or events[0].position != place.position + 1:
            raise CursorExpired("The event log is no longer kept from this cursor on: begin anew.")
        return events

    async def _follow(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self._read()
            except Unavailable as error:  # those who follow wait with us
                logger.warning("The event log cannot be read for now: %s", error)
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await self._woken.wait()

    async def _read(self) -> None:
        end = await log.end()
        if end.log_id != self.end.log_id or end.position < self.end.position:
            self.end, self._window = end, []
            self.nudge()
        while self.end.position < end.position:
            events = await log.after(self.end.position, _READ)
            self._window = [*self._window, *events][-_WINDOW:]
            self.end = Place(end.log_id, events[-1].position if events else end.position)
            self.nudge()

    async def _tell_others(self) -> None:
        while True:
            await self._announced.wait()
            self._announced.clear()
            await wakeups.notify()
            await asyncio.sleep(_DEBOUNCE_SECONDS)
