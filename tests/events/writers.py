"""`python -m tests.events.writers`: many writers of one log, in several processes, and a reader.

Every transaction makes rows of its own and notes them, so that each event is known by its record;
locks two rows that others lock too, in either order; often waits; and sometimes fails on purpose,
before or after it has taken its positions. What was committed stands in its writer's ledger. The
reader follows from where the log ended, and has to see exactly that.

A plain sequence shows that this measure can fail: the same transactions write into it, the same
reader reads it by `id > last`, and it loses rows. On SQLite it would lose none: the only writer
holds its lock from BEGIN to COMMIT, so any ids are given in the order of commits.

Nobody else may write to a `--database` meanwhile; without one, throw-away archives are made.
"""

import argparse
import asyncio
import multiprocessing
import random
import secrets
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from pathlib import Path
from time import perf_counter

import asyncpg

from service import database
from service.database import address
from service.events import changes, log
from service.events.changes import Change
from service.models import Topic
from tests import rows
from tests.databases import Postgres, Sqlite, postgres_server

Commit = tuple[int, ...]
"""The records that it noted, in their order."""
_RIVALS = 16  # the rows that all writers lock
_AT_ONCE = 100
_EVENTS = {"sqlite": 10_000, "postgres": 100_000}
_PLAIN_EVENTS = 20_000  # at most: it loses rows long before
_PROCESSES = {"sqlite": 3, "postgres": 2}  # a process has ten connections to PostgreSQL


@dataclass(frozen=True, slots=True)
class Seen:
    position: int
    record: int


class Log:
    """The event log: a position is taken last, and its counter is held until commit."""

    @staticmethod
    async def note(change: Change, commit: Commit) -> None:
        change.touched(Topic, *commit)

    @staticmethod
    async def end() -> int:
        return (await log.end()).position

    @staticmethod
    async def after(position: int) -> list[Seen]:
        found = await log.after(position, _AT_ONCE)
        return [Seen(event.position, event.record_id) for event in found]


class PlainSequence:
    """What the log is not: a position is taken when its row is written. PostgreSQL only."""

    @staticmethod
    async def note(change: Change, commit: Commit) -> None:
        client = database.connection()
        for record in commit:
            await client.execute_query("INSERT INTO plain (record_id) VALUES ($1)", [record])

    @staticmethod
    async def end() -> int:
        found = await database.connection().execute_query_dict("SELECT max(id) AS last FROM plain")
        return int(found[0]["last"] or 0)

    @staticmethod
    async def after(position: int) -> list[Seen]:
        found = await database.connection().execute_query_dict(
            "SELECT id, record_id FROM plain WHERE id > $1 ORDER BY id LIMIT $2",
            [position, _AT_ONCE],
        )
        return [Seen(row["id"], row["record_id"]) for row in found]


Order = type[Log] | type[PlainSequence]


@dataclass(slots=True)
class Ledger:
    """What one writer has committed, in its order, and what it has not."""

    commits: list[Commit] = field(default_factory=list)
    deadlocks: int = 0
    rollbacks: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """`unknown` was seen without being committed; `split` are commits with others in between."""

    events: int
    seconds: float
    deadlocks: int
    rollbacks: int
    lost: int
    unknown: int
    repeated: int
    gaps: int
    out_of_order: int
    split: int

    @property
    def faults(self) -> int:
        unordered = self.gaps + self.out_of_order + self.split
        return self.lost + self.unknown + self.repeated + unordered

    def __str__(self) -> str:
        return (
            f"{self.events:,} events in {self.seconds:.1f} s ({self.events / self.seconds:,.0f}/s),"
            f" {self.deadlocks:,} deadlocks, {self.rollbacks:,} rollbacks;"
            f" {self.lost:,} lost ({self.lost / self.events:.1%}), {self.unknown:,} unknown,"
            f" {self.repeated:,} repeated, {self.gaps:,} gaps, {self.out_of_order:,} out of order,"
            f" {self.split:,} split"
        )


async def followed(url: str, order: Order, *, events: int, writers: int, processes: int) -> Outcome:
    """At least so many events, written by others and read here."""
    each = ceil(events / writers)
    numbers = [len(range(process, writers, processes)) for process in range(processes)]
    async with database.opened(address.parse(url)):
        rivals = [(await rows.topic(secrets.token_hex(8))).id for _ in range(_RIVALS)]
        begin = await order.end()
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            writing = asyncio.gather(
                *(
                    loop.run_in_executor(pool, _write, url, order, rivals, number, each)
                    for number in numbers
                )
            )
            seen, seconds = await _read(order, begin, writing)
            ledgers = [ledger for process in await writing for ledger in process]
        return _judged(ledgers, seen, range(begin + 1, await order.end() + 1), seconds)


async def followed_plain(url: str, *, events: int, writers: int, processes: int) -> Outcome:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CREATE TABLE plain (id bigserial PRIMARY KEY, record_id bigint)")
        try:
            return await followed(
                url, PlainSequence, events=events, writers=writers, processes=processes
            )
        finally:
            await connection.execute("DROP TABLE plain")
    finally:
        await connection.close()


