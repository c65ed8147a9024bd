"""The public articles that readers are told again, since whom they point to was merged."""

from collections.abc import Iterable, Mapping

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from service import below, database
from service.database import bulk
from service.editing.pointing import Pair
from service.events import links
from service.events.changes import Change
from service.events.links import Links
from service.models import Article, Byline, Mention
from service.vocabulary import Certainty, PublicationStatus

_SURE = (Certainty.CONFIRMED, Certainty.CERTAIN)


class Retelling:
    """Made before the merge, of what each article's fields and links were; `note` comes after it.

    `changed`: fields by their names in the contract. An article without any is only told again
    where its links have become others.
    """

    def __init__(self, changed: Mapping[int, tuple[str, ...]], before: Mapping[int, Links]) -> None:
        self._changed, self._before = changed, before

    @classmethod
    async def of_person(cls, pair: Pair) -> "Retelling":
        signed = Byline.filter(person_id=pair.duplicate)
        named = Mention.filter(person_id=pair.duplicate, certainty__in=_SURE)
        changed = await _changed({"byline": signed, "mentions": named})
        return cls(changed, await links.of(await _public(changed)))

    @classmethod
    async def of_organization(cls, pair: Pair) -> "Retelling":
        """Of what bodies below the two publish, no more than `below.articles` gives: beyond that,
        followers of a body and of what is below it go by what they were told before.

        Whoever is about to publish one of them waits, and finds the links that it has then.
        """
        meant = Q(agent_organization_id=pair.duplicate) | Q(organization_id=pair.duplicate)
        named = Mention.filter(meant, certainty__in=_SURE)
        published = Article.filter(organization_id=pair.duplicate)
        changed = await _changed({"mentions": named, "organization": published})
        public = await _public(changed)
        await database.hold_hierarchy(alone=True)
        under = await below.bodies(pair.survivor) | await below.bodies(pair.duplicate)
        more = await below.articles(under - {pair.duplicate})
        return cls(changed, await links.of(public.union(more)))

    async def note(self, change: Change) -> None:
        after = await links.of(self._before.keys() - self._changed.keys())
        for article, before in sorted(self._before.items()):
            changed = self._changed.get(article, ())
            if not changed and after[article] != before:
                changed = ("organization",)
            if changed:
                change.updated(article, changed, before, is_correction=False)


async def _changed(
    pointing: Mapping[str, QuerySet[Byline] | QuerySet[Mention] | QuerySet[Article]],
) -> dict[int, tuple[str, ...]]:
    changed: dict[int, tuple[str, ...]] = {}
    for name, rows in pointing.items():
        ids = rows.values_list("id" if rows.model is Article else "article_id", flat=True)
        for article in {int(str(key)) for key in await ids}:
            changed[article] = (*changed.get(article, ()), name)
    return changed


async def _public(articles: Iterable[int]) -> set[int]:
    """Which of them are; and whoever is about to publish one waits until the merge is done."""
    public: set[int] = set()
    for some in bulk.chunks(articles):
        rows = Article.filter(id__in=some).only("id", "status").order_by("id")
        public |= {
            row.id
            for row in await rows.select_for_update(no_key=True)
            if row.status is PublicationStatus.PUBLISHED
        }
    return public
