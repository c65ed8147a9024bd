"""The one converter: what a client's arguments mean, whichever way the query is executed.

Takes the values as graphql-core coerces them (inputs are dictionaries by their GraphQL names).
Raises BadUserInput with the path of the argument, outermost first.
"""

from collections.abc import Callable, Mapping
from typing import Any

from schema import ids
from service import articles, meetings, models, naming
from service.dates import DayRange
from service.errors import BadUserInput, Forbidden
from service.models import Row
from service.reading import paging, ranges
from service.reading.declarations import Arguments, Asker, Located
from service.reading.paging import PageRequest
from service.reading.select import (
    BY_OWN_ID,
    All,
    Comparison,
    Condition,
    In,
    Link,
    Not,
    Order,
    Select,
    StartsWith,
    equal,
)
from service.reading.visibility import PUBLISHED
from service.viewers import Sight
from service.vocabulary import PublicationStatus

Path = tuple[str, ...]
Converter = Callable[[Any, Path, Asker], Condition]
Ask = Callable[[Arguments, Asker], tuple[Select, PageRequest]]


def _each(where: Mapping[str, Any], keys: Mapping[str, Converter], path: Path, asker: Asker) -> All:
    """All of the given keys hold."""
    given = _not_null(where, path).items()
    return All(tuple(keys[name](value, (*path, name), asker) for name, value in given))


def _all_of(keys: Mapping[str, Converter]) -> Converter:
    return lambda where, path, asker: _each(where, keys, path, asker)


