"""Every field that is not simply an attribute of its row, by brute force."""

from collections.abc import Callable, Iterable
from importlib.metadata import version
from operator import attrgetter
from typing import Any

from graphql import GraphQLResolveInfo

from tests.oracle import lists, marks, scalars, searches, times
from tests.oracle.columns import storable
from tests.oracle.lists import Resolver, view_of
from tests.oracle.pages import ORDERS, Connection, Edge, listed
from tests.oracle.refusing import bad_input
from tests.oracle.views import Caller, View
from tests.oracle.world import ZONE, Article, Membership, Mention, Person, Post, Row

_SCOPES = ("READ_DRAFTS", "WRITE", "PUBLISH", "ADMIN")
Info = GraphQLResolveInfo[Any]


def _global_id(row: Any, _info: Info) -> str:
    return scalars.global_id(type(row).__name__, row.id)


def _one(type_name: str, column: str) -> Resolver:
    """The record whose key stands in a column."""
    read = attrgetter(column)
    return lambda row, info: view_of(info).row(type_name, read(row))


def _agent(*columns: tuple[str, str]) -> Resolver:
    """The first of several keys that is set leads to the record."""

    def resolve(row: Any, info: Info) -> Any:
        for type_name, column in columns:
            if (key := getattr(row, column)) is not None:
                return view_of(info).row(type_name, key)
        return None

    return resolve


_PARTICIPANT = _agent(("Person", "person_id"), ("Organization", "organization_id"))


def _hanging(table: str, column: str, *order: str) -> Resolver:
    """All rows of a table whose column is this row's key; by `order`, then by id."""
    key = attrgetter(*order, "id")

    def resolve(row: Any, info: Info) -> list[Any]:
        rows = getattr(view_of(info).world, table)
        return sorted((each for each in rows if getattr(each, column) == row.id), key=key)

    return resolve


def _on_day(read: Callable[[View, Any, Any], Any]) -> Resolver:
    """What holds `at` a day."""
    return lambda row, info, at=None: read(view_of(info), row, at)


def _of_edge(resolve: Resolver) -> Resolver:
    return lambda edge, info: resolve(edge.row, info)


def _edge_attribute(name: str) -> Resolver:
    read = attrgetter(name)
    return lambda edge, _info: read(edge.row)


# Roots


def _node(_root: None, info: Info, id: str) -> Row | None:  # noqa: A002 -- the contract's name
    found: Row | None = view_of(info).found(*scalars.located(id))
    return found


def _nodes(_root: None, info: Info, ids: list[str]) -> list[Row | None]:
    if len(ids) > 100:
        raise bad_input("At most 100.")
    return [_node(None, info, each) for each in ids]


def _by(type_name: str) -> Resolver:
    def resolve(_root: None, info: Info, by: dict[str, str]) -> Any:
        ((name, value),) = by.items()
        view = view_of(info)
        if name == "id":
            kind, key = scalars.located(value)
            return view.found(type_name, key) if kind == type_name else None
        if name == "slug":
            return view.of_slug(type_name, storable(value).lower())
        return _first(row for row in view.rows(type_name) if row.url == value)

    return resolve


def _removal(_root: None, info: Info, by: dict[str, str]) -> Any:
    ((name, value),) = by.items()
    view = view_of(info)
    gone = view.removed()
    if name == "slug":
        slug = storable(value).lower()
        former = view.formerly("Article", slug)
        own = _first(row for row in gone if row.slug == slug)
        return own or _first(row for row in gone if row.id == former)
    if name == "id":
        asked = scalars.located(value)
        return _first(row for row in gone if ("Article", row.id) == asked)
    return _first(row for row in gone if row.url == value)


def _first(rows: Iterable[Any]) -> Any:
    return next(iter(rows), None)


def _viewer(_root: None, info: Info) -> Caller | None:
    caller = view_of(info).caller
    return caller if caller.scopes else None


def _scopes(caller: Caller, _info: Info) -> list[str]:
    return [scope for scope in _SCOPES if scope in caller.scopes]


# Fields of their own


def _body(article: Article, _info: Info, format: str) -> str:  # noqa: A002 -- the contract's name
    return article.bodies[format]


def _topics(article: Article, info: Info) -> list[Any]:
    view = view_of(info)
    links = view.world.article_topics
    found = view.linked("Topic", links, "article_id", "topic_id", article.id)
    return sorted(found, key=attrgetter("name_sort", "id"))


