"""Who answers the same queries, each in a process of its own on one core; and what that costs."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Protocol

import asyncpg
import orjson

from tests import servers
from tests.benchmarks.queries import Query
from tests.benchmarks.wire import Client

TEXTBOOK, CACHES, RESOLVERS, COMPILED, FIXED = (
    "textbook",
    "with caches",
    "resolvers",
    "compiled",
    "fixed",
)
_APPS = {
    TEXTBOOK: "tests.benchmarks.textbook:create",
    CACHES: "tests.benchmarks.textbook:create_with_caches",
    RESOLVERS: "tests.benchmarks.resolvers:create",
    COMPILED: "service.web.app:create",
    FIXED: "tests.benchmarks.fixed:create",
}
_PATIENCE_SECONDS = 60
_MOST, _FEWEST = 300, 6  # requests a turn
_WARMING = 3  # requests before: what others left in the core's caches is nobody's cost


class Wrong(Exception):
    """Somebody's answer is not the others', or is an error: nothing is worth measuring."""


class Contestant(Protocol):
    name: str

    def learn(self, answer: bytes) -> None:
        """What to answer, for one who does not find it himself."""

    def answer(self, bodies: Sequence[bytes]) -> tuple[float, set[bytes]]:
        """Seconds of the process's CPU, and each different answer."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a request: the medians over the rounds, in seconds of CPU."""

    server: float
    backends: float | None
    """PostgreSQL's, where they run on this machine."""
    spread: float
    """Half of the distance between the quartiles, as a share of the median."""
    size: int
    """Of the answer, in bytes."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure."""

    rounds: int
    seconds: float
    """Of CPU, of a turn of one contestant with one query, about."""


class Served:
    """Over HTTP."""

    def __init__(self, name: str, process: int, client: Client) -> None:
        self.name, self._process, self._client = name, process, client

    def learn(self, answer: bytes) -> None:
        if self.name == FIXED:
            self._client.put(answer)

    def answer(self, bodies: Sequence[bytes]) -> tuple[float, set[bytes]]:
        before = _cpu(self._process)
        answers = self._client.post(bodies)
        return _cpu(self._process) - before, answers


