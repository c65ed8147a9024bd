"""The log under many writers: nothing lost, nothing twice, everything in the order of commits."""

import asyncio

from tests.databases import Postgres, Sqlite
from tests.events import writers


def test_on_postgres_every_commit_is_read_once_and_in_order(postgres: Postgres) -> None:
    with postgres.archive() as url:
        asyncio.run(writers.find_deadlocks_early(url))
        outcome = asyncio.run(
            writers.followed(url, writers.Log, events=1_500, writers=12, processes=2)
        )

    assert outcome.faults == 0, outcome
    assert outcome.events >= 1_500
    assert outcome.rollbacks > 0
    assert outcome.deadlocks > 0  # and each was tried again, or its writer would have failed


def test_on_sqlite_every_commit_is_read_once_and_in_order(sqlite: Sqlite) -> None:
    with sqlite.archive() as url:
        outcome = asyncio.run(
            writers.followed(url, writers.Log, events=400, writers=12, processes=3)
        )

    assert outcome.faults == 0, outcome
    assert outcome.events >= 400
    assert outcome.rollbacks > 0


def test_a_plain_sequence_in_the_place_of_the_log_loses_rows(postgres: Postgres) -> None:
    """So the reader and the ledgers above can tell a log that loses from one that does not."""
    with postgres.archive() as url:
        asyncio.run(writers.find_deadlocks_early(url))
        outcome = asyncio.run(writers.followed_plain(url, events=500, writers=12, processes=2))

    assert outcome.lost > 0, outcome
    assert outcome.unknown == 0, outcome