async def find_deadlocks_early(url: str) -> None:
    """PostgreSQL looks for one only after a second of waiting: here they are many."""
    connection = await asyncpg.connect(url)
    try:
        name = await connection.fetchval("SELECT current_database()")
        await connection.execute(f"ALTER DATABASE {name} SET deadlock_timeout = '50ms'")
    finally:
        await connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--events", type=int, help=_by_dialect(_EVENTS))
    parser.add_argument("--writers", type=int, default=12)
    parser.add_argument("--processes", type=int, help=_by_dialect(_PROCESSES))
    options = parser.parse_args()
    archives = nullcontext([options.database]) if options.database else _throw_away()
    with archives as urls:
        sound = [_is_sound(url, options) for url in urls]
    sys.exit(0 if all(sound) else 1)


def _is_sound(url: str, options: argparse.Namespace) -> bool:
    """The log is without fault, and the plain sequence is not."""
    dialect = address.parse(url).dialect
    events = options.events or _EVENTS[dialect]
    writers = options.writers
    processes = options.processes or _PROCESSES[dialect]
    size = f"{writers} writers in {processes} processes"
    outcome = asyncio.run(followed(url, Log, events=events, writers=writers, processes=processes))
    _say(f"{dialect}, the log, {size}: {outcome}")
    if dialect == "sqlite":
        return outcome.faults == 0
    some = min(events, _PLAIN_EVENTS)
    plain = asyncio.run(followed_plain(url, events=some, writers=writers, processes=processes))
    _say(f"{dialect}, a plain sequence, {size}: {plain}")
    return outcome.faults == 0 and plain.lost > 0


@contextmanager
def _throw_away() -> Iterator[list[str]]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        server = Postgres(postgres_server(folder / "postgres"))
        with closing(server), Sqlite(folder).archive() as file, server.archive() as url:
            asyncio.run(find_deadlocks_early(url))
            yield [file, url]


def _by_dialect(numbers: dict[str, int]) -> str:
    return "; ".join(f"{dialect}: {number:,}" for dialect, number in numbers.items())


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class _OnPurpose(Exception):
    """Rolls a transaction back."""


class _Writer:
    def __init__(self, order: Order, rivals: list[int]) -> None:
        self._order, self._rivals, self._ledger = order, rivals, Ledger()

    async def write(self, events: int) -> Ledger:
        written = 0
        while written < events:
            try:
                commit = await changes.commit(self._work)
            except _OnPurpose:
                self._ledger.rollbacks += 1
            else:
                self._ledger.commits.append(commit)
                written += len(commit)
        return self._ledger

    async def _work(self, change: Change) -> Commit:
        topics = [await rows.topic(secrets.token_hex(8)) for _ in range(random.randint(1, 3))]
        commit = tuple(topic.id for topic in topics)
        await self._order.note(change, commit)
        try:
            await self._lock_two()
        except asyncpg.DeadlockDetectedError:
            self._ledger.deadlocks += 1
            raise
        if random.random() < 0.1:
            await self._fail(change)
        return commit

    async def _lock_two(self) -> None:
        for rival in random.sample(self._rivals, 2):
            await Topic.filter(id=rival).update(updated_at=rows.NOW)
            if random.random() < 0.2:
                await asyncio.sleep(random.uniform(0, 0.02))

    async def _fail(self, change: Change) -> None:
        if random.random() < 0.5:
            await change.append()
        raise _OnPurpose


def _write(url: str, order: Order, rivals: list[int], writers: int, events: int) -> list[Ledger]:
    """A process of writers with so many events each."""

    async def run() -> list[Ledger]:
        async with database.opened(address.parse(url)):
            each = (_Writer(order, rivals).write(events) for _ in range(writers))
            return await asyncio.gather(*each)

    return asyncio.run(run())


async def _read(
    order: Order, position: int, writing: asyncio.Future[list[list[Ledger]]]
) -> tuple[list[Seen], float]:
    """All that comes, until nobody writes and nothing is left; and the seconds from the first."""
    seen: list[Seen] = []
    began = perf_counter()
    while True:
        is_last = writing.done()  # asked first: all that was written by then is found below
        found = await order.after(position)
        if found:
            began = began if seen else perf_counter()
            seen += found
            position = found[-1].position
        elif is_last:
            return seen, perf_counter() - began
        else:
            await asyncio.sleep(0.002)


def _judged(ledgers: list[Ledger], seen: list[Seen], due: range, seconds: float) -> Outcome:
    """`due`: the positions that the log says it has given."""
    commits = [commit for ledger in ledgers for commit in ledger.commits]
    committed = {record for commit in commits for record in commit}
    places = {each.record: each.position for each in seen}
    order = [each.position for each in seen]
    by_writer = [_places(ledger.commits, places) for ledger in ledgers]
    return Outcome(
        events=len(committed),
        seconds=seconds,
        deadlocks=sum(ledger.deadlocks for ledger in ledgers),
        rollbacks=sum(ledger.rollbacks for ledger in ledgers),
        lost=len(committed - places.keys()),
        unknown=len(places.keys() - committed),
        repeated=len(seen) - len(places),
        gaps=len(set(due).symmetric_difference(order)),
        out_of_order=sum(a >= b for run in (order, *by_writer) for a, b in pairwise(run)),
        split=sum(
            any(b != a + 1 for a, b in pairwise(_places([commit], places))) for commit in commits
        ),
    )


def _places(commits: Iterable[Commit], places: dict[int, int]) -> list[int]:
    return [places[record] for commit in commits for record in commit if record in places]


if __name__ == "__main__":
    main()
