"""Text files of phrases: `key values` at the head, then `== section` and one phrase a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from service.sample.lunar import is_before_tet
from service.vocabulary import AdministrativeLevel

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Phrases:
    """`head` are the words after each key; `sections` the phrases under each heading."""

    name: str
    head: dict[str, tuple[str, ...]]
    sections: dict[str, tuple[str, ...]]

    def __getitem__(self, section: str) -> tuple[str, ...]:
        return self.sections[section]

    @property
    def months(self) -> frozenset[int]:
        return frozenset(_numbers(self.head["months"]))

    @property
    def days(self) -> range:
        """The days of the month on which it is told of."""
        first, _, last = self.head.get("days", ("1-31",))[0].partition("-")
        return range(int(first), int(last) + 1)

    def fits(self, day: date) -> bool:
        """Whether a story of this kind belongs to the season."""
        if day.month not in self.months or day.year not in self.years or day.day not in self.days:
            return False
        return "season" not in self.head or is_before_tet(day)

    @property
    def is_rural(self) -> bool:
        """Whether towns and their quarters have no part in it."""
        return "rural" in self.head

    @property
    def years(self) -> frozenset[int]:
        return frozenset(_numbers(self.head["years"]))

    @property
    def levels(self) -> tuple[AdministrativeLevel, ...]:
        return tuple(AdministrativeLevel[level.upper()] for level in self.head["levels"])

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(host.replace("_", " ") for host in self.head["hosts"])

    def titles_of(self, meeting: int) -> tuple[str, ...]:
        """Those for any meeting of the subject, and those that begin with its number: `3> …`."""
        numbered = (title.rpartition("> ") for title in self["titles"])
        return tuple(title for number, _, title in numbered if number in ("", str(meeting + 1)))


def _numbers(words: tuple[str, ...]) -> Iterator[int]:
    """`3 6-8 12-1`: a range of months may go round the turn of the year."""
    for word in words:
        first, _, last = word.partition("-")
        start, end = int(first), int(last or first)
        if start > end:
            yield from range(1, end + 1)
            end = 12
        yield from range(start, end + 1)


def read(path: Path) -> Phrases:
    head: dict[str, tuple[str, ...]] = {}
    sections: dict[str, list[str]] = {}
    section: list[str] | None = None
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("== "):
            section = sections.setdefault(line.removeprefix("== "), [])
        elif line and section is None:
            key, *words = line.split()
            head[key] = tuple(words)
        elif line and section is not None:
            section.append(line)
    return Phrases(path.stem, head, {name: tuple(lines) for name, lines in sections.items()})


@cache
def subjects() -> tuple[Phrases, ...]:
    return tuple(read(path) for path in sorted((_HERE / "subjects").glob("*.txt")))


@cache
def genre(name: str) -> Phrases:
    return read(_HERE / "genres" / f"{name}.txt")
