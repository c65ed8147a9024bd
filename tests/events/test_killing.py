"""A killed server has told of all that it had accepted, and of nothing that did not happen."""

import random

from tests.events import killing


def test_kills_under_publishing_lose_nothing_and_repeat_nothing(url: str) -> None:
    outcome = killing.survived(url, kills=3, seed=random.randrange(1_000_000))

    assert outcome.faults == 0, outcome
    assert 1 < outcome.sockets <= 4, outcome  # none broke but by a kill
    assert outcome.unknown > 0, outcome  # or no kill met a publisher at work
