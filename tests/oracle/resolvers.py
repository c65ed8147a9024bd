"""The contract answered from the lists of a world, by brute force, over graphql-core.

Nothing here is imported from the service or its schema: only the printed SDL is read.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLList,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute_sync,
    is_abstract_type,
    is_input_object_type,
    is_interface_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    parse,
    validate,
)

from tests.oracle import scalars
from tests.oracle.matching import matches, plain
from tests.oracle.pages import ORDERS, Connection, listed
from tests.oracle.refusing import bad_input
from tests.oracle.world import ZONE, Article, Mention, Row, World

_SDL = Path(__file__).parents[2] / "schema" / "schema.graphql"
_ONE_OF = ("By", "ArticleBy")
_SCOPES = ("READ_DRAFTS", "WRITE", "PUBLISH", "ADMIN")
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")

Place = tuple[str | int, ...] | None
Error = tuple[Place, str]
Resolver = Callable[..., Any]


@dataclass(frozen=True)
class Caller:
    """Who asks; without scopes and name, nobody known."""

    name: str = ""
    scopes: frozenset[str] = frozenset()

    @property
    def sees_drafts(self) -> bool:
        return bool(self.scopes & {"READ_DRAFTS", "ADMIN"})


@dataclass(frozen=True)
class Answer:
    """The bytes of `{"data": …}`, and where each error is with its code."""

    data: bytes
    errors: frozenset[Error]


@dataclass(frozen=True)
class Site:
    """`end`: the log's cursor, as the archive has it."""

    name: str
    end: str


class Oracle:
    def __init__(self, world: World, site: Site) -> None:
        self._world, self._site = world, site

    def answer(
        self, text: str, name: str | None, variables: dict[str, Any], caller: Caller
    ) -> Answer:
        return self._executed(schema(), text, name, variables, caller)

    def all_errors(
        self, text: str, name: str | None, variables: dict[str, Any], caller: Caller
    ) -> frozenset[Error]:
        """Each that could be told where a null bubbles up and several stand below it."""
        return self._executed(lenient_schema(), text, name, variables, caller).errors

    def _executed(
        self,
        schema: GraphQLSchema,
        text: str,
        name: str | None,
        variables: dict[str, Any],
        caller: Caller,
    ) -> Answer:
        document, refused = _read(text)
        if refused:
            return _refused(refused)
        operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        if len(operations) > 1 and name is None:
            return _refused(["BAD_REQUEST"])
        result = execute_sync(
            schema,
            document,
            context_value=View(self._world, self._site, caller),
            variable_values=variables,
            operation_name=name,
        )
        errors = frozenset((_place(error), code_of(error)) for error in result.errors or ())
        return Answer(encoded(result.data), errors)


class View:
    """What one caller sees of the world."""

    def __init__(self, world: World, site: Site, caller: Caller) -> None:
        self.world, self.site, self.caller = world, site, caller
        self.drafts = caller.sees_drafts
        self.articles = [a for a in world.articles if self.drafts or a.status == "PUBLISHED"]
        shown = {article.id for article in self.articles}
        self.mentions = [
            m
            for m in world.mentions
            if self.drafts or (m.article_id in shown and m.certainty != "NEEDS_REVIEW")
        ]

    def rows(self, type_name: str) -> Sequence[Any]:
        """All of a type that has global ids."""
        world = self.world
        rows: dict[str, Sequence[Any]] = {
            "Article": self.articles,
            "Mention": self.mentions,
            "Person": world.people,
            "Organization": world.organizations,
            "Meeting": world.meetings,
            "Topic": world.topics,
            "Post": world.posts,
            "Membership": world.memberships,
        }
        return rows.get(type_name, ())


@lru_cache(maxsize=1)
def schema() -> GraphQLSchema:
    return _made(_SDL.read_text("utf-8"))


@lru_cache(maxsize=1)
def lenient_schema() -> GraphQLSchema:
    """In which every field may be null, so that no error hides another."""
    made = _made(_SDL.read_text("utf-8"))
    for type_ in made.type_map.values():
        if type_.name.startswith("__") or not (is_object_type(type_) or is_interface_type(type_)):
            continue
        for field in type_.fields.values():
            field.type = _nullable(field.type)
    return made


def _nullable(type_: GraphQLOutputType) -> GraphQLOutputType:
    if is_non_null_type(type_):
        type_ = type_.of_type
    return GraphQLList(_nullable(type_.of_type)) if is_list_type(type_) else type_


