"""A bar on the terminal: how far, how fast, how long still. Nothing where nobody looks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


@dataclass(slots=True)
class Bar:
    """`done` and `position` count from the start; the position is what the total measures."""

    _progress: Progress
    _task: TaskID
    _began: float

    def show(self, done: int, position: int) -> None:
        rate = done / max(perf_counter() - self._began, 1e-9)
        self._progress.update(self._task, completed=position, done=f"{done:,}", rate=f"{rate:,.0f}")


@contextmanager
def shown(what: str, unit: str, total: int | None) -> Iterator[Bar]:
    """On standard error, while lines on standard output go on above it."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn(f"{{task.fields[done]}} {unit}, {{task.fields[rate]}}/s"),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=sys.stdout.isatty(),
    ) as progress:
        task = progress.add_task(what, total=total, done="0", rate="0")
        yield Bar(progress, task, perf_counter())
