"""Reads as steps: a generator that yields statements and is sent their rows. No I/O in it."""

from collections.abc import Callable, Generator, Sequence
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Statement(NamedTuple):
    text: str
    values: list[Any]


Steps = Generator[Statement, Sequence[Any], T]
"""The rows are sequences of columns, in the order of the statement."""
Make = Callable[[], Steps[T]]
"""Begins the steps; again, where they have to be taken once more."""


def taken_at_once(steps: Steps[T], run: Callable[[Statement], Sequence[Any]]) -> T:
    """All steps, by a driver that waits."""
    try:
        statement = next(steps)
        while True:
            statement = steps.send(run(statement))
    except StopIteration as end:
        result: T = end.value
        return result