def _meetings(article: Article, info: Info) -> list[Any]:
    view = view_of(info)
    links = view.world.article_meetings
    found = view.linked("Meeting", links, "article_id", "meeting_id", article.id)
    return ORDERS["Meeting"]["STARTS_ON_DESC"].sorted(found)


def _mentions(article: Article, info: Info) -> list[Mention]:
    found = [each for each in view_of(info).mentions if each.article_id == article.id]
    return sorted(found, key=attrgetter("position", "id"))


def _scheduled_for(article: Article, info: Info) -> Any:
    return article.scheduled_for if view_of(info).drafts else None


def _related(article: Article, info: Info, first: int) -> list[Article]:
    """By shared meetings, then topics, then agents that are named for certain; then the newest."""
    if first not in range(1, 101):
        raise bad_input("From 1 to 100.")
    world = view_of(info).world
    certain = [m for m in world.mentions if m.certainty != "NEEDS_REVIEW"]
    links = (
        [(a.article_id, a.meeting_id) for a in world.article_meetings],
        [(a.article_id, a.topic_id) for a in world.article_topics],
        [(m.article_id, agent) for m in certain if (agent := _meant(m))],
    )

    def shared(other: Article) -> tuple[int, ...]:
        return tuple(len(_hung(pairs, article) & _hung(pairs, other)) for pairs in links)

    public = [a for a in world.articles if a.status == "PUBLISHED" and a.id != article.id]
    newest = ORDERS["Article"]["PUBLISHED_AT_DESC"].sorted(public)
    found = [other for other in newest if any(shared(other))]
    return sorted(found, key=shared, reverse=True)[:first]


def _hung(pairs: Iterable[tuple[int, Any]], article: Article) -> set[Any]:
    return {other for own, other in pairs if own == article.id}


def _meant(mention: Mention) -> tuple[str, int] | None:
    if mention.person_id is not None:
        return "Person", mention.person_id
    body = mention.agent_organization_id
    return None if body is None else ("Organization", body)


def _successions(own: str, other: str) -> Resolver:
    def resolve(row: Any, info: Info) -> list[Any]:
        view = view_of(info)
        found = view.linked("Organization", view.world.successions, own, other, row.id)
        return sorted(found, key=attrgetter("name_sort", "id"))

    return resolve


def _memberships(
    person: Person, info: Info, at: Any = None, organization: str | None = None
) -> list[Membership]:
    view = view_of(info)
    found = [each for each in view.memberships if each.person_id == person.id]
    if organization is not None:
        kind, key = scalars.located(organization)
        asked = view.survivor(kind, key) if kind == "Organization" else None
        found = [each for each in found if each.organization_id == asked]
    held = found if at is None else times.held(view, found, at)
    return sorted(held, key=attrgetter("id"))


def _is_vacant(post: Post, info: Info, at: Any = None) -> bool:
    return not times.holders(view_of(info), post, at)


def _attested(choose: Callable[..., Any]) -> Resolver:
    return lambda row, info: choose(times.attested_days(view_of(info), row), default=None)


def _sources(membership: Any, info: Info) -> list[Any]:
    view = view_of(info)
    links = view.attestations
    found = view.linked("Article", links, "membership_id", "article_id", membership.id)
    public = [article for article in found if article.status == "PUBLISHED"]
    return ORDERS["Article"]["PUBLISHED_AT_DESC"].sorted(public)


def _hosts(meeting: Any, info: Info) -> list[Any]:
    there = [p for p in view_of(info).world.participants if p.meeting_id == meeting.id]
    hosts = sorted((p for p in there if "HOST" in p.roles), key=attrgetter("position", "id"))
    return [_PARTICIPANT(each, info) for each in hosts]


def _participants(row: Any, info: Info, **given: Any) -> Connection:
    there = [each for each in view_of(info).world.participants if each.meeting_id == row.id]
    order = ORDERS["Participant"]["AS_LISTED"]
    found = lists.with_roles(there, given.get("roles"))
    return listed(found, order, given, lambda each: _PARTICIPANT(each, info))


def _highlights(edge: Edge, info: Info) -> list[str]:
    if edge.search is None:
        return []
    return marks.of_texts(edge.search, searches.texts(view_of(info).world, edge.row))


_NODE_TYPES = (
    "Article", "Person", "Organization", "Meeting", "Topic", "Post", "Membership", "Mention",
    "Revision",
)  # fmt: skip

