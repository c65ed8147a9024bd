"""Some hundred random operations of one seed and of a fresh one. More: `python -m tests.oracle`."""

import random
import sys
from collections import Counter
from itertools import islice

import pytest

from service.viewers import Viewer
from tests.graph import Graph
from tests.oracle import coverage, making, writing
from tests.oracle.comparing import Service, Tally, differences
from tests.oracle.operations import Operations

_OPERATIONS = 400
_RESOLVED_EACH = 4


async def test_the_service_answers_as_the_oracle(graph: Graph) -> None:
    tally = await _compared(graph, 20_200_624)

    assert not tally.differences, tally.differences[0]
    assert tally.with_errors < tally.operations * 0.25


async def test_the_service_answers_as_the_oracle_in_a_fresh_world(
    graph: Graph, capfd: pytest.CaptureFixture[str]
) -> None:
    seed = random.SystemRandom().randrange(10**9)
    with capfd.disabled():
        sys.stderr.write(f"\nThe oracle's fresh world is of seed {seed}.\n")

    tally = await _compared(graph, seed)

    assert not tally.differences, f"seed {seed}: {tally.differences[0]}"


def test_all_of_the_read_contract_is_asked_for() -> None:
    asked = Counter[str]()
    operations = Operations(making.made(1), 1, asked)

    for _ in islice(operations, 4_000):
        pass

    assert not [part for part in coverage.expected() if not asked[part]]


async def _compared(graph: Graph, seed: int) -> Tally:
    """By the plans; some of them also by the ordinary resolvers."""
    world, tally = making.made(seed), Tally()

    def service_for(viewer: Viewer | None) -> Service:
        graph.viewer = viewer
        return graph

    await writing.write(world)
    askings = islice(Operations(world, seed), _OPERATIONS)
    await differences(service_for, world, askings, tally=tally, resolve_each=_RESOLVED_EACH)
    return tally