def _not_null(where: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    """A key that is null says nothing that could hold: an error."""
    for name, value in where.items():
        if value is None:
            raise BadUserInput(f"`{name}` is null: leave it out instead.", (*path, name))
    return where


def _id(type_name: str) -> Converter:
    """An id of another type is a well-formed one that no row of this type has."""

    def keys(texts: list[str], path: Path) -> In:
        decoded = [ids.decode(text, (*path, str(n))) for n, text in enumerate(texts)]
        return In("id", tuple(key for name, key in decoded if name == type_name))

    def one(text: str, path: Path, _asker: Asker) -> Condition:
        name, key = ids.decode(text, path)
        return In("id", (key,) if name == type_name else ())

    def convert(where: Any, path: Path, asker: Asker) -> Condition:
        operators: dict[str, Converter] = {
            "eq": one,
            "in": lambda texts, at, _: keys(texts, at),
            "notIn": lambda texts, at, _: Not(keys(texts, at)),
        }
        return _each(where, operators, path, asker)

    return convert


def _slug(where: Any, path: Path, asker: Asker) -> Condition:
    operators: dict[str, Converter] = {
        "eq": lambda text, at, _: equal("slug", _plain(text, at).lower()),
        "in": lambda texts, at, _: In("slug", _each_plain(texts, at)),
        "startsWith": lambda text, at, _: StartsWith("slug", _plain(text, at).lower()),
    }
    return _each(where, operators, path, asker)


def _each_plain(texts: list[str], path: Path) -> tuple[str, ...]:
    return tuple(_plain(text, (*path, str(n))).lower() for n, text in enumerate(texts))


def _plain(text: str, path: Path) -> str:
    """Text that both databases can hold."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadUserInput("The text holds a character that no text can hold.", path)
    return text


_BOUNDS = {
    "gte": Comparison.GE,
    "gt": Comparison.GT,
    "lte": Comparison.LE,
    "lt": Comparison.LT,
}


def _published_at(where: Any, path: Path, asker: Asker) -> Condition:
    def bound(how: Comparison) -> Converter:
        return lambda value, _path, _asker: ranges.instant(
            "published_key", "published_missing", ((how, value),)
        )

    operators = {name: bound(how) for name, how in _BOUNDS.items()}
    operators["isNull"] = lambda value, _path, _asker: equal("published_missing", value)
    return _each(where, operators, path, asker)


def _published_on(where: Any, path: Path, asker: Asker) -> Condition:
    days, zone = _days(where, path), where.get("timeZone", asker.site.zone)
    return All(
        tuple(ranges.within_days("published_key", "published_missing", each, zone) for each in days)
    )


def _held_on(where: Any, path: Path, _asker: Asker) -> Condition:
    return All(
        tuple(ranges.overlaps("starts_first", "held_through", days) for days in _days(where, path))
    )


def _days(where: Mapping[str, Any], path: Path) -> list[DayRange]:
    given = _not_null(where, path)
    found = [DayRange(given.get("from"), given.get("through"))]
    return [*found, DayRange(given["on"], given["on"])] if "on" in given else found


def _status(states: list[PublicationStatus], path: Path, asker: Asker) -> Condition:
    if asker.sight is Sight.PUBLIC and set(states) - {PublicationStatus.PUBLISHED}:
        raise Forbidden(f"`{'.'.join(path)}`: what is not PUBLISHED takes the scope READ_DRAFTS.")
    return In("status", tuple(states))


_ARTICLE: Mapping[str, Converter] = {
    "id": _id("Article"),
    "slug": _slug,
    "publishedAt": _published_at,
    "publishedOn": _published_on,
    "status": _status,
}
_PERSON = _all_of({"id": _id("Person"), "slug": _slug})
_ORGANIZATION = _all_of({"id": _id("Organization"), "slug": _slug})
_MEETING = _all_of({"id": _id("Meeting"), "slug": _slug, "heldOn": _held_on})


def _article(where: Any, path: Path, asker: Asker) -> Condition:
    """Who sees more than what is public is shown more only where `status` asks for it."""
    asked = _each(where, _ARTICLE, path, asker)
    if asker.sight is Sight.PUBLIC or "status" in where:
        return asked
    return All((PUBLISHED, *asked.conditions))


def _listed(
    model: type[Row],
    orders: Mapping[str, Order],
    default: Order,
    conditions: Converter,
    link: Callable[[Arguments], Link | None],
) -> Ask:
    """A connection's arguments as a read. An argument that is null counts as absent."""

    def ask(given: Arguments, asker: Asker) -> tuple[Select, PageRequest]:
        arguments = {name: value for name, value in given.items() if value is not None}
        order = orders[arguments["orderBy"].value] if "orderBy" in arguments else default
        where = conditions(arguments.get("where", {}), ("where",), asker)
        return Select(model, where, order, link(arguments)), page_request(arguments)

    return ask


def page_request(arguments: Arguments) -> PageRequest:
    """Of `first`, `after`, `last` and `before`; nulls count as absent."""
    names = ("first", "after", "last", "before")
    return paging.request(**{name: arguments.get(name) for name in names})


def article_pages(link: Link | None = None) -> Ask:
    default = articles.NEWEST_FIRST
    return _listed(models.Article, articles.ORDERS, default, _article, lambda _: link)


def people_pages() -> Ask:
    return _listed(models.Person, naming.ORDERS, naming.BY_NAME, _PERSON, lambda _: None)


def organization_pages(link: Link | None = None) -> Ask:
    default = naming.BY_NAME
    return _listed(models.Organization, naming.ORDERS, default, _ORGANIZATION, lambda _: link)


def meeting_pages(link: Callable[[Arguments], Link | None] = lambda _: None) -> Ask:
    return _listed(models.Meeting, meetings.ORDERS, meetings.LATEST_FIRST, _MEETING, link)


def participant_pages(arguments: Arguments, _asker: Asker) -> tuple[Select, PageRequest]:
    where = meetings.in_roles(arguments.get("roles"))
    select = Select(models.Participant, where, meetings.AS_LISTED, Link("meeting_id"))
    return select, page_request(arguments)


def by(model: type[Row]) -> Callable[[Arguments, Asker], Select | None]:
    """The `by` of a root: an id of another type, or of no row, finds nothing."""

    def ask(arguments: Arguments, _asker: Asker) -> Select | None:
        ((name, value),) = arguments["by"].items()
        if name != "id":
            text = _plain(value, ("by", name))
            return Select(model, equal(name, text.lower() if name == "slug" else text), limit=1)
        type_name, key = ids.decode(value, ("by", "id"))
        return Select(model, equal("id", key), limit=1) if type_name == model.__name__ else None

    return ask


def node(models_by_name: Mapping[str, type[Row]]) -> Callable[[Arguments, Asker], Located]:
    return lambda arguments, _asker: _located(arguments["id"], ("id",), models_by_name)


def nodes(models_by_name: Mapping[str, type[Row]]) -> Callable[[Arguments, Asker], list[Located]]:
    """At most 100 ids; the answer has the place of each."""

    def ask(arguments: Arguments, _asker: Asker) -> list[Located]:
        texts = arguments["ids"]
        if len(texts) > paging.MAX_SIZE:
            raise BadUserInput(f"At most {paging.MAX_SIZE} ids, not {len(texts)}.", ("ids",))
        numbered = enumerate(texts)
        return [_located(text, ("ids", str(n)), models_by_name) for n, text in numbered]

    return ask


def _located(text: str, path: Path, models_by_name: Mapping[str, type[Row]]) -> Located:
    name, key = ids.decode(text, path)
    model = models_by_name.get(name)
    return None if model is None else (Select(model, link=BY_OWN_ID), key)
