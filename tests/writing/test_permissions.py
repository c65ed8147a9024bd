"""Who may do what: every mutation, by the one scope that a token has."""

import asyncio
from typing import Any

import pytest

from service.viewers import Viewer
from service.vocabulary import Scope
from tests.desk import viewer
from tests.graph import Graph
from tests.writing import tables
from tests.writing.contract import MUTATIONS
from tests.writing.editor import Editor
from tests.writing.mutations import ONE_EACH

CALLERS: dict[str, Viewer | None] = {
    **{str(scope): viewer(scope) for scope in Scope},
    "(none)": viewer(),
    "(nobody)": None,
}
MAY = """
                      READ_DRAFTS  WRITE      PUBLISH    ADMIN  (none)     (nobody)
createArticle         FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
updateArticle         FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
publishArticle        FORBIDDEN    FORBIDDEN  done       done   FORBIDDEN  UNAUTHENTICATED
unscheduleArticle     FORBIDDEN    FORBIDDEN  done       done   FORBIDDEN  UNAUTHENTICATED
withdrawArticle       FORBIDDEN    FORBIDDEN  done       done   FORBIDDEN  UNAUTHENTICATED
"""
_CALLERS, *_ROWS = [line.split() for line in MAY.strip().splitlines()]
TABLE = {mutation: dict(zip(_CALLERS, outcomes, strict=True)) for mutation, *outcomes in _ROWS}


def test_the_table_has_every_mutation_and_every_scope() -> None:
    assert TABLE.keys() == MUTATIONS.keys()
    assert list(CALLERS) == _CALLERS


@pytest.mark.parametrize("mutation", TABLE)
async def test_a_mutation_is_done_or_refused_by_the_callers_scope(
    url: str, graph: Graph, mutation: str
) -> None:
    chief, prepared = Editor(graph, viewer(Scope.ADMIN)), ONE_EACH[mutation].prepared
    for caller, outcome in TABLE[mutation].items():
        given = await prepared(chief)
        before = await asyncio.to_thread(tables.of, url)
        answer = await Editor(graph, CALLERS[caller]).asked(mutation, given)
        changed = tables.changed(before, await asyncio.to_thread(tables.of, url))

        assert (_outcome(answer, mutation), bool(changed)) == (outcome, outcome == "done"), caller


def _outcome(answer: Any, mutation: str) -> str:
    if "errors" not in answer:
        assert answer["data"] == {mutation: {"userErrors": []}}
        return "done"
    (error,) = answer["errors"]
    assert (answer["data"], error["path"]) == ({mutation: None}, [mutation])
    code: str = error["extensions"]["code"]
    return code
