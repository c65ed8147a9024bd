"""What a manuscript points to must be there, and the keys that it asks for must be free."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from service import merges, naming
from service.articles.contents import Content, Credit, Manuscript
from service.models import (
    Article,
    Meeting,
    Membership,
    Organization,
    Person,
    Row,
    Topic,
)
from service.proofreading import MOST_ITEMS, Proof
from service.vocabulary import FaultCode

_Place = tuple[str, ...]
_Known = dict[tuple[type[Row], int], Row]
_Ids = dict[tuple[type[Row], int], int]


async def found(sent: Manuscript, proof: Proof) -> Manuscript:
    """The same with the ids of the rows that its ids find: a duplicate's finds another.

    Notes each id that finds none, and a membership of somebody else than who signs.
    """
    asked: dict[type[Row], list[tuple[int, _Place]]] = defaultdict(list)
    for model, key, path in _targets(sent):
        asked[model].append((key, path))
    known: _Known = {}
    for model, places in asked.items():
        rows = await merges.rows(model, {key for key, _ in places})
        known |= {(model, key): row for key, row in rows.items()}
        for key, path in places:
            if key not in rows:
                message = f"There is no such {model.__name__.lower()}."
                proof.note(FaultCode.NOT_FOUND, message, *path)
    _check_signed(sent, known, proof)
    return _turned(sent, {place: row.pk for place, row in known.items()})


async def check_keys(
    wanted: Content, standing: Content, article: Article | None, proof: Proof
) -> None:
    """Notes a slug or an address that another article has; also a slug that another once had."""
    own = 0 if article is None else article.id
    if wanted.slug != standing.slug and await naming.is_taken(
        Article, wanted.slug, by_others_than=own
    ):
        message = f"Another article already uses the slug '{wanted.slug}'."
        proof.note(FaultCode.NOT_UNIQUE, message, "slug")
    others = Article.filter(url=wanted.url).exclude(id=own)
    if wanted.url not in {None, standing.url} and await others.exists():
        message = "Another article already stands at this address."
        proof.note(FaultCode.NOT_UNIQUE, message, "url")


def _targets(sent: Manuscript) -> Iterator[tuple[type[Row], int, _Place]]:
    for n, credit in _signed(sent):
        if credit.person_id is not None:
            yield Person, credit.person_id, ("byline", str(n), "person_id")
        if credit.membership_id is not None:
            yield Membership, credit.membership_id, ("byline", str(n), "membership_id")
    organization = sent.get("organization_id")
    if organization is not None:
        yield Organization, organization, ("organization_id",)
    for n, topic in enumerate((sent.get("topic_ids") or ())[:MOST_ITEMS]):
        yield Topic, topic, ("topic_ids", str(n))
    for n, meeting in enumerate((sent.get("meeting_ids") or ())[:MOST_ITEMS]):
        yield Meeting, meeting, ("meeting_ids", str(n))


def _signed(sent: Manuscript) -> Iterator[tuple[int, Credit]]:
    return enumerate((sent.get("byline") or ())[:MOST_ITEMS])


def _check_signed(sent: Manuscript, known: _Known, proof: Proof) -> None:
    for n, credit in _signed(sent):
        person = known.get((Person, credit.person_id or 0))
        held = known.get((Membership, credit.membership_id or 0))
        if isinstance(person, Person) and isinstance(held, Membership):
            proof.own_membership(held, person, "byline", str(n), "membership_id")


def _turned(sent: Manuscript, known: _Ids) -> Manuscript:
    turned = sent.copy()
    if signed := sent.get("byline"):
        turned["byline"] = tuple(
            replace(
                credit,
                person_id=known.get((Person, credit.person_id or 0)),
                membership_id=known.get((Membership, credit.membership_id or 0)),
            )
            for credit in signed
        )
    if organization := sent.get("organization_id"):
        turned["organization_id"] = known.get((Organization, organization))
    if topics := sent.get("topic_ids"):
        turned["topic_ids"] = tuple(known.get((Topic, topic), topic) for topic in topics)
    if meetings := sent.get("meeting_ids"):
        turned["meeting_ids"] = tuple(
            known.get((Meeting, meeting), meeting) for meeting in meetings
        )
    return turned
