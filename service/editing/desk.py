"""What becomes of every record at the editor's desk, whatever its noun: it is made, or revised."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from service.events.changes import Change
from service.models import Record
from service.proofreading import Proof
from service.revising import Seen, keep, locked

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound="DataclassInstance")

NAME = 500  # characters
Sent = Mapping[str, Any]
"""What an editor sends, by part: what is absent is left as it is, None clears."""
Parsers = Mapping[str, Callable[[Any, Proof], Any]]


def as_sent(sent: Any, _proof: Proof) -> Any:
    """A parser of what has one form only."""
    return sent


NAMED: Parsers = {
    "name": lambda sent, proof: proof.required(sent, "name", longest=NAME),
    "slug": lambda sent, proof: proof.slug(sent, "slug"),
}


async def _nothing_hangs(*_: object) -> None:
    pass


def _tell(row: Record, change: Change) -> None:
    change.touched(type(row), row.id)


@dataclass(frozen=True, slots=True)
class Noun(Generic[R, C]):
    """How one kind of record is edited. `C`: all of it that an editor writes, part by part.

    `standing` is how it stands; `read` what would stand then, of a row of this id (0 for a new
    one), and notes what is wrong with it; `columns` are those of its own row, `hang` writes what
    hangs on it of the changed parts; `tell` notes of whom readers hear.
    """

    model: type[R]
    blank: C
    required: tuple[str, ...]
    standing: Callable[[R], Awaitable[C]]
    read: Callable[[Sent, C, int, Proof], Awaitable[C]]
    columns: Callable[[C], Mapping[str, Any]]
    hang: Callable[[R, C, Collection[str], Change], Awaitable[None]] = _nothing_hangs
    tell: Callable[[R, Change], None] = _tell


async def make(noun: Noun[R, C], sent: Sent, change: Change) -> R:
    """A new one. What is None counts as absent. Raises Refused with all that is wrong."""
    given = {name: value for name, value in sent.items() if value is not None}
    proof = Proof()
    content = await noun.read({**dict.fromkeys(noun.required), **given}, noun.blank, 0, proof)
    proof.settle()
    columns = {**noun.columns(content), "created_at": change.now, "updated_at": change.now}
    row = await noun.model.create(**columns)
    await noun.hang(row, content, _parts_of(content), change)
    noun.tell(row, change)
    return row


async def revise(noun: Noun[R, C], seen: Seen, sent: Sent, change: Change) -> R:
    """As it stands then; where nothing differs it is no change at all.

    Raises Refused with all that is wrong.
    """
    row = await locked(noun.model, seen)
    standing = await noun.standing(row)
    proof = Proof()
    content = await noun.read(sent, standing, row.id, proof)
    proof.settle()
    changed = [name for name in _parts_of(content) if _differs(standing, content, name)]
    if changed:
        await keep(row, noun.columns(content), change)
        await noun.hang(row, content, changed, change)
        noun.tell(row, change)
    return row


def parts(sent: Sent, standing: C, parsers: Parsers, proof: Proof) -> C:
    """What stands, with each part that is sent, as its parser reads it."""
    read = {name: parse(sent[name], proof) for name, parse in parsers.items() if name in sent}
    return replace(standing, **read)


def other_names(sent: Any, proof: Proof) -> tuple[str, ...]:
    """A parser: each of them once."""
    names = enumerate(proof.items(sent, "other_names"))
    read = (proof.required(each, "other_names", str(n), longest=NAME) for n, each in names)
    return tuple(dict.fromkeys(read))


def _parts_of(content: C) -> tuple[str, ...]:
    return tuple(part.name for part in fields(content))


def _differs(before: C, after: C, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))