def _made(sdl: str) -> GraphQLSchema:
    made = build_schema(sdl)
    scalars.bind(made)
    for type_ in made.type_map.values():
        if is_input_object_type(type_):
            type_.is_one_of = type_.name in _ONE_OF
        elif is_abstract_type(type_):
            type_.resolve_type = lambda row, _info, _type: type(row).__name__
        elif is_object_type(type_) and not type_.name.startswith("__"):
            for name, field in type_.fields.items():
                field.resolve = _RESOLVERS.get(f"{type_.name}.{name}") or _attribute(name)
    return made


def code_of(error: GraphQLError) -> str:
    """Of an error that came up while the operation ran."""
    return _own_code(error) or "BAD_USER_INPUT"


def encoded(data: Any) -> bytes:
    return orjson.dumps({"data": data})


def _own_code(error: BaseException | None) -> str | None:
    while isinstance(error, GraphQLError):
        if error.extensions:
            return str(error.extensions["code"])
        error = error.original_error
    return None


def _place(error: GraphQLError) -> Place:
    return None if error.path is None else tuple(error.path)


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[DocumentNode, tuple[str, ...]]:
    """The document, and the codes for which it is refused before it runs."""
    document = parse(text)
    errors = validate(schema(), document)
    return document, tuple(_own_code(error) or "GRAPHQL_VALIDATION_FAILED" for error in errors)


def _refused(codes: Iterable[str]) -> Answer:
    return Answer(encoded(None), frozenset((None, code) for code in codes))


def _attribute(name: str) -> Resolver:
    """A field whose value is an attribute of its row, by the same name in snake case."""
    read = attrgetter(_HUMP.sub("_", name).lower())
    return lambda row, _info: read(row)


def _view(info: GraphQLResolveInfo[Any]) -> View:
    view: View = info.context
    return view


def _found(rows: Iterable[Any], key: int | None) -> Any:
    return next((row for row in rows if row.id == key), None)


def _global_id(row: Any, _info: GraphQLResolveInfo[Any]) -> str:
    return scalars.global_id(type(row).__name__, row.id)


def _one(type_name: str, column: str) -> Resolver:
    """The record whose key stands in a column."""
    read = attrgetter(column)
    return lambda row, info: _found(_view(info).rows(type_name), read(row))


def _agent(*columns: tuple[str, str]) -> Resolver:
    """The first of several keys that is set leads to the record."""

    def resolve(row: Any, info: GraphQLResolveInfo[Any]) -> Any:
        for type_name, column in columns:
            if (key := getattr(row, column)) is not None:
                return _found(_view(info).rows(type_name), key)
        return None

    return resolve


_PARTICIPANT = _agent(("Person", "person_id"), ("Organization", "organization_id"))


def _hanging(table: str, column: str, *order: str) -> Resolver:
    """All rows of a table whose column is this row's key; by `order`, then by id."""
    key = attrgetter(*order, "id")

    def resolve(row: Any, info: GraphQLResolveInfo[Any]) -> list[Any]:
        rows = getattr(_view(info).world, table)
        return sorted((each for each in rows if getattr(each, column) == row.id), key=key)

    return resolve


def _linked(rows: Iterable[Any], links: Iterable[Any], own: str, other: str, key: int) -> list[Any]:
    """The rows to which any of the links leads, each once."""
    wanted = {getattr(link, other) for link in links if getattr(link, own) == key}
    return [row for row in rows if row.id in wanted]


# Lists with pages

Source = Callable[[View, Any, dict[str, Any]], list[Any]]


def _pages(model: str, source: Source) -> Resolver:
    def resolve(row: Any, info: GraphQLResolveInfo[Any], **given: Any) -> Connection:
        view, asked = _view(info), {k: v for k, v in given.items() if v is not None}
        orders = ORDERS[model]
        order = orders[asked["orderBy"]] if "orderBy" in asked else next(iter(orders.values()))
        test = matches(model, asked.get("where", {}), drafts=view.drafts)
        rows = source(view, row, asked)
        return listed([each for each in rows if test(each)], order, asked)

    return resolve


def _all(type_name: str) -> Resolver:
    return _pages(type_name, lambda view, _row, _asked: list(view.rows(type_name)))


def _articles_by(table: str, own: str) -> Resolver:
    """The articles to which a table's rows lead, whose column is this row's key."""

    def source(view: View, row: Any, _asked: dict[str, Any]) -> list[Any]:
        links = view.mentions if table == "mentions" else getattr(view.world, table)
        return _linked(view.articles, links, own, "article_id", row.id)

    return _pages("Article", source)


def _published_by(view: View, row: Any, _asked: dict[str, Any]) -> list[Any]:
    return [article for article in view.articles if article.organization_id == row.id]


