"""What a manuscript points to must be there, and the keys that it asks for must be free."""

from collections import defaultdict
from collections.abc import Iterator

from service import naming
from service.articles.contents import Content, Manuscript
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


async def check_targets(sent: Manuscript, proof: Proof) -> None:
    """Notes each id that no row has."""
    asked: dict[type[Row], list[tuple[int, _Place]]] = defaultdict(list)
    for model, key, path in _targets(sent):
        asked[model].append((key, path))
    for model, places in asked.items():
        found = model.filter(id__in={key for key, _ in places}).values_list("id", flat=True)
        known = {int(str(key)) for key in await found}
        for key, path in places:
            if key not in known:
                message = f"There is no such {model.__name__.lower()}."
                proof.note(FaultCode.NOT_FOUND, message, *path)


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
    for n, credit in enumerate((sent.get("byline") or ())[:MOST_ITEMS]):
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
