"""A change that is asked for again under the same key is made once.

The key is kept in the transaction of the change, by token, for at least 24 hours.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from service import merges, models
from service.errors import Fault, Refused
from service.models import IdempotencyKey, Record, Row
from service.reading.rows import is_seen
from service.viewers import Sight
from service.vocabulary import FaultCode

_KEPT = timedelta(hours=48)
_LONGEST = 200  # characters

Rows = tuple[Row | None, ...]
"""What a change has made or changed."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a change, and how far they see.

    `key`: under which it may be asked for again; `digest`: of what is asked.
    """

    token_id: int
    name: str
    sight: Sight
    key: str | None = None
    digest: str = ""


async def once(author: Author, work: Callable[[], Awaitable[Rows]]) -> Rows:
    """Does the work, or finds what it did before, in the transaction that is open.

    Of several at once the others wait for the first on PostgreSQL, and then conflict with it: begun
    again, they find what it did. Raises Refused for a key of no form, with all else that is
    wrong; for one of another input; and where what it did is gone, or has become another that the
    author does not see.
    """
    assert author.key is not None  # without one there is nothing to repeat
    if (fault := _of_no_form(author.key)) is not None:
        raise await _beside(fault, work)
    known = await IdempotencyKey.filter(token_id=author.token_id, key=author.key).first()
    if known is not None:
        if known.input_hash != author.digest:
            message = "This key was used for another input."
            raise _refused(FaultCode.IDEMPOTENCY_CONFLICT, message)
        return await _found(known.answer, author.sight)
    made = await IdempotencyKey.create(
        token_id=author.token_id,
        key=author.key,
        input_hash=author.digest,
        answer={},
        created_at=datetime.now(UTC),
    )
    rows = await work()
    made.answer = {"rows": [None if row is None else _kept(row) for row in rows]}
    await made.save(update_fields=["answer"])
    return rows


async def forget_old(now: datetime) -> None:
    """What is older than two days."""
    await IdempotencyKey.filter(created_at__lt=now - _KEPT).delete()


def _kept(row: Row) -> list[Any]:
    return [type(row).__name__, row.pk, _version(row)]


async def _found(answer: dict[str, Any], sight: Sight) -> Rows:
    """As they stand now."""
    return tuple([None if each is None else await _row(sight, *each) for each in answer["rows"]])


async def _row(sight: Sight, kind: str, key: int, version: int | None) -> Row:
    """One that is still at the version of the first answer may be answered again, seen or not."""
    model = cast("type[Row]", getattr(models, kind))
    row = (await merges.rows(model, [key])).get(key)
    if row is None or not (_is_still(row, version) or await is_seen(row, sight)):
        message = "What was done under this key is gone, or is no longer for this token to see."
        raise _refused(FaultCode.NOT_FOUND, message)
    return row


def _version(row: Row) -> int | None:
    return row.version if isinstance(row, Record) else None


def _is_still(row: Row, version: int | None) -> bool:
    return version is not None and _version(row) == version


async def _beside(fault: Fault, work: Callable[[], Awaitable[Rows]]) -> Refused:
    """With what the work is refused for; what it does is not kept."""
    try:
        await work()
    except Refused as refused:
        return Refused(*refused.faults, fault)
    return Refused(fault)


def _of_no_form(key: str) -> Fault | None:
    if len(key) > _LONGEST:
        return _fault(FaultCode.TOO_LONG, f"A key has at most {_LONGEST} characters.")
    if not key or not key.isprintable():
        return _fault(FaultCode.INVALID, "A key is of printable characters, at least one.")
    return None


def _refused(code: FaultCode, message: str) -> Refused:
    return Refused(_fault(code, message))


def _fault(code: FaultCode, message: str) -> Fault:
    return Fault(code, message, ("idempotency_key",))