RESOLVERS: dict[str, Resolver] = {
    **{f"{name}.id": _global_id for name in _NODE_TYPES},
    "Query.node": _node,
    "Query.nodes": _nodes,
    **{
        f"Query.{name.lower()}": _by(name)
        for name in ("Article", "Person", "Organization", "Meeting", "Topic")
    },
    "Query.articleRemoval": _removal,
    "Query.articles": lists.all_of("Article"),
    "Query.people": lists.all_of("Person"),
    "Query.organizations": lists.all_of("Organization"),
    "Query.meetings": lists.all_of("Meeting"),
    "Query.topics": lists.topics,
    "Query.mentions": lists.mentions,
    "Query.articleArchive": lists.archive,
    "Query.site": lambda _root, info: view_of(info).site,
    "Query.viewer": _viewer,
    "Viewer.scopes": _scopes,
    "Site.timeZone": lambda _site, _info: ZONE,
    "Site.version": lambda _site, _info: version("tinbai"),
    "Site.eventCursor": lambda site, _info: site.end,
    "ArticleRemoval.articleId": _global_id,
    "ArticleRemoval.note": lambda row, _info: row.removal_note,
    "ArchiveEntry.articles": lists.archived,
    "Pages.around": lambda pages, _info, count: pages.around(count),
    **{
        f"{name}Edge.highlights": _highlights
        for name in ("Article", "Person", "Organization", "Meeting")
    },
    "Article.body": _body,
    "Article.photos": _hanging("photos", "article_id", "position"),
    "Article.byline": _hanging("bylines", "article_id", "position"),
    "Article.organization": _one("Organization", "organization_id"),
    "Article.topics": _topics,
    "Article.meetings": _meetings,
    "Article.mentions": _mentions,
    "Article.related": _related,
    "Article.scheduledFor": _scheduled_for,
    "Article.corrections": _hanging("corrections", "article_id", "at"),
    "Article.revisions": lists.revisions,
    "Byline.person": _one("Person", "person_id"),
    "Byline.membership": _one("Membership", "membership_id"),
    "Mention.article": _one("Article", "article_id"),
    "Mention.agent": _agent(("Person", "person_id"), ("Organization", "agent_organization_id")),
    "Mention.organization": _one("Organization", "organization_id"),
    "Person.portrait": lambda row, info: _first(
        photo for photo in view_of(info).world.photos if photo.id == row.portrait_id
    ),
    "Person.memberships": _memberships,
    "Person.articles": lists.articles_by("bylines", "person_id"),
    "Person.mentionedIn": lists.articles_by("mentions", "person_id"),
    "Person.meetings": lists.meetings_of("person_id"),
    "Organization.name": _on_day(times.name),
    "Organization.names": lambda row, info: times.names(view_of(info), row),
    "Organization.predecessors": _successions("successor_id", "predecessor_id"),
    "Organization.successors": _successions("predecessor_id", "successor_id"),
    "Organization.parent": _on_day(times.parent),
    "Organization.ancestors": _on_day(times.ancestors),
    "Organization.children": lists.children,
    "Organization.posts": _on_day(times.posts),
    "Organization.memberships": _on_day(times.memberships),
    "Organization.articles": lists.pages("Article", lists.published_by),
    "Organization.mentionedIn": lists.articles_by("mentions", "agent_organization_id"),
    "Organization.meetings": lists.meetings_of("organization_id"),
    "Topic.articles": lists.articles_by("article_topics", "topic_id"),
    "Post.organization": _one("Organization", "organization_id"),
    "Post.memberships": lambda row, info: times.of_post(view_of(info), row),
    "Post.holders": _on_day(times.holders),
    "Post.isVacant": _is_vacant,
    "Membership.member": _agent(
        ("Person", "person_id"), ("Organization", "member_organization_id")
    ),
    "Membership.organization": _one("Organization", "organization_id"),
    "Membership.post": _one("Post", "post_id"),
    "Membership.onBehalfOf": _one("Organization", "on_behalf_of_id"),
    "Membership.firstAttestedOn": _attested(min),
    "Membership.lastAttestedOn": _attested(max),
    "Membership.sources": _sources,
    "Meeting.hosts": _hosts,
    "Meeting.participants": _participants,
    "Meeting.groups": _hanging("groups", "meeting_id", "position"),
    "Meeting.articles": lists.articles_by("article_meetings", "meeting_id"),
    "ParticipantEdge.roles": _edge_attribute("roles"),
    "ParticipantEdge.creditedName": _edge_attribute("credited_name"),
    "ParticipantEdge.creditedPosition": _edge_attribute("credited_position"),
    "ParticipantEdge.membership": _of_edge(_one("Membership", "membership_id")),
}
