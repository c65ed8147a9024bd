"""The keys by which one record is found: also those that it, or one merged into it, once had."""

from service.models import (
    Article,
    ArticleFormerSlug,
    Meeting,
    Membership,
    Merge,
    Organization,
    Person,
    Post,
    Row,
    Topic,
)
from service.reading.select import (
    BY_OWN_ID,
    All,
    Condition,
    FirstKnown,
    Found,
    In,
    Link,
    Survivor,
    equal,
)
from service.reading.visibility import visible
from service.viewers import Sight

MERGED = frozenset({Person, Organization, Meeting, Topic, Post, Membership})


def kind_of(model: type[Row]) -> str | None:
    """By which merges name it; None for what is never merged."""
    return model.__name__ if model in MERGED else None


def by_own_id(model: type[Row]) -> Link | Survivor:
    """How rows hang on ids that find them."""
    kind = kind_of(model)
    return BY_OWN_ID if kind is None else Survivor(kind)


def by_id(model: type[Row], key: int) -> Condition:
    kind = kind_of(model)
    return equal("id", key) if kind is None else In("id", (key,), kind)


def by_slug(model: type[Row], slug: str, sight: Sight) -> Condition:
    return equal("id", key_of_slug(model, slug, sight))


def key_of_slug(model: type[Row], slug: str, sight: Sight) -> FirstKnown:
    """The id of the row that has this slug, else of the one that had it."""
    own = Found(model, "id", All((equal("slug", slug), visible(model, sight))))
    return FirstKnown((own, _former(model, slug)))


def key_of_id(model: type[Row], key: int) -> FirstKnown | int:
    """The id of the row that this id finds."""
    kind = kind_of(model)
    if kind is None:
        return key
    merged = All((equal("record_kind", kind), equal("duplicate_id", key)))
    return FirstKnown((Found(Merge, "survivor_id", merged), key))


def _former(model: type[Row], slug: str) -> Found:
    if model is Article:
        return Found(ArticleFormerSlug, "article_id", equal("slug", slug))
    kind = equal("record_kind", model.__name__)
    return Found(Merge, "survivor_id", All((kind, equal("duplicate_slug", slug))))