class Inside:
    """Without HTTP, one request after the other."""

    def __init__(self, name: str, process: subprocess.Popen[bytes]) -> None:
        self.name, self._process = name, process
        self.statements = 0
        """That the latest answers took; where they are counted."""

    def learn(self, answer: bytes) -> None:
        pass

    def answer(self, bodies: Sequence[bytes]) -> tuple[float, set[bytes]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = orjson.dumps([body.decode() for body in bodies])
        self._process.stdin.write(line + b"\n")
        self._process.stdin.flush()
        told = orjson.loads(self._process.stdout.readline() or b"null")
        if told is None:
            raise Wrong(f"{self.name} has stopped.")
        self.statements = told["statements"]
        return told["cpu"], {answer.encode() for answer in told["answers"]}


class _Turn:
    """One contestant with one query, again and again."""

    def __init__(self, query: Query, contestant: Contestant, answer: bytes, requests: int) -> None:
        self.query, self.contestant = query, contestant
        self._answer, self._requests = answer, requests
        self._server: list[float] = []
        self._backends: list[float] = []

    def take(self, database: "Backends | None") -> None:
        self.contestant.learn(self._answer)
        self.contestant.answer(_bodies(self.query, self.contestant, _WARMING))
        bodies = _bodies(self.query, self.contestant, self._requests)
        before = database.cpu() if database else {}
        cpu, given = self.contestant.answer(bodies)
        after = database.cpu() if database else {}
        if given != {self._answer}:
            raise Wrong(f"{self.contestant.name} answers '{self.query.label}' in several ways.")
        self._server.append(cpu / len(bodies))
        if database:
            theirs = sum(cpu - before.get(process, 0) for process, cpu in after.items())
            self._backends.append(theirs / len(bodies))

    def cost(self) -> Cost:
        server = median(self._server)
        low, _, high = quantiles(self._server, n=4) if len(self._server) > 1 else [server] * 3
        return Cost(
            server,
            median(self._backends) if self._backends else None,
            (high - low) / 2 / server,
            len(self._answer),
        )


class Backends:
    """The processes of PostgreSQL that work for one database."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._connection = self._loop.run_until_complete(asyncpg.connect(url))

    def close(self) -> None:
        self._loop.run_until_complete(self._connection.close())
        self._loop.close()

    def cpu(self) -> dict[int, float]:
        """Seconds of each so far; none of those that have ended, or are on another machine."""
        asked = (
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        rows = self._loop.run_until_complete(self._connection.fetch(asked))
        found = {}
        for row in rows:
            with suppress(OSError):
                if Path(f"/proc/{row['pid']}/comm").read_text().startswith("postgres"):
                    found[row["pid"]] = _cpu(row["pid"])
        return found


@contextmanager
def pinned_client() -> Iterator[int]:
    """Moves this process off the core that it gives, which the contestants share."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    try:
        yield cores[0]
    finally:
        os.sched_setaffinity(0, cores)


@contextmanager
def served(url: str, names: Sequence[str], core: int, connections: int) -> Iterator[list[Served]]:
    with ExitStack() as running:
        yield [running.enter_context(_served(url, name, core, connections)) for name in names]


@contextmanager
def inside(
    url: str, names: Sequence[str], core: int, *, counting: bool = False
) -> Iterator[list[Inside]]:
    with ExitStack() as running:
        yield [running.enter_context(_inside(url, name, core, counting)) for name in names]


@contextmanager
def backends(url: str) -> Iterator[Backends | None]:
    """None for SQLite, which has no process of its own."""
    if url.startswith("sqlite"):
        yield None
        return
    made = Backends(url)
    try:
        yield made
    finally:
        made.close()


def measured(
    asked: Sequence[Query],
    contestants: Sequence[Contestant],
    effort: Effort,
    database: Backends | None,
) -> list[dict[str, Cost]]:
    """Of each query, by contestant.

    All take turns within a round, and a round goes through all queries: whatever else goes on on
    this machine, it is nobody's disadvantage, and of few rounds.
    """
    turns = [
        _Turn(query, each, expected[each.name], _warmed(query, each, effort))
        for query in asked
        for expected in (answers(query, contestants),)
        for each in contestants
    ]
    for _ in range(effort.rounds):
        for turn in turns:
            turn.take(database)
    return [
        {turn.contestant.name: turn.cost() for turn in turns if turn.query is query}
        for query in asked
    ]


def answers(query: Query, contestants: Sequence[Contestant]) -> dict[str, bytes]:
    """By name; all the same as JSON. What is fixed is what Tinbai answers."""
    found: dict[str, bytes] = {}
    for each in contestants:
        each.learn(found.get(COMPILED, b""))
        _, given = each.answer(_bodies(query, each, 1))
        (found[each.name],) = given
    _require_right(query, found)
    return found


def _require_right(query: Query, found: Mapping[str, bytes]) -> None:
    told = {name: orjson.loads(answer) for name, answer in found.items()}
    for name, answer in told.items():
        if "errors" in answer:
            raise Wrong(f"{name} answers '{query.label}' with {answer['errors'][0]}")
    taught = [name for name in told if name in {TEXTBOOK, CACHES}]
    groups = [taught, [name for name in told if name not in taught]]
    for names in groups if query.of_own_contract else [list(told)]:
        for name in names:
            if told[name] != told[names[0]]:
                raise Wrong(f"{name} answers '{query.label}' otherwise than {names[0]}.")


def _warmed(query: Query, contestant: Contestant, effort: Effort) -> int:
    """How many requests fill a turn."""
    sent, spent, each = 0, 0.0, 0.0
    while sent < _MOST and spent < effort.seconds:
        some = max(_FEWEST, sent)
        cpu, _ = contestant.answer(_bodies(query, contestant, some))
        sent, spent, each = sent + some, spent + cpu, cpu / some
    return max(_FEWEST, min(_MOST, int(effort.seconds / each)))


def _bodies(query: Query, contestant: Contestant, number: int) -> list[bytes]:
    return query.some(number, offset=contestant.name in {TEXTBOOK, CACHES})


@contextmanager
def _served(url: str, name: str, core: int, connections: int) -> Iterator[Served]:
    port = servers.free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.pinned", _APPS[name], str(port), str(core)],
        env=servers.environment(url),
        stdout=subprocess.DEVNULL,
    )
    try:
        _await_listening(process, port)
        client = Client(port, connections)
        try:
            yield Served(name, process.pid, client)
        finally:
            client.close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _await_listening(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Wrong("A server has not started.")


@contextmanager
def _inside(url: str, name: str, core: int, counting: bool) -> Iterator[Inside]:
    command = [sys.executable, "-m", "tests.benchmarks.inside", _APPS[name], str(core)]
    process = subprocess.Popen(
        [*command, *(["count"] if counting else [])],
        env=servers.environment(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:  # its standard input ends, and then it does
        yield Inside(name, process)


def _cpu(process: int) -> float:
    """Seconds of user and system, all threads; /proc/PID/stat counts no finer than 10 ms."""
    return time.clock_gettime(~process << 3 | 2)  # clock_getcpuclockid(3), as Linux does it
