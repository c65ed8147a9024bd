"""`python -m tests.events.killing`: the serving process is killed while it is written to.

Publishers change articles over HTTP and keep a ledger of what was answered: accepted, refused, or
unknown, where the connection broke in between. Another client asks for changes of all kinds, and
again under the same key where an answer did not come. A subscriber follows the log over a WebSocket
and comes back after each kill with the last cursor that it was sent. At random moments the process
is killed, and started anew on the same port and archive. In the end all has to agree: what the
ledgers say, how the articles stand, how many rows there are of each table, and what the log tells,
to the subscriber as to those who read its table or pull its pages. A publisher's unknown change has
happened as a whole or not at all; every other change has happened once.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path
from threading import Event as Flag
from time import monotonic, perf_counter, sleep
from typing import Any, Self

import httpx2
from websockets.exceptions import WebSocketException

from schema import ids
from service import tokens
from service.events import log
from service.events.cursors import Place
from service.models import Event
from service.vocabulary import Scope
from tests import rows
from tests.databases import Postgres, Sqlite, postgres_server
from tests.events.following import Follower
from tests.servers import Server, environment, free_port
from tests.writing import persisting
from tests.writing.persisting import Persistent

_PUBLISHERS = 4
_OTHERS = 8  # changes of all kinds from one kill to the next
_PATIENCE_SECONDS = 30.0
_PATIENCE_TO_THE_END = 180.0  # of whoever has all changes left that the kills held up
_STATUS = {
    "createArticle": "DRAFT",
    "publishArticle": "PUBLISHED",
    "withdrawArticle": "WITHDRAWN",
}
_TAKES = {
    "createArticle": None,
    "publishArticle": "DRAFT",
    "updateArticle": "PUBLISHED",
    "withdrawArticle": "PUBLISHED",
}
_TOLD = {
    "publishArticle": "ArticlePublished",
    "updateArticle": "ArticleUpdated",
    "withdrawArticle": "ArticleWithdrawn",
}
_EVENT = """
    __typename cursor previousCursor
    ... on ArticlePublished { article { id } }
    ... on ArticleUpdated { article { id } }
    ... on ArticleWithdrawn { articleId }
    ... on RecordChanged { changedId }
"""
_FOLLOW = f"""
    subscription ($after: String) {{
      contentEvents(after: $after, checkpointSeconds: 1) {{ {_EVENT} }}
    }}
"""
_PULL = f"""
    query ($after: String) {{
      contentEvents(after: $after, first: 1000) {{ events {{ {_EVENT} }} endCursor hasMore }}
    }}
"""
_ARTICLES = """
    query ($after: String) {
      articles(
        first: 100, after: $after, where: { status: [DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN] }
      ) { nodes { id slug title status version } pageInfo { endCursor hasNextPage } }
    }
"""


class Mortal(Server):
    """Started anew, on its port, after each kill."""

    def __init__(self, url: str) -> None:
        self._url, port = url, free_port()
        super().__init__(_serve(url, port), port)
        self.is_up = Flag()

    def __enter__(self) -> Self:
        self._await_ready()
        self.is_up.set()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(_PATIENCE_SECONDS)

    def kill(self) -> None:
        self.is_up.clear()
        self.process.kill()
        self.process.wait(_PATIENCE_SECONDS)

    def restart(self) -> None:
        self.process = _serve(self._url, self.port)
        self._await_ready()
        self.is_up.set()


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as readers find it, and the kinds of the events that the log has of it."""

    title: str
    status: str
    version: int
    told: tuple[str, ...]


