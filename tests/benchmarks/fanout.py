"""`python -m tests.benchmarks.fanout`: one event to 1,000 WebSocket subscribers, beside a bare app.

Articles are published one by one, by the real mutation, and followed by `articlePublished`; the
bare app sends the same texts, behind the same server. Tinbai's clock starts at the `occurredAt` of
the event, which is taken just before the commit, and the bare app's just before the request; both
stop when the last socket has been read. CPU and memory are of the server's process, not of
PostgreSQL.
"""

import argparse
import json
import math
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

from tests import servers
from tests.benchmarks import bare
from tests.benchmarks.listeners import Listener, Listeners
from tests.databases import Postgres, Sqlite, postgres_server
from tests.servers import Server

_SUBSCRIPTION = """subscription { articlePublished { cursor previousCursor article {
    id title lede publishedAt byline { creditedName } organization { name } } } }"""
_CREATE = """mutation ($input: CreateArticleInput!) { createArticle(input: $input) {
    article { id version } userErrors { code message } } }"""
_PUBLISH = """mutation ($input: PublishArticleInput!) { publishArticle(input: $input) {
    article { id } userErrors { code message } } }"""
_LOG = """query ($after: String) { contentEvents(after: $after, first: 1000) {
    endCursor hasMore events { cursor occurredAt ... on ArticlePublished { article { id } } } } }"""
_WARM_UP = 3  # events before those that are measured
_BREATH_SECONDS = 0.05  # after each event
_ROW = "{:<48}{:>12}{:>12}{:>10}"

Told = tuple[str, str | None, str]
"""An event's cursor, the one before it, and the article."""


