"""The change of a record that its caller has seen: locked, and still the one that was seen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tortoise.expressions import F

from service import merges
from service.database import bulk
from service.errors import Fault, Refused
from service.events.changes import Change
from service.models import Record
from service.vocabulary import FaultCode

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Seen:
    """A record by its id, and the version of it that the caller goes by."""

    id: int
    version: int


async def locked(model: type[R], seen: Seen) -> R:
    """The row, which nobody else changes until the transaction ends.

    The id of a duplicate finds the row that it was merged into, also while this waits for its lock.
    Raises Refused where there is none, or it has changed since it was seen. SQLite has one writer,
    and no row locks.
    """
    row = await _locked(model, seen.id)
    noun = model.__name__.lower()
    if row is None:
        raise Refused(Fault(FaultCode.NOT_FOUND, f"There is no such {noun}.", ("id",)))
    if row.version != seen.version:
        message = f"The {noun} has changed: its version is {row.version}, not {seen.version}."
        raise Refused(Fault(FaultCode.STALE_VERSION, message, ("expected_version",)))
    return row


async def _locked(model: type[R], key: int) -> R | None:
    row = await model.filter(id=key).select_for_update(no_key=True).first()
    if row is None and (merged := await merges.survivors(model, [key])):
        return await _locked(model, merged[key])
    return row


async def keep(row: Record, columns: Mapping[str, Any], change: Change) -> None:
    """Writes these columns as the row's next version."""
    revised = {**columns, "version": row.version + 1, "updated_at": change.now}
    row.update_from_dict(revised)
    await row.save(update_fields=list(revised))


async def renew(model: type[Record], ids: Collection[int], change: Change) -> None:
    """What was written of these rows, or hangs on them, is their next version."""
    for some in bulk.chunks(sorted(ids)):
        rows = model.filter(id__in=some)
        await rows.update(version=F("version") + 1, updated_at=change.now)
