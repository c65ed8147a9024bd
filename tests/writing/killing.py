"""`python -m tests.writing.killing`: each mutation is killed at its first statement, its second …

until it passes untouched, on both databases. What a killed one leaves is what stood before, in
every table. What an untouched one leaves is the change, its revision, its events, and the key under
which it is found when it is asked for again.
"""

import argparse
import multiprocessing
import secrets
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter

from service import tokens
from service.events import log
from service.vocabulary import Scope
from tests import rows
from tests.desk import Desk
from tests.graph import Graph
from tests.oracle.running import DIALECTS, dialects_of, say, server_of
from tests.writing import dying, mutations, tables
from tests.writing.situations import Given, Situation, accepted, asked
from tests.writing.tables import Tables

_PATIENCE_SECONDS = 60
_LOG = frozenset({"event", "event_log"})


@dataclass(slots=True)
class Outcome:
    """`faults`: sentences."""

    situation: Situation
    kills: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n  ".join([f"{self.situation}: {self.kills} kills", *self.faults])


class Killer:
    """Of one archive: what a kill leaves is what the next one finds."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._forking = multiprocessing.get_context("forkserver")
        self._forking.set_forkserver_preload(["__main__", dying.__name__, mutations.__name__])
        secret = rows.written(url, lambda: tokens.create(secrets.token_hex(8), [Scope.ADMIN]))
        self._desk = Desk(Graph())
        self._desk.graph.viewer = rows.written(url, lambda: tokens.viewer(secret))

    def killed(self, situation: Situation) -> Outcome:
        """At each statement of it."""
        outcome = Outcome(situation)
        given = rows.written(self._url, lambda: situation.prepared(self._desk))
        given["idempotencyKey"] = secrets.token_hex(8)
        before, position = tables.of(self._url), rows.written(self._url, log.end).position
        while (code := self._code(situation, given, outcome.kills + 1)) == dying.DIED:
            outcome.kills += 1
            if torn := tables.changed(before, tables.of(self._url)):
                outcome.faults.append(f"Killed at {outcome.kills} it leaves {sorted(torn)} torn.")
                return outcome
        if code != 0:
            outcome.faults.append(f"It was not accepted, but ended with {code}.")
        outcome.faults += self._missing(situation, before, position)
        outcome.faults += self._repeated(situation, given)
        return outcome

    def _code(self, situation: Situation, given: Given, last: int) -> int | None:
        """The exit code of a process that does it, and dies at its statement `last`."""
        told = (self._url, self._desk.graph.viewer, situation.mutation, given, last)
        process = self._forking.Process(target=dying.change, args=told)
        process.start()
        process.join(_PATIENCE_SECONDS)
        return process.exitcode

    def _missing(self, situation: Situation, before: Tables, position: int) -> Iterator[str]:
        changed = {
            name
            for name in tables.changed(before, tables.of(self._url))
            if "_search" not in name  # what SQLite keeps for its indexes of words
        }
        due = situation.writes | {"idempotency_key"} | (_LOG if situation.tells else set())
        if changed != due:
            yield f"Other than they were are {sorted(changed)}, not {sorted(due)}."
        events = rows.written(self._url, lambda: log.after(position, 1_000))
        told = Counter(str(event.kind) for event in events)
        if told != Counter(situation.tells):
            yield f"It tells {dict(told)}, not {situation.tells}."

    def _repeated(self, situation: Situation, given: Given) -> Iterator[str]:
        before = tables.of(self._url)
        asking = partial(asked, self._desk.graph, situation.mutation, given)
        if (answer := rows.written(self._url, asking)) != accepted(situation.mutation):
            yield f"Asked for again it answers {answer}."
        if again := tables.changed(before, tables.of(self._url)):
            yield f"Asked for again it changes {sorted(again)}."


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=(*DIALECTS, "both"), default="both")
    parser.add_argument("mutations", nargs="*", metavar="MUTATION", help="all unless given")
    options = parser.parse_args()
    faults = 0
    for dialect in dialects_of(options.database):
        began, kills = perf_counter(), 0
        with server_of(dialect) as server, server.archive() as url:
            killer = Killer(url)
            for situation in mutations.SITUATIONS:
                if not options.mutations or situation.mutation in options.mutations:
                    outcome = killer.killed(situation)
                    say(f"{dialect}, {outcome}")
                    kills, faults = kills + outcome.kills, faults + len(outcome.faults)
        say(f"{dialect}: {kills:,} kills in {perf_counter() - began:.0f} s")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
