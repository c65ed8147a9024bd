"""Rings among records, against what each record can reach by brute force."""

import random

from service.records.rings import rings


def _reach(references: dict[int, list[int]], start: int) -> set[int]:
    found: set[int] = set()
    ahead = [start]
    while ahead:
        for other in references[ahead.pop()]:
            if other in references and other not in found:
                found.add(other)
                ahead.append(other)
    return found


def test_rings_are_what_reaches_each_other_and_come_after_what_they_refer_to() -> None:
    chance = random.Random(3)
    for _ in range(300):
        size = chance.randint(1, 9)
        references = {
            node: [chance.randrange(size + 1) for _ in range(chance.randint(0, 2))]
            for node in range(size)
        }
        reach = {node: _reach(references, node) for node in references}
        mutual = {
            frozenset(
                other for other in reach[node] | {node} if other == node or node in reach[other]
            )
            for node in references
        }

        found = rings(references)

        assert {frozenset(ring) for ring in found} == {ring for ring in mutual if len(ring) > 1}
        for place, ring in enumerate(found):
            later = {node for after in found[place + 1 :] for node in after}
            assert not later & reach[ring[0]]


def test_a_long_chain_is_no_ring() -> None:
    assert rings({node: [node + 1] for node in range(50_000)}) == []
