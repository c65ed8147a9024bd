"""The contract's lists with pages: which rows, in which order."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graphql import GraphQLResolveInfo

from tests.oracle import searches, times
from tests.oracle.matching import matches
from tests.oracle.pages import ORDERS, Connection, Order, by_relevance, listed, structure
from tests.oracle.refusing import bad_input, forbidden
from tests.oracle.searches import Search
from tests.oracle.views import View
from tests.oracle.world import Article

Resolver = Callable[..., Any]
Asked = Mapping[str, Any]
Source = Callable[[View, Any, Asked], list[Any]]


def view_of(info: GraphQLResolveInfo[Any]) -> View:
    view: View = info.context
    return view


def pages(model: str, source: Source) -> Resolver:
    """Of a noun; the arguments that are null are absent."""

    def resolve(row: Any, info: GraphQLResolveInfo[Any], **given: Any) -> Connection:
        view, asked = view_of(info), {k: v for k, v in given.items() if v is not None}
        where = asked.get("where", {})
        test = matches(view, model, where)
        name, text = asked.get("orderBy"), asked.get("search")
        if name == "RELEVANCE" and text is None:
            raise bad_input("Nothing is searched.")
        search = None if text is None else searches.read(text)
        rows = [each for each in source(view, row, asked) if test(each)]
        if search is not None:
            rows = [
                each for each in rows if searches.finds(search, searches.texts(view.world, each))
            ]
        return listed(rows, ordered(model, name, where, search), asked, search=search)

    return resolve


def ordered(model: str, name: str | None, where: Asked, search: Search | None) -> Order:
    """With the shape that its cursors are bound to."""
    if search is not None and name in {None, "RELEVANCE"}:
        order = by_relevance(model, search)
    else:
        order = ORDERS[model][name] if name else next(iter(ORDERS[model].values()))
    searched = "" if search is None else f"~{search.key}"
    return replace(order, shape=structure(where) + searched)


def all_of(type_name: str) -> Resolver:
    return pages(type_name, lambda view, _row, _asked: list(view.rows(type_name)))


def articles_by(table: str, own: str) -> Resolver:
    """The articles to which a table's rows lead, whose column is this row's key."""

    def source(view: View, row: Any, _asked: Asked) -> list[Any]:
        links = view.mentions if table == "mentions" else getattr(view.world, table)
        return view.linked("Article", links, own, "article_id", row.id)

    return pages("Article", source)


def published_by(view: View, row: Any, _asked: Asked) -> list[Any]:
    return [article for article in view.articles if article.organization_id == row.id]


def meetings_of(own: str) -> Resolver:
    def source(view: View, row: Any, asked: Asked) -> list[Any]:
        took_part = with_roles(view.world.participants, asked.get("roles"))
        return view.linked("Meeting", took_part, own, "meeting_id", row.id)

    return pages("Meeting", source)


def with_roles(participants: Iterable[Any], roles: list[str] | None) -> list[Any]:
    if roles is None:
        return list(participants)
    return [each for each in participants if set(each.roles) & set(roles)]


def children(row: Any, info: GraphQLResolveInfo[Any], **given: Any) -> Connection:
    found = times.children(view_of(info), row, given.get("at"))
    return listed(found, ORDERS["Organization"]["NAME_ASC"], given)


def topics(_root: None, info: GraphQLResolveInfo[Any], **given: Any) -> Connection:
    return listed(view_of(info).rows("Topic"), ORDERS["Topic"]["NAME_ASC"], given)


def mentions(_root: None, info: GraphQLResolveInfo[Any], **given: Any) -> Connection:
    view, where = view_of(info), given.get("where") or {}
    if not view.drafts:
        raise forbidden()
    test = matches(view, "Mention", where)
    found = [mention for mention in view.mentions if test(mention)]
    return listed(found, ordered("Mention", None, where, None), given)


def revisions(row: Article, info: GraphQLResolveInfo[Any], **given: Any) -> Connection | None:
    view = view_of(info)
    if not view.drafts:
        return None
    found = [each for each in view.rows("Revision") if each.article_id == row.id]
    return listed(found, ORDERS["Revision"]["LATEST_FIRST"], given)


@dataclass(frozen=True)
class ArchiveEntry:
    """A period of which these are the articles."""

    starts_on: date
    ends_on: date
    filed: list[Article]

    @property
    def count(self) -> int:
        return len(self.filed)


def archive(
    _root: None, info: GraphQLResolveInfo[Any], by: str, **given: Any
) -> list[ArchiveEntry]:
    """By the days on which articles are filed, the latest period first."""
    view = view_of(info)
    first, last = given.get("from") or date.min, given.get("through") or date.max
    test = matches(view, "Article", given.get("where") or {})
    filed: dict[tuple[date, date], list[Article]] = {}
    for article in filter(test, view.articles):
        if (day := article.published_on) is not None and first <= day <= last:
            filed.setdefault(_period(by, day), []).append(article)
    return [ArchiveEntry(*period, filed[period]) for period in sorted(filed, reverse=True)]


def archived(entry: ArchiveEntry, _info: GraphQLResolveInfo[Any], **given: Any) -> Connection:
    return listed(entry.filed, ORDERS["Article"]["PUBLISHED_AT_DESC"], given)


def _period(unit: str, day: date) -> tuple[date, date]:
    """Its first and its last day."""
    match unit:
        case "DAY":
            return day, day
        case "MONTH":
            return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        case _:
            return date(day.year, 1, 1), date(day.year, 12, 31)
