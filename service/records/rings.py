"""Which records of a set can only come together, since each refers to the others."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def rings(references: Mapping[T, Sequence[T]]) -> list[list[T]]:
    """The strongly connected components of more than one, each after those that it refers to.

    Kosaraju's algorithm, without recursion: a chain may be as long as the archive. References to
    what is not in the set don't count.
    """
    forwards = {
        node: [other for other in references[node] if other in references] for node in references
    }
    backwards: dict[T, list[T]] = {node: [] for node in references}
    for node, others in forwards.items():
        for other in others:
            backwards[other].append(node)
    order = [node for walk in _walks(backwards, backwards) for node in walk]
    return [walk for walk in _walks(forwards, reversed(order)) if len(walk) > 1]


def _walks(graph: Mapping[T, Sequence[T]], roots: Iterable[T]) -> Iterator[list[T]]:
    """From each root, what no walk before has reached: depth first, a node after all behind it."""
    seen: set[T] = set()
    for root in roots:
        if root in seen:
            continue
        seen.add(root)
        walk: list[T] = []
        path = [(root, iter(graph[root]))]
        while path:
            node, rest = path[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                walk.append(node)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(graph[following])))
        yield walk