@dataclass(frozen=True, slots=True)
class Times:
    """Of one event, in seconds since 1970."""

    sent: float
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Heard:
    """CPU in seconds an event, memory in KiB."""

    times: list[Times]
    cpu: float
    cpu_unheard: float
    """Of an event with nobody listening."""
    rss_before: float
    rss_each: float
    messages: list[list[bytes]]
    """Of each socket, with those of the warm-up."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=1_000)
    parser.add_argument("--events", type=int, default=50)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    given = parser.parse_args()
    _allow_files(given.subscribers + 200)
    with tempfile.TemporaryDirectory() as made:
        right = [
            _compare(name, url, given.subscribers, given.events)
            for name, url in _archives(given.database, Path(made))
        ]
    sys.exit(0 if all(right) else 1)


def _archives(database: str, folder: Path) -> Iterator[tuple[str, str]]:
    if database != "postgres":
        with Sqlite(folder).archive() as url:
            yield "SQLite", url
    if database != "sqlite":
        postgres = Postgres(postgres_server(folder / "postgres"))
        try:
            with postgres.archive() as url:
                yield "PostgreSQL", url
        finally:
            postgres.close()


def _compare(name: str, url: str, subscribers: int, events: int) -> bool:
    """Whether everybody was sent what was published."""
    tinbai, told = _tinbai(url, subscribers, events)
    plain = _bare(tinbai.messages[0], subscribers)
    size = len(tinbai.messages[0][-1])
    _say(f"{name}: {subscribers:,} subscribers, {events} events of {size} bytes")
    _say(_ROW.format("", "Tinbai", "bare", "ratio"))
    for (what, ours), theirs in zip(
        _figures(tinbai).items(), _figures(plain).values(), strict=True
    ):
        _say(_ROW.format(what, f"{ours:,.2f}", f"{theirs:,.2f}", f"{ours / theirs:.2f}"))
    wrong = [sum(not _is_right(each, told) for each in heard.messages) for heard in (tinbai, plain)]
    if any(wrong):
        _say(f"WRONG: {wrong[0]} of Tinbai's sockets, and {wrong[1]} of the bare app's.\n")
    else:
        _say("Each socket got each event once and in order, with the cursor of the one before.\n")
    return not any(wrong)


def _figures(heard: Heard) -> dict[str, float]:
    first = [1e3 * (each.first - each.sent) for each in heard.times]
    last = sorted(1e3 * (each.last - each.sent) for each in heard.times)
    receivers = len(heard.messages)
    return {
        "commit to first receipt, median ms": median(first),
        "commit to last receipt, median ms": median(last),
        "commit to last receipt, p95 ms": last[math.ceil(0.95 * len(last)) - 1],
        "commit to last receipt, max ms": last[-1],
        "CPU an event, ms": 1e3 * heard.cpu,
        "CPU an event with nobody listening, ms": 1e3 * heard.cpu_unheard,
        "CPU a delivered message, µs": 1e6 * heard.cpu / receivers,
        "the same, less the event with nobody, µs": 1e6
        * (heard.cpu - heard.cpu_unheard)
        / receivers,
        "memory a subscriber, KiB": heard.rss_each,
        "memory before, MiB": heard.rss_before / 1024,
    }


def _is_right(messages: list[bytes], told: list[Told]) -> bool:
    return [_told(message) for message in messages] == told


@cache
def _told(message: bytes) -> Told:
    event = json.loads(message)["payload"]["data"]["articlePublished"]
    return event["cursor"], event["previousCursor"], event["article"]["id"]


def _tinbai(url: str, subscribers: int, events: int) -> tuple[Heard, list[Told]]:
    scopes = [word for scope in ("WRITE", "PUBLISH", "READ_DRAFTS") for word in ("--scope", scope)]
    token = servers.tinbai(url, "token", "create", "bench", *scopes).stdout.strip()
    with Server.started(url) as server:
        server.client.headers["Authorization"] = f"Bearer {token}"
        drafts = [_draft(server, number) for number in range(events + _WARM_UP + events)]
        bodies = [json.dumps({"query": _PUBLISH, "variables": {"input": each}}) for each in drafts]
        posts = _Posts(server, "/graphql")
        heard = _heard(posts, bodies[:events], bodies[events:], subscribers)
        log = _log(server)
    assert [event["article"]["id"] for event in log] == [draft["id"] for draft in drafts]
    followed = log[events:]
    cursors = [event["cursor"] for event in followed]
    told = [
        (event["cursor"], before, event["article"]["id"])
        for event, before in zip(followed, [None, *cursors[:-1]], strict=True)
    ]
    committed = [_seconds(event["occurredAt"]) for event in followed[_WARM_UP:]]
    times = [replace(each, sent=sent) for each, sent in zip(heard.times, committed, strict=True)]
    return replace(heard, times=times), told


def _draft(server: Server, number: int) -> dict[str, Any]:
    """What publishes it."""
    given = {
        "title": f"Hội nghị sơ kết công tác dân vận sáu tháng đầu năm, bài {number:04}",
        "lede": "Sáng 24-6, Ban Dân vận Tỉnh ủy tổ chức hội nghị sơ kết công tác sáu tháng.",
        "body": "Một đoạn.\n\nVà một đoạn nữa.",
        "byline": [{"creditedName": "Văn An"}],
    }
    made = server.data(_CREATE, input=given)["createArticle"]
    assert made["userErrors"] == [], made
    return {"id": made["article"]["id"], "expectedVersion": made["article"]["version"]}


def _log(server: Server) -> list[dict[str, Any]]:
    found, after, more = [], None, True
    while more:
        page = server.data(_LOG, after=after)["contentEvents"]
        found += page["events"]
        after, more = page["endCursor"], page["hasMore"]
    return found


def _bare(messages: list[bytes], subscribers: int) -> Heard:
    with _Bare.running() as server:
        bodies = [message.decode() for message in messages]
        return _heard(_Posts(server, "/send"), bodies[_WARM_UP:], bodies, subscribers)


class _Bare(Server):
    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Server]:
        port = servers.free_port()
        app = [f"{bare.__name__}:app", *bare.OPTIONS]
        process = subprocess.Popen([sys.executable, "-m", "uvicorn", "--port", str(port), *app])
        server = cls(process, port)
        try:
            server._await_ready()
            yield server
        finally:
            server.client.close()
            process.send_signal(signal.SIGTERM)
            process.wait()


class _Posts:
    """To one server; what it answers is read later, so that nobody waits for it."""

    def __init__(self, server: Server, path: str) -> None:
        self.process, self.port, self._path = server.process.pid, server.port, path
        self._headers = {"Content-Type": "application/json"}
        if authorization := server.client.headers.get("Authorization"):
            self._headers["Authorization"] = authorization
        self._http = HTTPConnection("127.0.0.1", server.port)

    def close(self) -> None:
        """After a pause, when the server has; the next `send` connects anew."""
        self._http.close()

    def send(self, body: str) -> None:
        self._http.request("POST", self._path, body.encode(), self._headers)

    def read_answer(self) -> None:
        answer = self._http.getresponse()
        told = answer.read()
        assert answer.status == 200, told
        assert not told or b'"userErrors":[]' in told, told


def _heard(posts: _Posts, unheard: list[str], bodies: list[str], subscribers: int) -> Heard:
    """Posts `unheard` with nobody listening, then `bodies` with everybody."""
    with Listeners.opened() as nobody:
        _, cpu_unheard = _followed(posts, unheard, nobody)
    with Listeners.opened() as everybody:
        rss_before = _rss(posts.process)
        for _ in range(subscribers):
            everybody.add(Listener(posts.port, _SUBSCRIPTION))
        _settle(posts.process, everybody)
        rss_each = (_rss(posts.process) - rss_before) / subscribers
        posts.close()
        for body in bodies[:_WARM_UP]:
            _follow(posts, body, everybody)
        times, cpu = _followed(posts, bodies[_WARM_UP:], everybody)
        messages = [listener.messages for listener in everybody.all]
    return Heard(times, cpu, cpu_unheard, rss_before, rss_each, messages)


def _followed(posts: _Posts, bodies: list[str], by: Listeners) -> tuple[list[Times], float]:
    """And the CPU of an event, less what idling for as long costs."""
    began, spent = time.monotonic(), -_cpu(posts.process)
    times = [_follow(posts, body, by) for body in bodies]
    took = time.monotonic() - began
    spent += _cpu(posts.process)
    idled = -_cpu(posts.process)
    by.idle(took)
    idled += _cpu(posts.process)
    return times, (spent - idled) / len(bodies)


def _follow(posts: _Posts, body: str, by: Listeners) -> Times:
    sent = time.time()
    posts.send(body)
    first, last = by.hear()
    posts.read_answer()
    by.idle(_BREATH_SECONDS)
    return Times(sent, first, last)


def _settle(process: int, listeners: Listeners) -> None:
    """Until the server has done what was asked of it."""
    busy = True
    while busy:
        began = _cpu(process)
        listeners.idle(1)
        busy = _cpu(process) - began > 0.05


def _cpu(process: int) -> float:
    """Seconds of user and system, all threads; /proc/PID/stat counts no finer than 10 ms."""
    return time.clock_gettime(~process << 3 | 2)  # clock_getcpuclockid(3), as Linux does it


def _rss(process: int) -> float:
    """KiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()


def _allow_files(number: int) -> None:
    """For this process and its children."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(number, hard)), hard))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
