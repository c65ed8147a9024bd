"""Memberships, as an editor writes them: readers hear of the body, and of who holds them."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypedDict, Unpack

from service import dates, naming
from service.dates import PartialDate
from service.editing import desk, references
from service.editing.desk import Noun, Parsers, Sent, as_sent
from service.editing.references import Agent
from service.events.changes import commit
from service.idempotency import Author
from service.models import Membership, Organization, Post
from service.proofreading import Proof
from service.revising import Seen
from service.vocabulary import FaultCode

_NONE = 0  # the id of no row


class Manuscript(TypedDict, total=False):
    post_id: int | None
    on_behalf_of_id: int | None
    label: str | None
    starts_on: PartialDate | None
    ends_on: PartialDate | None


async def make(
    *,
    member_id: Agent,
    organization_id: int,
    by: Author | None = None,
    **sent: Unpack[Manuscript],
) -> Membership:
    """Without a label it has its post's. Raises Refused."""
    whole = {**sent, "member_id": member_id, "organization_id": organization_id}
    return await commit(partial(desk.make, _MEMBERSHIP, whole), by)


async def revise(*, seen: Seen, by: Author | None = None, **sent: Unpack[Manuscript]) -> Membership:
    """A label that is cleared becomes its post's. Raises Refused."""
    return await commit(partial(desk.revise, _MEMBERSHIP, seen, sent), by)


@dataclass(frozen=True, slots=True)
class _Content:
    member_id: Agent = ("", _NONE)
    organization_id: int = _NONE
    post_id: int | None = None
    on_behalf_of_id: int | None = None
    label: str | None = None
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None


async def _standing(held: Membership) -> _Content:
    return _Content(
        member_id=references.member(held),
        organization_id=held.organization_id,
        post_id=held.post_id,
        on_behalf_of_id=held.on_behalf_of_id,
        label=held.label,
        starts_on=dates.parsed(held.starts_on),
        ends_on=dates.parsed(held.ends_on),
    )


async def _read(sent: Sent, standing: _Content, _own: int, proof: Proof) -> _Content:
    content = desk.parts(sent, standing, _PARSERS, proof)
    if {"starts_on", "ends_on"} & sent.keys():
        proof.in_order(content.starts_on, content.ends_on, "ends_on")
    content = replace(content, **await _settled(sent, content, proof))
    return await _labelled(content, proof) if _LABELLING & sent.keys() else content


async def _settled(sent: Sent, content: _Content, proof: Proof) -> dict[str, Any]:
    """Of the ids that are sent, those that they find."""
    settled: dict[str, Any] = {}
    if "member_id" in sent:
        place = ("member_id",)
        member = (await references.agents({place: content.member_id}, proof)).get(place)
        settled["member_id"] = member and references.identity(member)
    if "organization_id" in sent:
        body = await references.one(Organization, sent["organization_id"], proof, "organization_id")
        settled["organization_id"] = body.id if body else _NONE
    if "on_behalf_of_id" in sent:
        body = await references.one(Organization, sent["on_behalf_of_id"], proof, "on_behalf_of_id")
        settled["on_behalf_of_id"] = body and body.id
    return settled


async def _labelled(content: _Content, proof: Proof) -> _Content:
    """By its post, where it has no label of its own."""
    if content.post_id is None:
        if content.label is None:
            message = "Without a post, this may not be missing."
            proof.note(FaultCode.REQUIRED, message, "label")
        return content
    post = await references.one(Post, content.post_id, proof, "post_id")
    if post is None:
        return content
    if content.organization_id not in {_NONE, post.organization_id}:
        proof.note(FaultCode.INVALID, "This is a post of another body.", "post_id")
    return replace(content, post_id=post.id, label=content.label or post.label)


def _columns(content: _Content) -> dict[str, Any]:
    return {
        **dates.period(content.starts_on, content.ends_on),
        **references.agent_columns(content.member_id, "member_organization_id"),
        "organization_id": content.organization_id,
        "post_id": content.post_id,
        "on_behalf_of_id": content.on_behalf_of_id,
        "is_derived": False,
        "label": content.label,
        "label_tone": None if content.label is None else naming.tone(content.label),
    }


_LABELLING = frozenset({"organization_id", "post_id", "label"})
_PARSERS: Parsers = {
    "member_id": as_sent,
    "organization_id": as_sent,
    "post_id": as_sent,
    "on_behalf_of_id": as_sent,
    "label": lambda sent, proof: proof.words(sent, "label"),
    "starts_on": as_sent,
    "ends_on": as_sent,
}

_MEMBERSHIP = Noun(
    Membership,
    _Content(),
    (),
    _standing,
    _read,
    _columns,
    tell=lambda held, change: change.touched_membership(held),
)
