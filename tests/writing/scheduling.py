"""`python -m tests.writing.scheduling`: how late scheduled articles turn, with two processes up.

Editors at either process schedule articles for instants of their own, and every other one for an
instant that it shares with more. How late one turns is told by its event: from the instant that it
was due at to the one at which the event was written.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median, quantiles
from typing import Any

from service import tokens
from service.events import log
from service.models import Article, Event, Revision
from service.vocabulary import EventKind, PublicationStatus, Scope
from tests import rows
from tests.desk import key, seen
from tests.oracle.running import DIALECTS, dialects_of, say, server_of
from tests.servers import Server
from tests.writing.callers import Caller, at_once

_AHEAD_SECONDS = 1.5
_SPREAD_SECONDS = 2.0
_PATIENCE_SECONDS = 30
_WRITERS = 4
_ROW = "{:<10}{:>10}{:>16}{:>11}{:>11}{:>11}{:>11}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`late`: in seconds, of each article. `faults`: sentences."""

    late: list[float]
    shared: int
    """How many were due at an instant with others."""
    faults: list[str]

    @property
    def quickest_quarter(self) -> float:
        return quantiles(self.late, n=4)[0]


def turned(url: str, articles: int) -> Outcome:
    """So many, of an archive that is empty, while two processes serve it."""
    with ExitStack() as running:
        servers = [running.enter_context(Server.started(url)) for _ in range(2)]
        due = scheduled(url, servers, articles)
        await_turned(url, due)
    return judged(url, due)


def scheduled(url: str, servers: Sequence[Server], articles: int) -> dict[int, datetime]:
    """By article the instant at which it is due. Each editor takes turns between the servers."""
    scopes = (Scope.WRITE, Scope.PUBLISH)
    secret = rows.written(url, lambda: tokens.create("Người hẹn giờ", scopes))
    with ExitStack() as open_:
        callers = [open_.enter_context(Caller(each, secret)) for each in servers]
        numbers = [range(first, articles, _WRITERS) for first in range(_WRITERS)]
        drafts = at_once([partial(_drafts, callers, each) for each in numbers])
        found = at_once([partial(_scheduled, callers, each) for each in drafts])
    return {article: at for some in found for article, at in some.items()}


def judged(url: str, due: Mapping[int, datetime]) -> Outcome:
    """How they have turned."""
    articles, versions, events = rows.written(url, _written)
    published = [event for event in events if event.kind == EventKind.ARTICLE_PUBLISHED]
    times = Counter(event.record_id for event in published)
    late = [(each.occurred_at - due[each.record_id]).total_seconds() for each in published]
    faults = [f"{key} was published {n} times." for key, n in times.items() if n != 1]
    faults += [f"{key} was not published." for key in due.keys() - times.keys()]
    faults += [f"One was published {-each:.3f} s early." for each in late if each < 0]
    for article in articles:
        columns = ("status", "published_at", "scheduled_for", "version")
        found = tuple(getattr(article, column) for column in columns)
        wanted = (PublicationStatus.PUBLISHED, due[article.id], None, 3)
        if found != wanted:
            faults.append(f"{article.id} stands as {found}, not as {wanted}.")
        if versions[article.id] != 3:
            faults.append(f"{article.id} has {versions[article.id]} revisions.")
    faults += [f"{each.record_id} is of the archive." for each in published if each.is_backfill]
    shared = sum(n for n in Counter(due.values()).values() if n > 1)
    return Outcome(late, shared, faults)


async def _written() -> tuple[list[Article], Counter[int], list[Event]]:
    revisions = await Revision.all().values_list("article_id", flat=True)
    return (
        await Article.all(),
        Counter(int(str(key)) for key in revisions),
        await log.after(0, 1_000_000),
    )


def _drafts(callers: Sequence[Caller], numbers: range) -> list[dict[str, Any]]:
    return [callers[n % len(callers)].done("createArticle", title=f"Bài {n}") for n in numbers]


def _scheduled(callers: Sequence[Caller], drafts: Sequence[dict[str, Any]]) -> dict[int, datetime]:
    found = {}
    for n, draft in enumerate(drafts):
        at = _instant(is_shared=n % 2 == 1)
        callers[n % len(callers)].done("publishArticle", **seen(draft), at=at.isoformat())
        found[key(draft)] = at
    return found


def _instant(*, is_shared: bool) -> datetime:
    ahead = _AHEAD_SECONDS + random.uniform(0, _SPREAD_SECONDS)
    at = datetime.now(UTC) + timedelta(seconds=ahead)
    return at.replace(microsecond=0) + timedelta(seconds=1) if is_shared else at


def await_turned(url: str, due: Mapping[int, datetime]) -> None:
    """Until all are, or as long as that may take; not told by a query, which would take part."""
    time.sleep(max((max(due.values()) - datetime.now(UTC)).total_seconds(), 0) + 1)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and rows.written(url, _waiting):
        time.sleep(0.1)


async def _waiting() -> bool:
    return await Article.filter(status=PublicationStatus.SCHEDULED).exists()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--database", choices=(*DIALECTS, "both"), default="both")
    options = parser.parse_args()
    say(
        _ROW.format("", "articles", "of one instant", "median ms", "95 % ms", "most ms", "> 100 ms")
    )
    faults = 0
    for dialect in dialects_of(options.database):
        with server_of(dialect) as server, server.archive() as url:
            outcome = turned(url, options.articles)
        say(_line(dialect, outcome))
        for fault in outcome.faults[:10]:
            say(f"  {fault}")
        faults += len(outcome.faults)
    sys.exit(1 if faults else 0)


def _line(dialect: str, outcome: Outcome) -> str:
    late = outcome.late
    figures = (median(late), quantiles(late, n=20)[-1], max(late))
    return _ROW.format(
        dialect,
        len(late),
        outcome.shared,
        *(f"{1000 * each:.1f}" for each in figures),
        sum(each > 0.1 for each in late),
    )


if __name__ == "__main__":
    main()