def _meetings_of(own: str) -> Resolver:
    def source(view: View, row: Any, asked: dict[str, Any]) -> list[Any]:
        took_part = _with_roles(view.world.participants, asked.get("roles"))
        return _linked(view.world.meetings, took_part, own, "meeting_id", row.id)

    return _pages("Meeting", source)


def _with_roles(participants: Iterable[Any], roles: list[str] | None) -> list[Any]:
    if roles is None:
        return list(participants)
    return [each for each in participants if set(each.roles) & set(roles)]


def _children(view: View, row: Any, _asked: dict[str, Any]) -> list[Any]:
    links = view.world.organization_parents
    return _linked(view.world.organizations, links, "parent_id", "organization_id", row.id)


def _participants(row: Any, info: GraphQLResolveInfo[Any], **given: Any) -> Connection:
    there = [each for each in _view(info).world.participants if each.meeting_id == row.id]
    order = ORDERS["Participant"]["AS_LISTED"]
    found = _with_roles(there, given.get("roles"))
    return listed(found, order, given, lambda each: _PARTICIPANT(each, info))


def _of_edge(resolve: Resolver) -> Resolver:
    return lambda edge, info: resolve(edge.row, info)


# Roots


def _node(_root: None, info: GraphQLResolveInfo[Any], id: str) -> Row | None:  # noqa: A002 -- the contract's name
    type_name, key = scalars.located(id)
    found: Row | None = _found(_view(info).rows(type_name), key)
    return found


def _nodes(_root: None, info: GraphQLResolveInfo[Any], ids: list[str]) -> list[Row | None]:
    if len(ids) > 100:
        raise bad_input("At most 100.")
    return [_node(None, info, each) for each in ids]


def _by(type_name: str) -> Resolver:
    def resolve(_root: None, info: GraphQLResolveInfo[Any], by: dict[str, str]) -> Row | None:
        ((name, value),) = by.items()
        rows: Iterable[Any] = _view(info).rows(type_name)
        if name == "id":
            kind, key = scalars.located(value)
            rows = [row for row in rows if kind == type_name and row.id == key]
        elif name == "slug":
            rows = [row for row in rows if row.slug == plain(value)]
        else:
            rows = [row for row in rows if row.url == value]
        return next(iter(rows), None)

    return resolve


def _viewer(_root: None, info: GraphQLResolveInfo[Any]) -> Caller | None:
    caller = _view(info).caller
    return caller if caller.scopes else None


def _scopes(caller: Caller, _info: GraphQLResolveInfo[Any]) -> list[str]:
    return [scope for scope in _SCOPES if scope in caller.scopes]


# Fields of their own


def _body(article: Article, _info: GraphQLResolveInfo[Any], format: str) -> str:  # noqa: A002 -- the contract's name
    return article.plain if format == "TEXT" else article.body


def _topics(article: Article, info: GraphQLResolveInfo[Any]) -> list[Any]:
    world = _view(info).world
    found = _linked(world.topics, world.article_topics, "article_id", "topic_id", article.id)
    return sorted(found, key=attrgetter("name_sort", "id"))


def _meetings(article: Article, info: GraphQLResolveInfo[Any]) -> list[Any]:
    world, latest = _view(info).world, ORDERS["Meeting"]["STARTS_ON_DESC"]
    found = _linked(world.meetings, world.article_meetings, "article_id", "meeting_id", article.id)
    return sorted(found, key=latest.key, reverse=True)


def _mentions(article: Article, info: GraphQLResolveInfo[Any]) -> list[Mention]:
    found = [each for each in _view(info).mentions if each.article_id == article.id]
    return sorted(found, key=attrgetter("position", "id"))


def _scheduled_for(article: Article, info: GraphQLResolveInfo[Any]) -> Any:
    return article.scheduled_for if _view(info).drafts else None


def _successions(own: str, other: str) -> Resolver:
    def resolve(row: Any, info: GraphQLResolveInfo[Any]) -> list[Any]:
        world = _view(info).world
        found = _linked(world.organizations, world.successions, own, other, row.id)
        return sorted(found, key=attrgetter("name_sort", "id"))

    return resolve


def _parent(row: Any, info: GraphQLResolveInfo[Any]) -> Any:
    world = _view(info).world
    above = [link for link in world.organization_parents if link.organization_id == row.id]
    latest = max(above, key=attrgetter("id"), default=None)
    return None if latest is None else _found(world.organizations, latest.parent_id)


