"""What a named record is found and listed by: its name, the keys of that, and a slug of its own."""

from typing import TypedDict

from service import merges, searching, text
from service.models import Article, ArticleFormerSlug, Named
from service.reading.select import IRRELEVANCE, Order

BY_NAME = Order("NAME_ASC", ("name_sort",))
ORDERS = {
    order.name: order
    for order in (
        BY_NAME,
        Order("NAME_DESC", ("name_sort",), descending=True),
        Order("UPDATED_AT_DESC", ("updated_at",), descending=True),
        Order("RELEVANCE", (IRRELEVANCE, "name_sort")),
    )
}
MAX_KEY = 600  # characters: an index entry is bounded, and beyond it the id decides the order


class Keys(TypedDict):
    name: str
    name_tone: str
    name_sort: str


class SearchedKeys(Keys, searching.Keys):
    name_search: str


def keys(name: str) -> Keys:
    """The name in its one spelling, and the columns that go with it."""
    name = text.nfc(name).strip()
    return Keys(
        name=name,
        name_tone=tone(name),
        name_sort=order(name),
    )


def searched(name: str, *texts: str | None) -> SearchedKeys:
    """The same, of what is also found by the words of its name and of these texts."""
    return SearchedKeys(
        **keys(name),
        **searching.keys((name, *texts)),
        name_search=search(name),
    )


def search(name: str) -> str:
    """By which a search tells how much of it stands in the name."""
    return searching.canonical(name)[:MAX_KEY]


def tone(name: str) -> str:
    return text.tone_key(name)[:MAX_KEY]


def order(name: str) -> str:
    return text.sort_key(name)[:MAX_KEY]


async def free_slug(model: type[Named] | type[Article], name: str) -> str:
    """The name's slug, or with a number behind it that is free: `budget`, `budget-2`.

    As long as no number was given up, the first that is free; found in few steps however many
    records bear the name, since their count says where to look first.
    """
    base = text.slug(name) or model.__name__.lower()
    if not await is_taken(model, base):
        return base
    taken, free = 1, max(2, await _namesakes(model, name) + 1)
    while await is_taken(model, f"{base}-{free}"):
        taken, free = free, free * 2
    middle = free - 1
    while free - taken > 1:
        if await is_taken(model, f"{base}-{middle}"):
            taken = middle
        else:
            free = middle
        middle = (taken + free) // 2
    return f"{base}-{free}"


async def is_taken(
    model: type[Named] | type[Article], slug: str, *, by_others_than: int = 0
) -> bool:
    """Whether it finds a record of another id: also a slug that it, or a duplicate of it, once had.

    In this order: a slug that is given up meanwhile is then found among the former ones.
    """
    if await model.filter(slug=slug).exclude(id=by_others_than).exists():
        return True
    if model is Article:
        former = ArticleFormerSlug.filter(slug=slug).exclude(article_id=by_others_than)
        return await former.exists()
    return await merges.left_slug(model, slug, to_others_than=by_others_than)


async def _namesakes(model: type[Named] | type[Article], name: str) -> int:
    column = "title_tone" if model is Article else "name_tone"
    return await model.filter(**{column: tone(name)}).count()
