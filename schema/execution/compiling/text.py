"""The text of a plan's function: its lines, the names it uses, the rows that it unpacks.

No text of a client gets into it but names, which GraphQL bounds to letters, digits and `_`, and
which are written by `repr`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from schema.execution.compiling.asked import Uncompiled
from schema.execution.compiling.leaves import declined
from service.models import Row
from service.reading.columns import ROOT, Columns, Joined
from service.reading.reads import Manner, Rows
from service.reading.select import FirstOf
from service.viewers import Sight

_LATER = re.compile(r"<(target|total|keys) (\d+)>")
_INDENT = "    "


@dataclass
class Source:
    """The rows of one statement. Which columns they have is known when all is written."""

    number: int
    rows: Rows
    has_parents: bool
    has_children: bool = False

    @property
    def columns(self) -> Columns:
        return self.rows.columns

    @property
    def target(self) -> str:
        """What a row is unpacked into."""
        return f"<target {self.number}>"

    @property
    def total(self) -> str:
        """Where the total stands in a row."""
        return f"<total {self.number}>"

    @property
    def keys(self) -> str:
        """Where its keys begin."""
        return f"<keys {self.number}>"

    @property
    def name(self) -> str:
        return f"rows{self.number}"

    @property
    def parent(self) -> str:
        return f"k{self.number}"

    @property
    def own(self) -> "At":
        columns = self.columns
        return At(self, columns.model, lambda: ROOT, lambda name: columns.place(ROOT, name))

    def later(self, what: str, *, marked: bool) -> str:
        names = [self.parent] if self.has_parents else []
        names += [_variable(self, place) for place in range(len(self.columns.places))]
        names = names or ["_"]  # a row has at least one column
        if what == "total":
            return str(len(names))
        if what == "keys":
            return str(len(names) + self.rows.totalled)
        more = self.rows.totalled or self.rows.keyed or marked
        return ", ".join(names) + (", *_" if more else ",")


def _variable(source: Source, place: int) -> str:
    return f"r{source.number}_{place}"


@dataclass(frozen=True)
class At:
    """An object of which fields are asked: a row of a source, or one that it points to."""

    source: Source
    model: type[Row]
    alias: Callable[[], str]
    place: Callable[[str | FirstOf], int]

    def variable(self, column: str | FirstOf) -> str:
        return _variable(self.source, self.place(column))

    def values(self, column: str) -> str:
        """The set of what the column holds in all rows."""
        self.source.has_children = True
        index = self.place(column) + self.source.has_parents
        return f"{{r[{index}] for r in {self.source.name}}}"

    def pointed(self, column: str, model: type[Row]) -> "At":
        joined = Joined(self.source.columns, self.alias(), column, model)
        return At(self.source, model, lambda: joined.alias, joined.place)


@dataclass
class Text:
    """Loads come before what is built of their rows, parents before their children."""

    manner: Manner
    load: list[str] = field(default_factory=list)
    build: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=lambda: {"declined": declined})
    sources: list[Source] = field(default_factory=list)
    _numbers: int = 0

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def source(
        self,
        model: type[Row],
        *,
        has_parents: bool,
        below: type[Row] | None = None,
        sight: Sight | None = None,
    ) -> Source:
        """`below`: the model of parents that are shown themselves. `sight`: if not the plan's."""
        made = Source(self.number(), Rows(model, self.manner, below, sight), has_parents)
        self.sources.append(made)
        return made

    def bound(self, value: object, hint: str) -> str:
        name = f"{hint}_{len(self.names)}"
        self.names[name] = value
        return name

    def place(self) -> int:
        """A place among the loads, to be filled when what it takes is known."""
        self.load.append("")
        return len(self.load) - 1

    def fill(self, place: int, *lines: str) -> None:
        self.load[place] = "\n".join(lines)

    def taken(self) -> list[str]:
        """What was written so far, in order."""
        lines = [*self.load, *self.build]
        self.load, self.build = [], []
        return lines

    def function(
        self, parameters: str, lines: Iterable[str], answer: str
    ) -> tuple[Callable[..., Any], str]:
        """A generator function, and its source. Raises Uncompiled where Python does not take it."""
        sources = {each.number: each for each in self.sources}

        def known(match: re.Match[str]) -> str:
            return sources[int(match[2])].later(match[1], marked=self.manner.marked)

        body = "\n".join((*lines, f"return {answer}", "yield")).replace("\n", f"\n{_INDENT}")
        text = _LATER.sub(known, f"def plan({parameters}):\n{_INDENT}{body}\n")
        try:
            exec(compile(text, "<plan>", "exec"), self.names)
        except (SyntaxError, RecursionError, MemoryError) as error:
            raise Uncompiled("large") from error
        return self.names["plan"], text


def indented(*lines: str) -> list[str]:
    return [_INDENT + line for line in lines]


def display(items: Iterable[str]) -> str:
    return "{" + ", ".join(items) + "}"