def _sources(membership: Any, info: GraphQLResolveInfo[Any]) -> list[Any]:
    view, newest = _view(info), ORDERS["Article"]["PUBLISHED_AT_DESC"]
    attested = view.world.attestations
    found = _linked(view.articles, attested, "membership_id", "article_id", membership.id)
    public = [article for article in found if article.status == "PUBLISHED"]
    return sorted(public, key=newest.key, reverse=True)


def _hosts(meeting: Any, info: GraphQLResolveInfo[Any]) -> list[Any]:
    there = [p for p in _view(info).world.participants if p.meeting_id == meeting.id]
    hosts = sorted((p for p in there if "HOST" in p.roles), key=attrgetter("position", "id"))
    return [_PARTICIPANT(each, info) for each in hosts]


def _edge_attribute(name: str) -> Resolver:
    read = attrgetter(name)
    return lambda edge, _info: read(edge.row)


_NODE_TYPES = (
    "Article", "Person", "Organization", "Meeting", "Topic", "Post", "Membership", "Mention",
)  # fmt: skip

_RESOLVERS: dict[str, Resolver] = {
    **{f"{name}.id": _global_id for name in _NODE_TYPES},
    "Query.node": _node,
    "Query.nodes": _nodes,
    **{
        f"Query.{name.lower()}": _by(name)
        for name in ("Article", "Person", "Organization", "Meeting", "Topic")
    },
    "Query.articles": _all("Article"),
    "Query.people": _all("Person"),
    "Query.organizations": _all("Organization"),
    "Query.meetings": _all("Meeting"),
    "Query.site": lambda _root, info: _view(info).site,
    "Query.viewer": _viewer,
    "Viewer.scopes": _scopes,
    "Site.timeZone": lambda _site, _info: ZONE,
    "Site.version": lambda _site, _info: version("tinbai"),
    "Site.eventCursor": lambda site, _info: site.end,
    "Article.body": _body,
    "Article.photos": _hanging("photos", "article_id", "position"),
    "Article.byline": _hanging("bylines", "article_id", "position"),
    "Article.organization": _one("Organization", "organization_id"),
    "Article.topics": _topics,
    "Article.meetings": _meetings,
    "Article.mentions": _mentions,
    "Article.scheduledFor": _scheduled_for,
    "Article.corrections": _hanging("corrections", "article_id", "at"),
    "Byline.person": _one("Person", "person_id"),
    "Byline.membership": _one("Membership", "membership_id"),
    "Mention.article": _one("Article", "article_id"),
    "Mention.agent": _agent(("Person", "person_id"), ("Organization", "agent_organization_id")),
    "Mention.organization": _one("Organization", "organization_id"),
    "Person.portrait": lambda row, info: _found(_view(info).world.photos, row.portrait_id),
    "Person.memberships": _hanging("memberships", "person_id"),
    "Person.articles": _articles_by("bylines", "person_id"),
    "Person.mentionedIn": _articles_by("mentions", "person_id"),
    "Person.meetings": _meetings_of("person_id"),
    "Organization.names": _hanging("organization_names", "organization_id"),
    "Organization.predecessors": _successions("successor_id", "predecessor_id"),
    "Organization.successors": _successions("predecessor_id", "successor_id"),
    "Organization.parent": _parent,
    "Organization.children": _pages("Organization", _children),
    "Organization.posts": _hanging("posts", "organization_id", "label_tone"),
    "Organization.memberships": _hanging("memberships", "organization_id"),
    "Organization.articles": _pages("Article", _published_by),
    "Organization.mentionedIn": _articles_by("mentions", "agent_organization_id"),
    "Organization.meetings": _meetings_of("organization_id"),
    "Topic.articles": _articles_by("article_topics", "topic_id"),
    "Post.organization": _one("Organization", "organization_id"),
    "Post.memberships": _hanging("memberships", "post_id"),
    "Membership.member": _agent(
        ("Person", "person_id"), ("Organization", "member_organization_id")
    ),
    "Membership.organization": _one("Organization", "organization_id"),
    "Membership.post": _one("Post", "post_id"),
    "Membership.onBehalfOf": _one("Organization", "on_behalf_of_id"),
    "Membership.sources": _sources,
    "Meeting.hosts": _hosts,
    "Meeting.participants": _participants,
    "Meeting.groups": _hanging("groups", "meeting_id", "position"),
    "Meeting.articles": _articles_by("article_meetings", "meeting_id"),
    "ParticipantEdge.roles": _edge_attribute("roles"),
    "ParticipantEdge.creditedName": _edge_attribute("credited_name"),
    "ParticipantEdge.creditedPosition": _edge_attribute("credited_position"),
    "ParticipantEdge.membership": _of_edge(_one("Membership", "membership_id")),
}
