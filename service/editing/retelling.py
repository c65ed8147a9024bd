"""The articles that a merge makes others, and the public ones of which readers hear."""

from collections.abc import Iterable, Mapping
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from service import below, database
from service.articles import contents, revisions
from service.database import bulk
from service.editing.pointing import Pair
from service.events import links
from service.events.changes import Change
from service.events.links import Links
from service.models import Article, Byline, Mention
from service.vocabulary import Certainty, PublicationStatus

_SURE = (Certainty.CONFIRMED, Certainty.CERTAIN)
Parts = Mapping[str, Any]


class Retelling:
    """Made before the merge, of what each article's fields and links were; `note` comes after it.

    `was`: the parts of each that the merge may turn. `named`: those whose mentions it turns. An
    article of which it turns nothing is only told again where its links have become others.
    """

    def __init__(
        self, was: Mapping[int, Parts], named: Iterable[int], before: Mapping[int, Links]
    ) -> None:
        self._was, self._before = was, before
        self._named = dict.fromkeys(named, ("mentions",))

    @classmethod
    async def of_person(cls, pair: Pair) -> "Retelling":
        duplicate = pair.duplicate
        signed = await _signed({"person_id": duplicate}, {"membership__person_id": duplicate})
        was, named, public = await _turned(signed, {}, Q(person_id=duplicate))
        return cls(was, named, await links.of(public))

    @classmethod
    async def of_organization(cls, pair: Pair) -> "Retelling":
        """Of what bodies below the two publish, no more than `below.articles` gives: beyond that,
        followers of a body and of what is below it go by what they were told before.

        Whoever is about to publish one of them waits, and finds the links that it has then.
        """
        columns = ("organization_id", "member_organization_id", "on_behalf_of_id")
        held: list[Parts] = [{f"membership__{column}": pair.duplicate} for column in columns]
        held.append({f"membership__{column}": pair.survivor for column in columns[:2]})
        meant = Q(agent_organization_id=pair.duplicate) | Q(organization_id=pair.duplicate)
        published = await _ids(Article.filter(organization_id=pair.duplicate), "id")
        publisher = dict.fromkeys(published, pair.duplicate)
        was, named, public = await _turned(await _signed(*held), publisher, meant)
        await database.hold_hierarchy(alone=True)
        under = await below.bodies(pair.survivor) | await below.bodies(pair.duplicate)
        more = await below.articles(under - {pair.duplicate})
        return cls(was, named, await links.of(public.union(more)))

    async def note(self, change: Change) -> None:
        turned = await revisions.write_each(self._was, self._named, change)
        after = await links.of(self._before.keys() - turned.keys())
        for article, before in sorted(self._before.items()):
            changed = turned.get(article, ())
            if not changed and after[article] != before:
                changed = ("organization",)
            if changed:
                change.updated(article, changed, before, is_correction=False)


async def _turned(
    signed: set[int], publisher: Mapping[int, int], meant: Q
) -> tuple[Mapping[int, Parts], set[int], set[int]]:
    """What stands in the articles that may be turned; those that name it; those that are public.

    `signed`: articles whose bylines may be turned.
    """
    named = await _ids(Mention.filter(meant, certainty__in=_SURE), "article_id")
    public = await _public(signed | named | publisher.keys())
    was: dict[int, dict[str, Any]] = {key: {"organization": it} for key, it in publisher.items()}
    for some in bulk.chunks(sorted(signed)):
        for key, byline in (await contents.bylines(some)).items():
            was[key] = {**was.get(key, {}), "byline": byline}
    return was, named, public


async def _signed(*conditions: Parts) -> set[int]:
    """The articles with a signature that meets one of these, each of which has an index."""
    found = [await _ids(Byline.filter(**each), "article_id") for each in conditions]
    return set().union(*found)


async def _ids(
    rows: QuerySet[Byline] | QuerySet[Mention] | QuerySet[Article], column: str
) -> set[int]:
    return {int(str(key)) for key in await rows.values_list(column, flat=True)}


async def _public(articles: Iterable[int]) -> set[int]:
    """Which of them are; and whoever is about to write one waits until the merge is done."""
    public: set[int] = set()
    for some in bulk.chunks(sorted(articles)):
        rows = Article.filter(id__in=some).only("id", "status").order_by("id")
        public |= {
            row.id
            for row in await rows.select_for_update(no_key=True)
            if row.status is PublicationStatus.PUBLISHED
        }
    return public
