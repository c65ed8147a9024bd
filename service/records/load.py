"""Records in: whole ones only, at most a thousand a transaction, and the same ones again are none.

A record that refers to one further down waits in a spool until that is there. Nothing notes how
far an import came: whoever runs it again finds what is already there by its natural key.
"""

import logging
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import BinaryIO, Self
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from service import database
from service.database import bulk
from service.errors import Unavailable
from service.events import wakeups
from service.events.changes import Change
from service.models import Organization, Photo, Row
from service.records import conflicts, dump, keys, rings, shapes
from service.records.lines import Line
from service.records.rows import MODELS, PORTRAIT, TABLES, Rows
from service.records.shapes import Record, Reference
from service.vocabulary import PublicationStatus

log = logging.getLogger("tinbai.records")
A_TRANSACTION = 1_000
_BYTES_A_TRANSACTION = 8_000_000
_SHOWN = 5  # faults of one line
_RECORD: TypeAdapter[Record] = TypeAdapter(shapes.AnyRecord)


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that gives no record, and why."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.reason}"


@dataclass(slots=True)
class Report:
    """Counts of lines so far."""

    filed: int = 0
    unchanged: int = 0
    bad: int = 0

    @property
    def lines(self) -> int:
        return self.filed + self.unchanged + self.bad

    def add(self, filed: int, unchanged: int, bad: int) -> None:
        self.filed += filed
        self.unchanged += unchanged
        self.bad += bad


@dataclass(frozen=True, slots=True)
class _Entry:
    line: Line
    record: Record

    @property
    def itself(self) -> Reference:
        return Reference(self.record.type, self.record.key)


@dataclass(slots=True)
class _Batch:
    """What became of the lines of one transaction, or of several."""

    filed: int = 0
    unchanged: int = 0
    bad: list[Bad] = field(default_factory=list)
    waiting: list[_Entry] = field(default_factory=list)

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.filed + other.filed,
            self.unchanged + other.unchanged,
            self.bad + other.bad,
            self.waiting + other.waiting,
        )


async def load(lines: Iterable[Line], zone: ZoneInfo, report: Report) -> AsyncIterator[list[Bad]]:
    """Files the records of these lines; gives the bad ones of each transaction, perhaps none.

    Raises Unavailable: what was committed before stays, and the same lines again take up where it
    broke off.
    """
    batches, progress = _batches(lines), _Progress.MOVING
    with ExitStack() as spools:
        while True:
            spool = spools.enter_context(tempfile.TemporaryFile())
            filed = 0
            for some in batches:
                batch = await _file(some, zone, last=progress is _Progress.STUCK)
                _spool(batch.waiting, spool)
                filed += batch.filed
                report.add(batch.filed, batch.unchanged, len(batch.bad))
                yield batch.bad
            if spool.tell() == 0:
                break
            progress = progress.after(filed)
            batches = _by_rings(spool) if progress is _Progress.RINGS else _batches(_spooled(spool))
    if report.filed >= A_TRANSACTION:
        await bulk.refresh_statistics(TABLES)


class _Progress(Enum):
    """Rounds over what waits: as long as they file something; then rings; then it is over."""

    MOVING = 0
    RINGS = 1
    STUCK = 2

    def after(self, filed: int) -> "_Progress":
        return _Progress.MOVING if filed else _Progress(self.value + 1)


def checked(lines: Iterable[Line], report: Report) -> Iterator[list[Bad]]:
    """The bad lines, as far as they can be told without the archive."""
    for some in _batches(lines):
        bad: list[Bad] = []
        entries = list(_parsed(some, bad))
        report.add(len(entries), 0, len(bad))
        yield bad


async def _file(lines: Sequence[Line], zone: ZoneInfo, *, last: bool) -> _Batch:
    """A batch that fails is filed by halves, down to the one line that is at fault."""
    batch = _Batch()
    entries = list(_parsed(lines, batch.bad))
    try:
        async with database.archive_lock():
            await _write(entries, zone, batch, last=last)
        await wakeups.notify()
    except database.UNREACHABLE as error:
        raise Unavailable("The archive cannot be reached any more.") from error
    except Exception as error:
        if (mendable := database.mendable(error)) is not None:
            raise mendable from error
        if len(lines) > 1:
            middle = len(lines) // 2
            first = await _file(lines[:middle], zone, last=last)
            return first + await _file(lines[middle:], zone, last=last)
        log.exception("Line %d could not be written.", lines[0].number)
        return _Batch(bad=[Bad(lines[0].number, "it could not be written; the log says why")])
    return batch


