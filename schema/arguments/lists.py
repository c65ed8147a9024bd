"""The arguments of lists: which rows, in which order, which page of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from schema.arguments import where
from schema.arguments.places import Converter, Place, bounded, items, key
from service import articles, meetings, models, naming, periods, searching
from service.articles import NEWEST_FIRST
from service.errors import BadUserInput, Forbidden
from service.models import Row
from service.reading import paging
from service.reading.declarations import Arguments, Asker
from service.reading.look_ups import key_of_id
from service.reading.paging import MAX_SIZE, PageRequest
from service.reading.select import (
    BY_ID,
    EVERY,
    NONE,
    All,
    Compare,
    Comparison,
    Condition,
    Filed,
    IsNull,
    Link,
    Matches,
    Not,
    Order,
    Ranked,
    Select,
    equal,
)
from service.searching import Query
from service.viewers import Sight
from service.vocabulary import MeetingRole

Roles = list[MeetingRole] | None
AskPage = Callable[[Arguments, Asker], tuple[Select, PageRequest]]
Hanging = Callable[[Arguments, Asker], Link | Ranked | None]


def _listed(
    model: type[Row],
    orders: Mapping[str, Order],
    default: Order,
    conditions: Converter,
    link: Hanging = lambda _arguments, _asker: None,
) -> AskPage:
    """A connection's arguments as a read. An argument that is null counts as absent."""

    def ask(given: Arguments, asker: Asker) -> tuple[Select, PageRequest]:
        arguments = {name: value for name, value in given.items() if value is not None}
        asked = arguments.get("where", {})
        select = Select(
            model,
            _read(conditions, asked, asker),
            _order(arguments, orders, default),
            link(arguments, asker),
            shape=_structure(asked),
        )
        if "search" in arguments:
            select = _searched(select, _query(arguments["search"]))
        return select, _page_request(arguments)

    return ask


def _read(conditions: Converter, asked: Any, asker: Asker) -> Condition:
    place = Place(asker, ("where",))
    return conditions(bounded(asked, place), place)


def _order(arguments: Arguments, orders: Mapping[str, Order], default: Order) -> Order:
    is_search = "search" in arguments
    name = arguments["orderBy"].value if "orderBy" in arguments else None
    if name is None:
        return orders["RELEVANCE"] if is_search else default
    if name == "RELEVANCE" and not is_search:
        raise BadUserInput("RELEVANCE is the order of a search: give `search`.", ("orderBy",))
    return orders[name]


def _query(text: str) -> Query:
    try:
        return searching.parse(text)
    except ValueError as error:
        raise BadUserInput(str(error), ("search",)) from error


def _searched(select: Select, query: Query) -> Select:
    found = All((select.where, Matches(query)))
    return replace(select, where=found, search=query, shape=f"{select.shape}~{query.key}")


def _structure(where: Any) -> str:
    """Which keys are asked, without their values: a cursor holds for one structure."""
    if isinstance(where, dict) and where:
        return "{" + ",".join(key + _structure(where[key]) for key in sorted(where)) + "}"
    if isinstance(where, list) and any(isinstance(each, dict) for each in where):
        return "[" + ",".join(map(_structure, where)) + "]"
    return ""


def _page_request(arguments: Arguments) -> PageRequest:
    """Nulls count as absent."""
    names = ("first", "after", "last", "before", "page")
    return paging.request(**{name: arguments.get(name) for name in names})


def article_pages(link: Link | None = None) -> AskPage:
    return _listed(
        models.Article, articles.ORDERS, NEWEST_FIRST, where.article, lambda _given, _asker: link
    )


def people_pages() -> AskPage:
    return _listed(models.Person, naming.ORDERS, naming.BY_NAME, where.person)


def organization_pages() -> AskPage:
    return _listed(models.Organization, naming.ORDERS, naming.BY_NAME, where.organization)


