"""`python -m tests.importing.measure`: what the importer finds of what a sample page says.

Found counts what the importer is certain of. The rows `+ review` add what it only suggests.
`--misses people` shows each miss and each false find, with the page's words. `--by-hand` measures
the dozen pages that no rule composed.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from service.importing.findings import Context, Found, PageReading
from service.importing.page import PageRefused, read_page
from service.sample import HeldOffice, SamplePage, pages
from service.sample.by_hand import written_pages
from service.text import tone_key
from service.vocabulary import Certainty
from tests.importing.expected import HANOI

Facts = dict[tuple[str, ...], str]
Finder = Callable[[PageReading, bool], Iterable[tuple[tuple[str, ...], str]]]

_ROW = "{:<18}{:>8}{:>8}{:>8}{:>11}{:>9}"


@dataclass(slots=True)
class Tally:
    known: int = 0
    found: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def count(self, page: SamplePage, known: Facts, found: Facts) -> None:
        self.known += len(known)
        self.found += len(found)
        self.right += len(known.keys() & found.keys())
        for key in known.keys() - found.keys():
            words = _where(page, key[0])
            self.missed.append(f"missed  {page.file_name}  {' | '.join(key)}\n        {words}")
        for key in found.keys() - known.keys():
            self.false.append(f"false   {page.file_name}  {' | '.join(key)}\n        {found[key]}")

    def row(self, name: str) -> str:
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.known if self.known else 1.0
        numbers = (self.known, self.found, self.right, f"{precision:.3f}", f"{recall:.3f}")
        return _ROW.format(name, *numbers)


def _where(page: SamplePage, words: str) -> str:
    """The page's line that holds the words."""
    lines = [line for line in page.text.splitlines() if words in tone_key(line)]
    return lines[0].strip()[:300] if lines else "-"


def _sure(found: Found[object], review: bool) -> bool:
    return review or found.certainty is not Certainty.NEEDS_REVIEW


def _people(reading: PageReading, review: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    for person in reading.people:
        if review or person.certainty is not Certainty.NEEDS_REVIEW:
            yield (tone_key(person.name),), person.quote


def _positions(reading: PageReading, review: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    for person in reading.people:
        for found in person.positions:
            if _sure(found, review):
                body = found.value.body.name if found.value.body else ""
                former = "former" if found.value.former else ""
                key = (person.name, found.value.label, body)
                yield (*(tone_key(part) for part in key), former), found.quote


def _roles(reading: PageReading, review: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    for person in reading.people:
        if reading.meeting and (review or person.certainty is not Certainty.NEEDS_REVIEW):
            for role in person.roles:
                yield (tone_key(person.name), role), person.quote


def _bodies(reading: PageReading, review: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    for body in reading.bodies:
        if _sure(body, review):
            yield (tone_key(body.value.name),), body.quote


def _hosts(reading: PageReading, review: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    for host in reading.meeting.hosts if reading.meeting else ():
        if _sure(host, review):
            yield (tone_key(host.value.name),), host.quote


def _groups(reading: PageReading, review: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    for group in reading.meeting.groups if reading.meeting else ():
        if _sure(group, review):
            yield (tone_key(group.value.credited_name),), group.quote


def _meeting_days(reading: PageReading, review: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    day = reading.meeting.starts_on if reading.meeting else None
    if day is not None and _sure(day, review):
        yield (str(day.value),), day.quote


def _published_at(reading: PageReading, review: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    at = reading.published_at
    if at is not None and _sure(at, review):
        yield (at.value.isoformat(),), at.quote


def _byline(reading: PageReading, review: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    for credit in reading.byline:
        if _sure(credit, review):
            yield (tone_key(credit.value.credited_name),), credit.quote


def _titles(reading: PageReading, _: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    yield (tone_key(reading.title.value),), reading.title.quote


FINDERS: dict[str, Finder] = {
    "titles": _titles,
    "published_at": _published_at,
    "byline": _byline,
    "people": _people,
    "positions": _positions,
    "roles": _roles,
    "bodies": _bodies,
    "meeting days": _meeting_days,
    "hosts": _hosts,
    "groups": _groups,
}


def _known(page: SamplePage) -> dict[str, Facts]:
    """The same keys as the finders', from what the world's author knows."""
    said = page.truth
    told = said.meeting_day is not None or bool(said.hosts)
    named = said.people
    published = [said.published_at.isoformat()] if said.published_at else []
    return {
        "titles": _facts((tone_key(said.title),)),
        "published_at": _facts(*((at,) for at in published)),
        "byline": _facts(*((tone_key(name),) for name in said.byline)),
        "people": _facts(*((tone_key(person.name),) for person in named)),
        "positions": _facts(*(_held(p.name, office) for p in named for office in p.offices)),
        "roles": _facts(
            *((tone_key(person.name), role) for person in named for role in person.roles if told)
        ),
        "bodies": _facts(*((tone_key(body),) for body in said.bodies)),
        "meeting days": _facts(*([(said.meeting_day,)] if said.meeting_day else [])),
        "hosts": _facts(*((tone_key(host),) for host in said.hosts)),
        "groups": _facts(*((tone_key(group),) for group in said.groups)),
    }


def _facts(*keys: tuple[str, ...]) -> Facts:
    return dict.fromkeys(keys, "")


def _held(name: str, office: HeldOffice) -> tuple[str, ...]:
    key = (name, office.label, office.body or "")
    return (*(tone_key(part) for part in key), "former" if office.former else "")


def by_hand() -> Iterator[SamplePage]:
    """The dozen pages that no rule composed: the harder ones."""
    return (written.page(number) for number, written in enumerate(written_pages()))


def measured(sample: Iterable[SamplePage]) -> tuple[dict[str, Tally], Counter[str]]:
    """Tallies by name, `people + review` beside `people`; and the pages that were refused."""
    tallies = {f"{name}{more}": Tally() for name in FINDERS for more in ("", " + review")}
    refused: Counter[str] = Counter()
    for page in sample:
        suffix = PurePath(page.file_name).suffix
        context = Context(page.province, HANOI)
        try:
            reading = read_page(page.text.encode(), suffix=suffix, context=context)
        except PageRefused as refusal:
            refused[f"{page.file_name}: {refusal.reason}"] += 1
            continue
        known = _known(page)
        for name, finder in FINDERS.items():
            tallies[name].count(page, known[name], dict(finder(reading, False)))
            tallies[f"{name} + review"].count(page, known[name], dict(finder(reading, True)))
    return tallies, refused


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=431)
    parser.add_argument("--misses", metavar="ROW", help="e.g. people, 'people + review'")
    parser.add_argument("--by-hand", action="store_true", help="only the pages written by hand")
    options = parser.parse_args()
    tallies, refused = measured(by_hand() if options.by_hand else pages(options.articles))
    if options.misses:
        tally = tallies[options.misses]
        lines = [*sorted(tally.missed), *sorted(tally.false)]
    else:
        lines = [_ROW.format("", "known", "found", "right", "precision", "recall")]
        lines += [tally.row(name) for name, tally in tallies.items()]
    lines += [f"refused {name}" for name in refused]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