async def _write(entries: list[_Entry], zone: ZoneInfo, batch: _Batch, *, last: bool) -> None:
    once = _once(entries, batch)
    known = await _known(once)
    await _compare({itself: once[itself] for itself in once if itself in known}, known, batch)
    new = {itself: entry for itself, entry in once.items() if itself not in known}
    _hold_back(new, known, batch, last=last)
    await _refuse(new, batch)
    ordered = sorted(new.values(), key=_rank)
    change = Change(datetime.now(UTC))
    rows = Rows(known | await _new_ids(ordered), zone, change.now)
    for entry in ordered:
        rows.add(entry.record)
        _note(entry.record, rows, change)
    for table, columns in rows.tables():
        await bulk.insert(table, columns)
    await change.append()
    batch.filed = len(ordered)


def _once(entries: list[_Entry], batch: _Batch) -> dict[Reference, _Entry]:
    once: dict[Reference, _Entry] = {}
    for entry in entries:
        first = once.setdefault(entry.itself, entry)
        if first.record != entry.record:
            reason = f"{entry.itself} stands in line {first.line.number} and says otherwise"
            batch.bad.append(Bad(entry.line.number, reason))
        elif first is not entry:
            batch.unchanged += 1
    return once


async def _known(once: dict[Reference, _Entry]) -> dict[Reference, int]:
    """The ids of these records and of all that they refer to, as far as they are there."""
    asked: dict[str, set[str]] = {}
    for itself, entry in once.items():
        for reference in (itself, *entry.record.references()):
            asked.setdefault(reference.type, set()).add(reference.key)
    return {
        Reference(kind, key): row_id
        for kind, wanted in asked.items()
        for key, row_id in (await keys.ids(kind, wanted)).items()
    }


async def _compare(
    there: dict[Reference, _Entry], known: dict[Reference, int], batch: _Batch
) -> None:
    """What is there already is left as it is: the same is unchanged, anything else is refused."""
    for kind in {itself.type for itself in there}:
        ids = [known[itself] for itself in there if itself.type == kind]
        for stored in await dump.of(kind, ids):
            entry = there[Reference(kind, stored.key)]
            if differing := shapes.differences(stored, entry.record):
                words = ", ".join(differing)
                reason = f"{entry.itself} is already in the archive, with another {words}"
                batch.bad.append(Bad(entry.line.number, reason))
            else:
                batch.unchanged += 1


async def _refuse(new: dict[Reference, _Entry], batch: _Batch) -> None:
    records = [e.record for e in new.values() if isinstance(e.record, shapes.Article)]
    for slug, reason in (await conflicts.of(records)).items():
        entry = new.pop(Reference("article", slug))
        batch.bad.append(Bad(entry.line.number, reason))


def _hold_back(
    new: dict[Reference, _Entry], known: dict[Reference, int], batch: _Batch, *, last: bool
) -> None:
    """Takes out what refers to a record that is not there, and what refers to that."""
    while lacking := {
        itself: missing
        for itself, entry in new.items()
        for missing in entry.record.references()
        if missing not in known and missing not in new
    }:
        for itself, missing in lacking.items():
            entry = new.pop(itself)
            if last:
                reason = f"it refers to {missing}, which is neither in the archive nor in the file"
                batch.bad.append(Bad(entry.line.number, reason))
            else:
                batch.waiting.append(entry)


async def _new_ids(ordered: list[_Entry]) -> dict[Reference, int]:
    wanted: dict[type[Row], list[Reference]] = {}
    for entry in ordered:
        wanted.setdefault(MODELS[entry.record.type], []).append(entry.itself)
        if isinstance(entry.record, shapes.Person) and entry.record.portrait is not None:
            wanted.setdefault(Photo, []).append(Reference(PORTRAIT, entry.record.key))
    return {
        reference: row_id
        for model, references in wanted.items()
        for reference, row_id in zip(
            references, await bulk.take_ids(model, len(references)), strict=True
        )
    }


