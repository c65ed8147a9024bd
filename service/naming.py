"""What a named record is found and listed by: the keys of its name, and a slug of its own."""

from itertools import count
from typing import TypedDict

from service import text
from service.models import Article, Named
from service.reading.select import Order

BY_NAME = Order("NAME_ASC", ("name_sort",))
ORDERS = {
    order.name: order
    for order in (
        BY_NAME,
        Order("NAME_DESC", ("name_sort",), descending=True),
        Order("UPDATED_AT_DESC", ("updated_at",), descending=True),
    )
}
MAX_KEY = 600  # characters: an index entry is bounded, and beyond it the id decides the order


class Keys(TypedDict):
    name: str
    name_tone: str
    name_plain: str
    name_sort: str


def keys(name: str) -> Keys:
    """The name in its one spelling, and the columns that go with it."""
    name = text.nfc(name).strip()
    return Keys(
        name=name,
        name_tone=tone(name),
        name_plain=text.plain_key(name)[:MAX_KEY],
        name_sort=order(name),
    )


def tone(name: str) -> str:
    return text.tone_key(name)[:MAX_KEY]


def order(name: str) -> str:
    return text.sort_key(name)[:MAX_KEY]


async def free_slug(model: type[Named] | type[Article], name: str) -> str:
    """The name's slug, or with the first number behind it that is free: `budget`, `budget-2`."""
    base = text.slug(name) or model.__name__.lower()
    near = model.filter(slug__startswith=base).values_list("slug", flat=True)
    taken = {str(slug) for slug in await near}
    if base not in taken:
        return base
    return next(slug for n in count(2) if (slug := f"{base}-{n}") not in taken)
