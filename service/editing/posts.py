"""Posts, as an editor writes them: readers hear of their bodies."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypedDict, Unpack

from service import dates, naming
from service.dates import PartialDate
from service.editing import desk, references
from service.editing.desk import Noun, Parsers, Sent, as_sent
from service.events.changes import Change, commit
from service.idempotency import Author
from service.models import Organization, Post
from service.proofreading import Proof
from service.revising import Seen


class Manuscript(TypedDict, total=False):
    label: str | None
    starts_on: PartialDate | None
    ends_on: PartialDate | None


async def make(
    *, organization_id: int, by: Author | None = None, **sent: Unpack[Manuscript]
) -> Post:
    """Raises Refused."""
    whole = {**sent, "organization_id": organization_id}
    return await commit(partial(desk.make, _POST, whole), by)


async def revise(*, seen: Seen, by: Author | None = None, **sent: Unpack[Manuscript]) -> Post:
    """Raises Refused."""
    return await commit(partial(desk.revise, _POST, seen, sent), by)


@dataclass(frozen=True, slots=True)
class _Content:
    organization_id: int = 0
    label: str = ""
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None


async def _standing(post: Post) -> _Content:
    return _Content(
        organization_id=post.organization_id,
        label=post.label,
        starts_on=dates.parsed(post.starts_on),
        ends_on=dates.parsed(post.ends_on),
    )


async def _read(sent: Sent, standing: _Content, _own: int, proof: Proof) -> _Content:
    content = desk.parts(sent, standing, _PARSERS, proof)
    if {"starts_on", "ends_on"} & sent.keys():
        proof.in_order(content.starts_on, content.ends_on, "ends_on")
    if "organization_id" not in sent:
        return content
    body = await references.one(Organization, content.organization_id, proof, "organization_id")
    return content if body is None else replace(content, organization_id=body.id)


def _columns(content: _Content) -> dict[str, Any]:
    return {
        **dates.period(content.starts_on, content.ends_on),
        "organization_id": content.organization_id,
        "label": content.label,
        "label_tone": naming.tone(content.label),
    }


def _tell(post: Post, change: Change) -> None:
    change.touched(Organization, post.organization_id)


_PARSERS: Parsers = {
    "organization_id": as_sent,
    "label": lambda sent, proof: proof.required(sent, "label"),
    "starts_on": as_sent,
    "ends_on": as_sent,
}

_POST = Noun(Post, _Content(), ("label",), _standing, _read, _columns, tell=_tell)
