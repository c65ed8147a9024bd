"""A client that asks for changes of every kind, and for each again until it is answered.

Each is asked for under a key of its own, so that in the end it is made once, however often it was.
"""

import json
import secrets
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from threading import Event as Flag
from threading import Semaphore
from time import monotonic, sleep

import httpx2

from tests import rows
from tests.desk import Desk
from tests.graph import Graph
from tests.servers import Server
from tests.writing import tables
from tests.writing.contract import MUTATIONS
from tests.writing.mutations import SITUATIONS
from tests.writing.situations import Given, Situation, accepted, asked

_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Changes:
    """What an archive is prepared for. `rows`: of each table, when all are made; `told`: events."""

    due: list[tuple[Situation, Given]]
    rows: Counter[str]
    told: Counter[str]


@dataclass(slots=True)
class Ledger:
    accepted: int = 0
    asked_again: int = 0
    refused: list[str] = field(default_factory=list)


def prepared(url: str, number: int) -> Changes:
    """All situations in turn; one of each is made here, to see what it adds to the tables."""
    desk = Desk(Graph())
    added = {str(each): _added(url, desk, each) for each in SITUATIONS}
    due = [(each, _given(url, desk, each)) for each in islice(cycle(SITUATIONS), number)]
    expected = counts(url)
    for situation, given in due:
        given["idempotencyKey"] = secrets.token_hex(8)
        expected.update({**added[str(situation)], "idempotency_key": 1})
    return Changes(due, expected, Counter(kind for each, _ in due for kind in each.tells))


def counts(url: str) -> Counter[str]:
    """The rows of each table; not of those that SQLite keeps for its indexes of words."""
    found = tables.of(url).items()
    return Counter({name: table.total() for name, table in found if "_search" not in name})


def _given(url: str, desk: Desk, situation: Situation) -> Given:
    return rows.written(url, partial(situation.prepared, desk))


def _added(url: str, desk: Desk, situation: Situation) -> dict[str, int]:
    """Also less than none."""
    given = _given(url, desk, situation)
    before = counts(url)
    answer = rows.written(url, partial(asked, desk.graph, situation.mutation, given))
    assert answer == accepted(situation.mutation), answer
    return {name: number - before[name] for name, number in counts(url).items()}


class Persistent:
    """Goes on as far as it is let, with one change after the other."""

    def __init__(self, server: Server, is_up: Flag, secret: str, changes: Changes) -> None:
        self.changes, self.ledger = changes, Ledger()
        self._is_up, self._let = is_up, Semaphore(0)
        self._client = httpx2.Client(
            base_url=server.client.base_url,
            headers={"authorization": f"Bearer {secret}"},
            timeout=_PATIENCE_SECONDS,
        )

    def let(self, number: int | None = None) -> None:
        """So many more; all unless given."""
        self._let.release(number or len(self.changes.due))

    def ask(self) -> None:
        with self._client:
            for situation, given in self.changes.due:
                self._let.acquire()
                self._ask(situation.mutation, given)

    def _ask(self, mutation: str, given: Given) -> None:
        document = MUTATIONS[mutation].document()
        answer = self._answer({"query": document, "variables": {"input": given}})
        if answer == accepted(mutation):
            self.ledger.accepted += 1
        else:
            self.ledger.refused.append(f"{mutation}: {json.dumps(answer)}")

    def _answer(self, request: Given) -> object:
        deadline = monotonic() + _PATIENCE_SECONDS
        while True:
            self._is_up.wait(_PATIENCE_SECONDS)
            try:
                return self._client.post("/graphql", json=request).json()
            except httpx2.ConnectError:
                if monotonic() > deadline:
                    raise
                sleep(0.01)
            except httpx2.TransportError:
                # Killed in the midst of it. On a busy machine that may well go on to the last kill.
                self.ledger.asked_again += 1
                deadline = monotonic() + _PATIENCE_SECONDS
