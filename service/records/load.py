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
from itertools import islice
from typing import BinaryIO
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from service import database
from service.database import bulk
from service.errors import TinbaiError, Unavailable
from service.models import Photo, Row
from service.records import conflicts, dump, keys, shapes
from service.records.lines import Line
from service.records.rows import MODELS, PORTRAIT, Rows
from service.records.shapes import Record, Reference

log = logging.getLogger("tinbai.records")
A_TRANSACTION = 1_000
_SHOWN = 5  # faults of one line
_RECORD: TypeAdapter[Record] = TypeAdapter(shapes.AnyRecord)


class LoadFailed(TinbaiError):
    """Some lines could not be written; those before them are in the archive."""

    code = "LOAD_FAILED"


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
    """What became of the lines of one transaction."""

    filed: int = 0
    unchanged: int = 0
    bad: list[Bad] = field(default_factory=list)
    waiting: list[_Entry] = field(default_factory=list)


async def load(lines: Iterable[Line], zone: ZoneInfo, report: Report) -> AsyncIterator[list[Bad]]:
    """Files the records of these lines; gives the bad ones of each transaction, perhaps none.

    Raises Unavailable and LoadFailed: what was committed before stays, and the same lines again
    take up where it broke off.
    """
    stuck = False
    with ExitStack() as spools:
        while True:
            spool = spools.enter_context(tempfile.TemporaryFile())
            filed = 0
            for some in _batches(lines):
                batch = await _file(some, zone, last=stuck)
                _spool(batch.waiting, spool)
                filed += batch.filed
                report.add(batch.filed, batch.unchanged, len(batch.bad))
                yield batch.bad
            if spool.tell() == 0:
                return
            stuck = filed == 0
            lines = _spooled(spool)


def checked(lines: Iterable[Line], report: Report) -> Iterator[list[Bad]]:
    """The bad lines, as far as they can be told without the archive."""
    for some in _batches(lines):
        bad: list[Bad] = []
        entries = list(_parsed(some, bad))
        report.add(len(entries), 0, len(bad))
        yield bad


async def _file(lines: Sequence[Line], zone: ZoneInfo, *, last: bool) -> _Batch:
    batch = _Batch()
    entries = list(_parsed(lines, batch.bad))
    try:
        async with database.archive_lock():
            await _write(entries, zone, batch, last=last)
    except database.UNREACHABLE as error:
        raise Unavailable("The archive cannot be reached any more.") from error
    except Exception as error:
        span = f"Lines {lines[0].number} to {lines[-1].number}"
        log.exception("%s could not be written.", span)
        raise LoadFailed(f"{span} could not be written, and none was; the log says why.") from error
    return batch


async def _write(entries: list[_Entry], zone: ZoneInfo, batch: _Batch, *, last: bool) -> None:
    once = _once(entries, batch)
    known = await _known(once)
    await _compare({itself: once[itself] for itself in once if itself in known}, known, batch)
    new = {itself: entry for itself, entry in once.items() if itself not in known}
    await _refuse(new, batch)
    _hold_back(new, known, batch, last=last)
    ordered = sorted(new.values(), key=_rank)
    rows = Rows(known | await _new_ids(ordered), zone, datetime.now(UTC))
    for entry in ordered:
        rows.add(entry.record)
    for table, columns in rows.tables():
        await bulk.insert(table, columns)
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


def _rank(entry: _Entry) -> tuple[int, int]:
    """The first of several like posts or memberships has the lowest id."""
    return shapes.ORDER.index(type(entry.record)), getattr(entry.record, "number", 1)


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    rest = iter(lines)
    while some := list(islice(rest, A_TRANSACTION)):
        yield some


def _parsed(lines: Sequence[Line], bad: list[Bad]) -> Iterator[_Entry]:
    for line in lines:
        try:
            yield _Entry(line, _RECORD.validate_json(line.raw))
        except ValidationError as error:
            bad.append(Bad(line.number, _reason(error)))


def _reason(error: ValidationError) -> str:
    """In words, with the place in the record; the values themselves are not repeated."""
    said = []
    for fault in error.errors(include_url=False, include_input=False)[:_SHOWN]:
        place = ".".join(str(part) for part in fault["loc"][1:])
        said.append(f"{place}: {_fault(fault)}" if place else _fault(fault))
    return "; ".join(said)


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
