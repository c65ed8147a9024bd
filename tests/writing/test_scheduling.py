"""Scheduled articles turn at their instants, whoever is up, and each once."""

import time
from datetime import UTC, datetime

from service.models import Article
from service.vocabulary import PublicationStatus
from tests import rows
from tests.servers import Server
from tests.writing import scheduling


def test_with_two_processes_up_each_turns_once_at_its_instant(url: str) -> None:
    outcome = scheduling.turned(url, articles=200)

    assert outcome.faults == []
    assert len(outcome.late) == 200
    assert outcome.shared > 50
    assert outcome.quickest_quarter < 0.1, sorted(outcome.late)  # others: as this machine allows


def test_what_fell_due_while_nothing_ran_is_turned_at_start(url: str) -> None:
    with Server.started(url) as server:
        due = scheduling.scheduled(url, [server], articles=12)
        server.process.kill()
        server.process.wait()
    waiting = rows.written(url, _waiting)
    time.sleep(max(0.0, (max(due.values()) - datetime.now(UTC)).total_seconds()))
    began = datetime.now(UTC)
    with Server.started(url):
        scheduling.await_turned(url, due)
    outcome = scheduling.judged(url, due)

    assert waiting == 12
    assert outcome.faults == []
    assert min(outcome.late) > 0
    assert began > max(due.values())


async def _waiting() -> int:
    return await Article.filter(status=PublicationStatus.SCHEDULED).count()
