"""People, as an editor writes them."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Any, TypedDict, Unpack

from service import articles
from service.articles import Picture
from service.editing import desk, slugs
from service.editing.desk import NAMED, Noun, Parsers, Sent
from service.events.changes import Change, commit
from service.idempotency import Author
from service.models import Person, Photo
from service.people import columns
from service.proofreading import Proof
from service.revising import Seen

_BIOGRAPHY = 50_000  # characters
_PICTURE = tuple(part.name for part in fields(Picture))


class Manuscript(TypedDict, total=False):
    name: str | None
    slug: str | None
    honorific_prefix: str | None
    other_names: tuple[str, ...] | None
    biography: str | None
    portrait: Picture | None


async def make(*, by: Author | None = None, **sent: Unpack[Manuscript]) -> Person:
    """Raises Refused."""
    return await commit(partial(desk.make, _PERSON, sent), by)


async def revise(*, seen: Seen, by: Author | None = None, **sent: Unpack[Manuscript]) -> Person:
    """Raises Refused."""
    return await commit(partial(desk.revise, _PERSON, seen, sent), by)


@dataclass(frozen=True, slots=True)
class _Content:
    name: str = ""
    slug: str = ""
    honorific_prefix: str | None = None
    other_names: tuple[str, ...] = ()
    biography: str | None = None
    portrait: Picture | None = None


async def _standing(person: Person) -> _Content:
    shown = await Photo.filter(id=person.portrait_id).values(*_PICTURE)
    return _Content(
        name=person.name,
        slug=person.slug,
        honorific_prefix=person.honorific_prefix,
        other_names=tuple(person.other_names),
        biography=person.biography,
        portrait=Picture(**shown[0]) if shown else None,
    )


async def _read(sent: Sent, standing: _Content, own: int, proof: Proof) -> _Content:
    content = desk.parts(sent, standing, _PARSERS, proof)
    slug = await slugs.settled(Person, content.slug, standing.slug, content.name, own, proof)
    return replace(content, slug=slug)


def _columns(content: _Content) -> dict[str, Any]:
    return {
        **columns(content.name, content.other_names),
        "slug": content.slug,
        "honorific_prefix": content.honorific_prefix,
        "biography": content.biography,
    }


async def _hang(
    person: Person, content: _Content, changed: Collection[str], _change: Change
) -> None:
    if "portrait" not in changed:
        return
    former = person.portrait_id
    shown = None if content.portrait is None else await Photo.create(**asdict(content.portrait))
    person.portrait_id = None if shown is None else shown.id
    await person.save(update_fields=["portrait_id"])
    await Photo.filter(id=former).delete()


_PARSERS: Parsers = {
    **NAMED,
    "honorific_prefix": lambda sent, proof: proof.words(sent, "honorific_prefix"),
    "other_names": desk.other_names,
    "biography": lambda sent, proof: proof.words(sent, "biography", longest=_BIOGRAPHY),
    "portrait": lambda sent, proof: sent and articles.picture(sent, proof, "portrait"),
}

_PERSON = Noun(Person, _Content(), ("name",), _standing, _read, _columns, _hang)
