"""Which records of a set can only come together, since each refers to the others."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def rings(references: Mapping[T, Sequence[T]]) -> list[list[T]]:
    """The strongly connected components of more than one, each after those that it refers to.

    Tarjan's algorithm, without recursion: a chain may be as long as the archive.
    """
    found: list[list[T]] = []
    index: dict[T, int] = {}
    low: dict[T, int] = {}
    path: list[T] = []
    on_path: set[T] = set()
    for root in references:
        if root in index:
            continue
        work = [(root, iter(references[root]))]
        index[root] = low[root] = len(index)
        path.append(root)
        on_path.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in references:
                    continue
                if other not in index:
                    index[other] = low[other] = len(index)
                    path.append(other)
                    on_path.add(other)
                    work.append((other, iter(references[other])))
                    break
                if other in on_path:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == index[node]:
                    start = path.index(node)
                    ring, path[start:] = path[start:], []
                    on_path.difference_update(ring)
                    if len(ring) > 1:
                        found.append(ring)
    return found