def _note(record: Record, rows: Rows, change: Change) -> None:
    """A post or a membership is part of what it belongs to."""
    key = rows.id(record.type, record.key)
    assert key is not None  # it is new, and has its id
    match record:
        case shapes.Article():
            if record.status is PublicationStatus.PUBLISHED:
                change.published(key, is_backfill=True)
        case shapes.Post() | shapes.Membership():
            for named in record.references():
                if named.type in {"organization", "person"}:
                    change.touched(MODELS[named.type], rows.ids[named])
        case _:
            change.touched(MODELS[record.type], key)
    if isinstance(record, shapes.Organization):  # each has a predecessor now
        for heir in record.successors:
            change.touched(Organization, rows.ids[Reference("organization", heir.organization)])


def _rank(entry: _Entry) -> tuple[int, int]:
    """The first of several like posts or memberships has the lowest id."""
    return shapes.ORDER.index(type(entry.record)), getattr(entry.record, "number", 1)


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Of a bounded number and size."""
    some: list[Line] = []
    size = 0
    for line in lines:
        some.append(line)
        size += len(line.raw)
        if len(some) == A_TRANSACTION or size > _BYTES_A_TRANSACTION:
            yield some
            some, size = [], 0
    if some:
        yield some


def _by_rings(spool: BinaryIO) -> Iterator[list[Line]]:
    """Bodies that refer to each other, however far apart, each ring in one batch; then the rest.

    Only bodies refer to their own kind both ways; of them, only keys are kept in memory.
    """
    places: dict[str, int] = {}
    references: dict[str, list[str]] = {}
    for place, line in enumerate(_spooled(spool)):
        for entry in _parsed([line], []):
            if isinstance(entry.record, shapes.Organization):
                places[entry.record.key] = place
                references[entry.record.key] = [named.key for named in entry.record.references()]
    found = [ring for ring in rings.rings(references) if len(ring) <= A_TRANSACTION]
    ringed = {places[key] for ring in found for key in ring}
    kept = {place: line for place, line in enumerate(_spooled(spool)) if place in ringed}
    for ring in found:
        yield [kept.pop(places[key]) for key in ring]
    yield from _batches(line for n, line in enumerate(_spooled(spool)) if n not in ringed)


def _parsed(lines: Sequence[Line], bad: list[Bad]) -> Iterator[_Entry]:
    for line in lines:
        if line.fault is not None:
            bad.append(Bad(line.number, line.fault))
            continue
        try:
            yield _Entry(line, _RECORD.validate_json(line.raw.rstrip()))
        except ValidationError as error:
            bad.append(Bad(line.number, _reason(error)))


def _reason(error: ValidationError) -> str:
    """In words, with the place in the record; the values themselves are not repeated."""
    said = []
    for fault in error.errors(include_url=False, include_input=False)[:_SHOWN]:
        place = ".".join(_printable(part) for part in fault["loc"][1:])
        said.append(f"{place}: {_fault(fault)}" if place else _fault(fault))
    if (more := error.error_count() - _SHOWN) > 0:
        said.append(f"and {more} more")
    return "; ".join(said)


def _printable(part: int | str) -> str:
    """A field's name, which in a bad line may be anything."""
    return ascii(part)[1:-1][:80] if isinstance(part, str) else str(part)


def _fault(fault: ErrorDetails) -> str:
    match fault["type"]:
        case "json_invalid":
            return f"it is no JSON: {fault['ctx']['error']}".replace(" at line 1 ", " at ")
        case "union_tag_invalid" | "union_tag_not_found":
            return f"`type` is one of {', '.join(map(shapes.type_of, shapes.ORDER))}"
        case "extra_forbidden":
            return "there is no such field"
        case "missing":
            return "it is missing"
        case _:
            return fault["msg"].removeprefix("Value error, ")


def _spool(waiting: list[_Entry], spool: BinaryIO) -> None:
    for entry in waiting:
        spool.write(b"%d %b\n" % (entry.line.number, entry.line.raw.rstrip(b"\n")))


def _spooled(spool: BinaryIO) -> Iterator[Line]:
    spool.seek(0)
    for kept in spool:
        number, _, raw = kept.partition(b" ")
        yield Line(int(number), raw)