@dataclass(slots=True)
class Story:
    """What was asked for one article: all that was accepted, then perhaps what is unknown."""

    slug: str
    id: str = ""
    accepted: list[str] = field(default_factory=list)
    unknown: str | None = None
    refused: str | None = None

    def takes(self, mutation: str) -> bool:
        """False too where it is not known how the article stands."""
        status = None if self.due is None else self.due.status
        is_known = self.unknown is None and self.refused is None
        return is_known and status == _TAKES[mutation]

    def title_after(self, mutation: str) -> str:
        return self._title([*self.accepted, mutation])

    @property
    def due(self) -> Standing | None:
        """How it stands at least."""
        return self._standing(self.accepted)

    @property
    def possible(self) -> Standing | None:
        """How it stands if the unknown has happened."""
        return self._standing([*self.accepted, *filter(None, [self.unknown])])

    def _standing(self, changes: list[str]) -> Standing | None:
        if not changes:
            return None
        status = next(_STATUS[each] for each in reversed(changes) if each in _STATUS)
        told = tuple(_TOLD[each] for each in changes if each in _TOLD)
        return Standing(self._title(changes), status, len(changes), told)

    def _title(self, changes: list[str]) -> str:
        updates = changes.count("updateArticle")
        return f"Bài {self.slug}" + f", sửa lần {updates}" * bool(updates)


class Publisher:
    """Makes articles and publishes them, changes some and withdraws a few, one after the other."""

    def __init__(self, name: str, server: Mortal, secret: str, seed: int) -> None:
        self.stories: list[Story] = []
        self._name, self._is_up, self._random = name, server.is_up, random.Random(f"{seed} {name}")
        self._client = httpx2.Client(
            base_url=server.client.base_url,
            headers={"authorization": f"Bearer {secret}"},
            timeout=_PATIENCE_SECONDS,
        )

    def publish(self, is_over: Flag) -> None:
        with self._client:
            for number in count():
                if is_over.is_set():
                    return
                self._tell(f"{self._name}-{number}")

    def _tell(self, slug: str) -> None:
        story = Story(slug)
        self.stories.append(story)
        self._change(story, "createArticle", slug=slug, title=story.title_after("createArticle"))
        self._change(story, "publishArticle", **_seen(story))
        recent = self._random.choice(self.stories[-20:])
        if self._random.random() < 0.4:
            title = recent.title_after("updateArticle")
            self._change(recent, "updateArticle", **_seen(recent), title=title)
        if self._random.random() < 0.1:
            said = {"reason": "Thử", "note": "Bài đã gỡ."}
            self._change(recent, "withdrawArticle", **_seen(recent), **said)

    def _change(self, story: Story, mutation: str, **given: Any) -> None:
        if story.takes(mutation):
            self._note(story, mutation, self._sent(mutation, given))

    def _sent(self, mutation: str, given: dict[str, Any]) -> Any:
        """The whole answer; None where the connection broke before it had come."""
        query = (
            f"mutation ($input: {mutation[0].upper()}{mutation[1:]}Input!) {{ "
            f"{mutation}(input: $input) {{ article {{ id }} userErrors {{ code path }} }} }}"
        )
        request = {"query": query, "variables": {"input": given}}
        deadline = monotonic() + _PATIENCE_SECONDS
        while True:
            self._is_up.wait(_PATIENCE_SECONDS)
            try:
                return self._client.post("/graphql", json=request).json()
            except httpx2.ConnectError:  # nothing was sent
                if monotonic() > deadline:
                    raise
                sleep(0.01)
            except httpx2.TransportError:
                return None

    @staticmethod
    def _note(story: Story, mutation: str, answer: Any) -> None:
        if answer is None:
            story.unknown = mutation
            return
        payload = (answer.get("data") or {}).get(mutation)
        if "errors" in answer or payload is None or payload["userErrors"]:
            story.refused = f"{mutation}: {json.dumps(answer)}"
            return
        story.id = payload["article"]["id"]
        story.accepted.append(mutation)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event, and the global id of its record."""

    cursor: str
    kind: str
    record: str


class Walk:
    """What is heard of the log on the way; each message names the one before it."""

    def __init__(self, after: str | None) -> None:
        self.after = after
        self.heard: list[Happened] = []
        self.unlinked = 0

    def take(self, event: dict[str, Any]) -> None:
        self.unlinked += event["previousCursor"] != self.after
        self.after = event["cursor"]
        if event["__typename"] != "Checkpoint":
            self.heard.append(Happened(event["cursor"], event["__typename"], _record(event)))


def _record(event: dict[str, Any]) -> str:
    """Its global id."""
    told = event.get("changedId") or event.get("articleId") or event["article"]["id"]
    return str(told)


class Subscriber:
    """Follows the log over as many sockets as it takes."""

    def __init__(self, server: Mortal) -> None:
        self.begin = _end(server)
        self.walk = Walk(self.begin)
        self.sockets = 0
        self._server = server

    def follow(self, is_over: Flag) -> None:
        while not is_over.is_set():
            self._server.is_up.wait(_PATIENCE_SECONDS)
            with (
                suppress(WebSocketException, OSError),
                Follower.connected(self._server) as follower,
            ):
                self.sockets += 1
                follower.subscribe("1", _FOLLOW, after=self.walk.after)
                while not is_over.is_set():
                    with suppress(TimeoutError):
                        self.walk.take(follower.event(0.2))
            sleep(0.01)

    def wait_for(self, cursor: str) -> None:
        """Until it has heard of the log's end, or as long as that may take."""
        deadline = monotonic() + _PATIENCE_SECONDS
        while self.walk.after != cursor and monotonic() < deadline:
            sleep(0.05)