def children_pages(given: Arguments, asker: Asker) -> tuple[Select, PageRequest]:
    link = periods.children(given.get("at"), asker.today)
    return Select(models.Organization, order=naming.BY_NAME, link=link), _page_request(given)


def meeting_pages(taking_part: Callable[[Roles], Link] | None = None) -> AskPage:
    """`taking_part`: how meetings hang on somebody in one of some roles."""

    def link(given: Arguments, asker: Asker) -> Link | None:
        return None if taking_part is None else taking_part(_roles(given, asker))

    return _listed(models.Meeting, meetings.ORDERS, meetings.LATEST_FIRST, where.meeting, link)


def participant_pages(given: Arguments, asker: Asker) -> tuple[Select, PageRequest]:
    wanted = meetings.in_roles(_roles(given, asker))
    select = Select(models.Participant, wanted, meetings.AS_LISTED, Link("meeting_id"))
    return select, _page_request(given)


def _roles(given: Arguments, asker: Asker) -> Roles:
    if given.get("roles") is None:
        return None
    return [role for role, _ in items(given["roles"], Place(asker, ("roles",)))]


def topic_pages(given: Arguments, _asker: Asker) -> tuple[Select, PageRequest]:
    return Select(models.Topic, order=naming.BY_NAME), _page_request(given)


def revision_pages(given: Arguments, _asker: Asker) -> tuple[Select, PageRequest]:
    order = Order("LATEST_FIRST", ("version",), descending=True)
    return Select(models.Revision, order=order, link=Link("article_id")), _page_request(given)


def mention_pages(given: Arguments, asker: Asker) -> tuple[Select, PageRequest]:
    """Raises Forbidden for whoever does not see what waits for a reviewer."""
    if asker.sight is Sight.PUBLIC:
        raise Forbidden("What waits for a reviewer takes the scope READ_DRAFTS.")
    asked = given.get("where") or {}
    found = _read(where.mention, asked, asker)
    shape = _structure(asked)
    return Select(models.Mention, found, BY_ID, shape=shape), _page_request(given)


def archive(given: Arguments, asker: Asker) -> tuple[Select, str]:
    """The articles that are counted, and the unit."""
    asked = _read(where.article, given.get("where") or {}, asker)
    bounds = (("from", Comparison.GE), ("through", Comparison.LE))
    days = (
        Compare("published_on", how, given[name])
        for name, how in bounds
        if given.get(name) is not None
    )
    conditions = (asked, Not(IsNull("published_on")), *days)
    return Select(models.Article, All(conditions), NEWEST_FIRST), given["by"].value


def archived_pages(given: Arguments, _asker: Asker) -> tuple[Select, PageRequest]:
    """Of a period; what the archive was asked for is a further condition of it."""
    return Select(models.Article, order=NEWEST_FIRST, link=Filed()), _page_request(given)


def first_of(read: Callable[[int], Select]) -> Callable[[Arguments, Asker], Select]:
    """A list that is cut off after `first` rows."""

    def ask(given: Arguments, _asker: Asker) -> Select:
        size = given["first"]
        if not 1 <= size <= MAX_SIZE:
            message = f"`first` is a number from 1 to {MAX_SIZE}, not {size}."
            raise BadUserInput(message, ("first",))
        return read(size)

    return ask


def person_memberships(given: Arguments, asker: Asker) -> Select:
    conditions = []
    day: date | None = given.get("at")
    if day is not None:
        conditions.append(periods.held_on(day, asker.sight))
    if given.get("organization") is not None:
        conditions.append(_in_organization(given["organization"], asker))
    condition = All(tuple(conditions)) if conditions else EVERY
    return Select(models.Membership, condition, link=Link("person_id"))


def _in_organization(value: str, asker: Asker) -> Condition:
    _, found = key(value, Place(asker, ("organization",)), "Organization")
    if found is None:
        return NONE
    return equal("organization_id", key_of_id(models.Organization, found))
