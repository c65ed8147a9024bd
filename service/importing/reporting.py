"""Files and folders in, a line a page out: what was found, what needs a look, what was refused."""

import logging
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import perf_counter

from service import database
from service.errors import Unavailable
from service.importing import evidence, filing
from service.importing.filing import Filing, Outcome, Sheet
from service.importing.findings import Context, PageReading
from service.importing.page import read_page
from service.importing.refusal import PageRefused
from service.vocabulary import Certainty

log = logging.getLogger("tinbai.importing")
_A_TRANSACTION = 100
SUFFIXES = frozenset({".txt", ".html", ".htm"})


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a page: None where it was refused, and why; else what was found."""

    path: Path
    outcome: Outcome | None
    words: str

    def __str__(self) -> str:
        if self.outcome is None:
            return f"{self.path}: refused: {self.words}"
        found = "" if self.outcome is Outcome.KNOWN else f": {self.words}"
        return f"{self.path}: {self.outcome}{found}"


@dataclass(slots=True)
class Report:
    """Counts of pages, and the time since the first."""

    filed: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    _began: float = field(default_factory=perf_counter)

    def count(self, told: Told) -> None:
        self.refused += told.outcome is None
        self.unchanged += told.outcome is Outcome.KNOWN
        self.updated += told.outcome is Outcome.UPDATED
        self.filed += told.outcome in {Outcome.NEW, Outcome.DRAFT}

    @property
    def pages(self) -> int:
        return self.filed + self.updated + self.unchanged + self.refused

    def summary(self) -> str:
        seconds = perf_counter() - self._began
        counts = (
            f"{self.filed:,} filed, {self.updated:,} updated,"
            f" {self.unchanged:,} unchanged, {self.refused:,} refused"
        )
        return f"{counts}, in {seconds:.1f} s ({self.pages / seconds:,.0f} pages/s)"


class _Refused(Exception):
    """Why a file gives nothing; one bad file stops no other."""


def dry_run(paths: Iterable[Path], context: Context, report: Report) -> Iterator[str]:
    """Everything that would be found, with its rule and certainty; the archive is not opened."""
    for path in _pages(paths):
        try:
            reading, _ = _read(path, context)
        except _Refused as error:
            report.refused += 1
            yield f"{path}: refused: {error}"
            continue
        report.filed += 1
        yield f"{path}: {_found(reading)}"
        yield from _details(reading)


async def imported(
    paths: Iterable[Path], context: Context, report: Report, *, publish: bool
) -> AsyncIterator[Told]:
    """Reads and files the pages, some of them a transaction; tells of what is committed."""
    pages = _pages(paths)
    while some := list(islice(pages, _A_TRANSACTION)):
        for told in await _import(some, context, publish):
            report.count(told)
            yield told


async def _import(paths: list[Path], context: Context, publish: bool) -> list[Told]:
    read = [_attempt(path, context) for path in paths]
    try:
        async with filing.filing(context, publish=publish) as archive:
            return [
                page if isinstance(page, Told) else await _file(path, page, archive)
                for path, page in zip(paths, read, strict=True)
            ]
    except database.UNREACHABLE as error:
        raise Unavailable("The archive cannot be reached any more.") from error


async def _file(path: Path, page: tuple[PageReading, Sheet], archive: Filing) -> Told:
    reading, sheet = page
    try:
        filed = await archive.file(reading, sheet)
    except database.UNREACHABLE:
        raise
    except Exception:  # the fault is ours, and one page's: the others go on
        log.exception("%s could not be filed.", path)
        return Told(path, None, "it could not be filed; the log says why.")
    words = _found(reading)
    if filed.kept:
        words += f"; kept as an editor left it: {', '.join(filed.kept)}"
    return Told(path, filed.outcome, words)


def _attempt(path: Path, context: Context) -> tuple[PageReading, Sheet] | Told:
    try:
        return _read(path, context)
    except _Refused as error:
        return Told(path, None, str(error))


def how_many(paths: Iterable[Path]) -> int:
    """The number of pages that `imported` would look at."""
    return sum(1 for _ in _pages(paths))


def _pages(paths: Iterable[Path]) -> Iterator[Path]:
    """The files as given, and the pages in each folder by name, whatever depth."""
    for path in paths:
        inside = _inside(path)
        first = next(inside, path)
        yield first
        yield from inside


def _inside(folder: Path) -> Iterator[Path]:
    """Folder by folder, so that no list is longer than one folder's."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from _inside(path)
        elif path.suffix.lower() in SUFFIXES:
            yield path


def _read(path: Path, context: Context) -> tuple[PageReading, Sheet]:
    if path.is_dir():
        raise _Refused("there is no page in this folder.")
    if path.exists() and path.suffix.lower() not in SUFFIXES:
        raise _Refused(f"'{path.suffix}' is no kind of page: {', '.join(sorted(SUFFIXES))} are.")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _Refused(f"it cannot be read: {error.strerror}.") from error
    try:
        name = os.fsencode(path.name).decode("utf-8", "replace")  # old archives' are seldom UTF-8
        return read_page(raw, suffix=path.suffix.lower(), context=context), Sheet(name, raw)
    except PageRefused as error:
        raise _Refused(f"{error.reason} ({error.code})") from error


def _found(reading: PageReading) -> str:
    values = [found for _, found in evidence.findings(reading)]
    doubtful = sum(found.certainty is Certainty.NEEDS_REVIEW for found in values)
    doubtful += sum(person.certainty is Certainty.NEEDS_REVIEW for person in reading.people)
    total = len(values) + len(reading.people)
    return f"{total} found, {doubtful} to review, {len(reading.unread)} lines not understood"


def _details(reading: PageReading) -> Iterator[str]:
    for name, found in evidence.findings(reading):
        yield f"  {name}: {found.value} [{found.rule}, {found.certainty}]"
    for person in reading.people:
        roles = ", ".join(person.roles) or "mentioned"
        yield f"  person: {person.name} ({roles}) [{person.rule}, {person.certainty}]"