@dataclass(slots=True)
class Outcome:
    """`whole`: unknown changes that have happened. `others`: changes of all kinds, and
    `asked_again` how often for one of them. `left_out`: events of articles that were gone before
    the subscriber came to them. `torn`: articles that stand like nothing that was asked, events of
    nothing that was changed, and tables of more or fewer rows than were written."""

    database: str
    seed: int
    kills: int = 0
    seconds: float = 0
    acknowledged: int = 0
    refused: int = 0
    unknown: int = 0
    whole: int = 0
    others: int = 0
    asked_again: int = 0
    events: int = 0
    sockets: int = 0
    left_out: int = 0
    lost: int = 0
    repeated: int = 0
    torn: int = 0
    gaps: int = 0
    out_of_order: int = 0
    unlinked: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        unordered = self.gaps + self.out_of_order + self.unlinked
        return self.refused + self.lost + self.repeated + self.torn + unordered

    def __str__(self) -> str:
        return "\n  ".join(
            [
                f"{self.database}, seed {self.seed}: {self.kills} kills in {self.seconds:.1f} s;"
                f" {self.acknowledged:,} changes acknowledged, {self.refused} refused,"
                f" {self.unknown} unknown, of which {self.whole} found whole;"
                f" {self.others} of all kinds, asked {self.asked_again} times again;"
                f" {self.events:,} events over {self.sockets} sockets, {self.left_out} left out;"
                f" {self.lost} lost, {self.repeated} repeated, {self.torn} torn,"
                f" {self.gaps} gaps, {self.out_of_order} out of order, {self.unlinked} unlinked",
                *self.examples[:10],
            ]
        )


def survived(url: str, *, kills: int, seed: int) -> Outcome:
    """An empty archive, after so many kills."""
    outcome = Outcome(url.partition(":")[0], seed, kills)
    secret = rows.written(url, lambda: tokens.create("Người đăng bài", [Scope.ADMIN]))
    changes = persisting.prepared(url, _OTHERS * (kills + 1))
    began = perf_counter()
    with Mortal(url) as server:
        publishers = [Publisher(f"{n}", server, secret, seed) for n in range(_PUBLISHERS)]
        persistent = Persistent(server, server.is_up, secret, changes)
        subscriber = Subscriber(server)
        _let_die(server, publishers, persistent, subscriber, kills, random.Random(seed))
        outcome.seconds, outcome.sockets = perf_counter() - began, subscriber.sockets
        server.client.headers["authorization"] = f"Bearer {secret}"
        events = _written(url, subscriber.begin, outcome)
        stories = [story for each in publishers for story in each.stories]
        own = _judge_stories(server, stories, events, outcome)
        _judge_walks(server, subscriber, events, outcome)
        _judge_others(persistent, stories, events, outcome)
        _judge_tables(url, changes.rows + own, outcome)
    return outcome


