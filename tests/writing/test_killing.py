"""A change is made as a whole or not at all, at whichever statement its process dies."""

import pytest

from tests.writing.killing import Killer
from tests.writing.mutations import SITUATIONS
from tests.writing.situations import Situation

_SOME = ("publishArticle-now", "confirmMention")  # all: tests.writing.killing


@pytest.mark.parametrize("situation", [each for each in SITUATIONS if str(each) in _SOME], ids=str)
def test_a_kill_at_any_statement_leaves_all_or_nothing(url: str, situation: Situation) -> None:
    outcome = Killer(url).killed(situation)

    assert outcome.faults == [], outcome
    assert outcome.kills > 10
