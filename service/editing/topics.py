"""Topics, as an editor writes them."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypedDict, Unpack

from service import naming
from service.editing import desk, slugs
from service.editing.desk import NAMED, Noun, Sent
from service.events.changes import commit
from service.idempotency import Author
from service.models import Topic
from service.proofreading import Proof
from service.revising import Seen


class Manuscript(TypedDict, total=False):
    name: str | None
    slug: str | None


async def make(*, by: Author | None = None, **sent: Unpack[Manuscript]) -> Topic:
    """Raises Refused."""
    return await commit(partial(desk.make, _TOPIC, sent), by)


async def revise(*, seen: Seen, by: Author | None = None, **sent: Unpack[Manuscript]) -> Topic:
    """Raises Refused."""
    return await commit(partial(desk.revise, _TOPIC, seen, sent), by)


@dataclass(frozen=True, slots=True)
class _Content:
    name: str = ""
    slug: str = ""


async def _standing(topic: Topic) -> _Content:
    return _Content(topic.name, topic.slug)


async def _read(sent: Sent, standing: _Content, own: int, proof: Proof) -> _Content:
    content = desk.parts(sent, standing, NAMED, proof)
    slug = await slugs.settled(Topic, content.slug, standing.slug, content.name, own, proof)
    return replace(content, slug=slug)


def _columns(content: _Content) -> dict[str, Any]:
    return {**naming.keys(content.name), "slug": content.slug}


_TOPIC = Noun(Topic, _Content(), ("name",), _standing, _read, _columns)