def _let_die(
    server: Mortal,
    publishers: list[Publisher],
    persistent: Persistent,
    subscriber: Subscriber,
    kills: int,
    chance: random.Random,
) -> None:
    """Ends when the subscriber has heard all that was published after the last kill too."""
    all_published, all_heard = Flag(), Flag()
    with ThreadPoolExecutor(len(publishers) + 2) as pool:
        following = pool.submit(subscriber.follow, all_heard)
        publishing = [pool.submit(each.publish, all_published) for each in publishers]
        publishing.append(pool.submit(persistent.ask))
        try:
            for _ in range(kills):
                persistent.let(_OTHERS)
                _await_change(publishers)
                sleep(chance.uniform(0.05, 0.4))
                server.kill()
                server.restart()
            persistent.let()
            _await_change(publishers)
            sleep(0.2)
            all_published.set()
            for each in publishing:
                each.result(_PATIENCE_TO_THE_END)
            subscriber.wait_for(_end(server))
        finally:
            server.is_up.set()
            persistent.let()
            all_published.set()
            all_heard.set()
        following.result(_PATIENCE_SECONDS)


def _await_change(publishers: list[Publisher]) -> None:
    """Until one more has been accepted."""
    deadline, before = monotonic() + _PATIENCE_SECONDS, _accepted(publishers)
    while _accepted(publishers) == before:
        assert monotonic() < deadline, "nothing is published any more"
        sleep(0.005)


def _accepted(publishers: list[Publisher]) -> int:
    return sum(len(story.accepted) for each in publishers for story in list(each.stories))


def _written(url: str, begin: str, outcome: Outcome) -> list[Happened]:
    """The log from there on, as its table has it."""

    async def read() -> tuple[Place, list[Event], Place]:
        place = await log.place(begin)
        return place, await log.after(place.position, 1_000_000), await log.end()

    start, events, end = rows.written(url, read)
    outcome.events = len(events)
    positions = {event.position for event in events}
    due = range(start.position + 1, end.position + 1)
    outcome.gaps = len(positions.symmetric_difference(due))
    return [
        Happened(
            str(Place(end.log_id, event.position)),
            _type(event.kind),
            ids.encode(event.record_kind, event.record_id),
        )
        for event in events
    ]


def _type(kind: str) -> str:
    """By its name in the contract."""
    return kind.title().replace("_", "")


def _judge_stories(
    server: Server, stories: list[Story], events: list[Happened], outcome: Outcome
) -> Counter[str]:
    """Gives how many rows are theirs, by table."""
    outcome.acknowledged = sum(len(story.accepted) for story in stories)
    outcome.unknown = sum(story.unknown is not None for story in stories)
    refusals = [story.refused for story in stories if story.refused is not None]
    outcome.refused = len(refusals)
    outcome.examples += refusals
    articles = {article["slug"]: article for article in _articles(server)}
    own = Counter[str]()
    for story in stories:
        found = _found(articles.get(story.slug), events)
        _judge_story(story, found, outcome)
        if found is not None:
            own.update({"article": 1, "revision": found.version, "event": len(found.told)})
    return own


def _judge_story(story: Story, found: Standing | None, outcome: Outcome) -> None:
    if found == story.due:
        return
    if found == story.possible:
        outcome.whole += 1
        return
    outcome.torn += 1
    outcome.examples.append(f"{story}: {found}, not {story.due} or {story.possible}")
    outcome.lost += (_kinds(story.due) - _kinds(found)).total()
    outcome.repeated += (_kinds(found) - _kinds(story.possible)).total()


def _kinds(standing: Standing | None) -> Counter[str]:
    return Counter(() if standing is None else standing.told)


