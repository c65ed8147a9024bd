"""Who may do what: every mutation, by the one scope that a token has."""

import asyncio
from typing import Any

import pytest

from service.viewers import Viewer
from service.vocabulary import Scope
from tests.desk import Desk, viewer
from tests.graph import Graph
from tests.writing import tables
from tests.writing.contract import MUTATIONS
from tests.writing.mutations import ONE_EACH
from tests.writing.situations import accepted, asked

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
createPerson          FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
updatePerson          FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
mergePeople           FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
createOrganization    FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
updateOrganization    FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
mergeOrganizations    FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
createMeeting         FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
updateMeeting         FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
createTopic           FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
updateTopic           FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
createPost            FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
updatePost            FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
createMembership      FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
updateMembership      FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
confirmMention        FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
rejectMention         FORBIDDEN    done       FORBIDDEN  done   FORBIDDEN  UNAUTHENTICATED
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
    for caller, outcome in TABLE[mutation].items():
        given = await ONE_EACH[mutation].prepared(Desk(graph))
        before = await asyncio.to_thread(tables.of, url)
        graph.viewer = CALLERS[caller]
        answer = await asked(graph, mutation, given)
        changed = tables.changed(before, await asyncio.to_thread(tables.of, url))

        assert (_outcome(answer, mutation), bool(changed)) == (outcome, outcome == "done"), caller


def _outcome(answer: Any, mutation: str) -> str:
    if "errors" not in answer:
        assert answer == accepted(mutation)
        return "done"
    (error,) = answer["errors"]
    assert (answer["data"], error["path"]) == ({mutation: None}, [mutation])
    code: str = error["extensions"]["code"]
    return code