def _found(article: dict[str, Any] | None, events: list[Happened]) -> Standing | None:
    if article is None:
        return None
    told = tuple(event.kind for event in events if event.record == article["id"])
    return Standing(article["title"], article["status"], article["version"], told)


def _articles(server: Server) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = server.data(_ARTICLES, after=after)["articles"]
        yield from page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return


def _judge_others(
    persistent: Persistent, stories: list[Story], events: list[Happened], outcome: Outcome
) -> None:
    ledger = persistent.ledger
    outcome.others, outcome.asked_again = ledger.accepted, ledger.asked_again
    outcome.refused += len(ledger.refused)
    outcome.examples += ledger.refused
    own = {story.id for story in stories}
    told = Counter(event.kind for event in events if event.record not in own)
    due = Counter(_type(kind) for kind in persistent.changes.told.elements())
    outcome.lost += (due - told).total()
    outcome.torn += (told - due).total()


def _judge_tables(url: str, due: Counter[str], outcome: Outcome) -> None:
    for name, number in persisting.counts(url).items():
        if number != due[name]:
            outcome.torn += 1
            outcome.examples.append(f"{name} has {number} rows, not {due[name]}")


def _judge_walks(
    server: Server, subscriber: Subscriber, events: list[Happened], outcome: Outcome
) -> None:
    """The pages hold what they are due to; the subscriber may have come before a withdrawal."""
    lasting, heard = list(_lasting(events)), subscriber.walk
    pulled = _pulled(server, subscriber.begin)
    _judge_walk(pulled, due=lasting, possible=lasting, outcome=outcome)
    _judge_walk(heard, due=lasting, possible=events, outcome=outcome)
    outcome.left_out = len(events) - len(heard.heard)


def _judge_walk(
    walk: Walk, *, due: Sequence[Happened], possible: Sequence[Happened], outcome: Outcome
) -> None:
    outcome.lost += len(set(due) - set(walk.heard))
    outcome.torn += len(set(walk.heard) - set(possible))
    outcome.repeated += len(walk.heard) - len(set(walk.heard))
    outcome.out_of_order += sum(a.cursor >= b.cursor for a, b in pairwise(walk.heard))
    outcome.unlinked += walk.unlinked


def _lasting(events: Sequence[Happened]) -> Iterator[Happened]:
    """All but what is told of articles that are gone, before their withdrawal."""
    last = {event.record: event.kind for event in events}
    for event in events:
        if event.kind == "ArticleWithdrawn" or last[event.record] != "ArticleWithdrawn":
            yield event


def _pulled(server: Server, begin: str) -> Walk:
    walk = Walk(begin)
    while True:
        page = server.data(_PULL, after=walk.after)["contentEvents"]
        for event in page["events"]:
            walk.take(event)
        walk.after = page["endCursor"]
        if not page["hasMore"]:
            return walk


def _end(server: Server) -> str:
    cursor: str = server.data("{ site { eventCursor } }")["site"]["eventCursor"]
    return cursor


def _seen(story: Story) -> dict[str, Any]:
    return {"id": story.id, "expectedVersion": len(story.accepted)}


def _serve(url: str, port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "service", "serve", "--port", str(port)],
        env=environment(url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options = parser.parse_args()
    faults = 0
    for dialect in ("sqlite", "postgres"):
        if options.database in {dialect, "both"}:
            with _throw_away(dialect) as url:
                outcome = survived(url, kills=options.kills, seed=options.seed)
            sys.stdout.write(f"{outcome}\n")
            sys.stdout.flush()
            faults += outcome.faults
    sys.exit(1 if faults else 0)


@contextmanager
def _throw_away(dialect: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if dialect == "sqlite":
            with Sqlite(folder).archive() as url:
                yield url
        else:
            server = Postgres(postgres_server(folder / "postgres"))
            with closing(server), server.archive() as url:
                yield url


if __name__ == "__main__":
    main()
