"""The service as Strawberry's documentation teaches to write one: what Tinbai is measured against.

Types with resolvers, a DataLoader for each relation, made anew for each request in the context;
Tortoise's querysets, Strawberry's own ASGI view. Pages are offsets, and a cursor is one. It has as
much of the contract as the benchmark's queries use, reads the same tables by the same indexes
through the same pool, and gives the same answers. Nothing of Tinbai's `schema` is loaded: a larger
heap would be slower to collect.
"""

from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types import Info
from tortoise.queryset import QuerySet

from service import database, dates, models, settings
from service.bodies import rendered
from service.dates import DayRange
from service.vocabulary import BodyFormat, Certainty, PublicationStatus

T = TypeVar("T")
Context = dict[str, Any]
_ZONE = settings.load().time_zone
_CERTAIN = (Certainty.CONFIRMED, Certainty.CERTAIN)

strawberry.enum(BodyFormat)
strawberry.enum(Certainty)


def _global_id(type_name: str, key: int) -> strawberry.ID:
    return strawberry.ID(urlsafe_b64encode(f"{type_name}:{key}".encode()).rstrip(b"=").decode())


def _loaders(info: Info[Context, None]) -> "Loaders":
    loaders: Loaders = info.context["loaders"]
    return loaders


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Connection(Generic[T]):
    nodes: list[T]
    page_info: PageInfo
    queryset: strawberry.Private[Any]

    @strawberry.field
    async def total_count(self) -> int:
        total: int = await self.queryset.count()
        return total


@strawberry.interface
class Agent:
    id: strawberry.ID
    slug: str
    name: str


@strawberry.type
class Organization(Agent):
    @classmethod
    def of(cls, row: models.Organization) -> "Organization":
        return cls(id=_global_id("Organization", row.id), slug=row.slug, name=row.name)


@strawberry.type
class Person(Agent):
    key: strawberry.Private[int]

    @classmethod
    def of(cls, row: models.Person) -> "Person":
        return cls(id=_global_id("Person", row.id), slug=row.slug, name=row.name, key=row.id)

    @strawberry.field
    async def articles(
        self, info: Info[Context, None], first: int = 20
    ) -> Connection[Annotated["Article", strawberry.lazy(__name__)]]:
        signed = await _loaders(info).signed.load((self.key, first + 1))
        return Connection(
            nodes=[Article.of(row) for row in signed[:first]],
            page_info=PageInfo(has_next_page=len(signed) > first, end_cursor=str(first)),
            queryset=_published().filter(byline__person_id=self.key).distinct(),
        )


@strawberry.type
class Byline:
    credited_name: str
    credited_position: str | None
    person_key: strawberry.Private[int | None]

    @classmethod
    def of(cls, row: Any) -> "Byline":
        return cls(
            credited_name=row.credited_name,
            credited_position=row.credited_position,
            person_key=row.person_id,
        )

    @strawberry.field
    async def person(self, info: Info[Context, None]) -> Person | None:
        if self.person_key is None:
            return None
        return await _loaders(info).people.load(self.person_key)


@strawberry.type
class Mention:
    id: strawberry.ID
    credited_name: str
    credited_position: str | None
    certainty: Certainty
    quote: str | None
    person_key: strawberry.Private[int | None]
    body_key: strawberry.Private[int | None]
    held_in_key: strawberry.Private[int | None]

    @classmethod
    def of(cls, row: Any) -> "Mention":
        return cls(
            id=_global_id("Mention", row.id),
            credited_name=row.credited_name,
            credited_position=row.credited_position,
            certainty=row.certainty,
            quote=row.quote,
            person_key=row.person_id,
            body_key=row.agent_organization_id,
            held_in_key=row.organization_id,
        )

    @strawberry.field
    async def agent(self, info: Info[Context, None]) -> Agent | None:
        if self.person_key is not None:
            return await _loaders(info).people.load(self.person_key)
        if self.body_key is not None:
            return await _loaders(info).organizations.load(self.body_key)
        return None

    @strawberry.field
    async def organization(self, info: Info[Context, None]) -> Organization | None:
        if self.held_in_key is None:
            return None
        return await _loaders(info).organizations.load(self.held_in_key)


@strawberry.type
class Meeting:
    id: strawberry.ID
    name: str
    starts_on: str
    key: strawberry.Private[int]

    @classmethod
    def of(cls, row: models.Meeting) -> "Meeting":
        return cls(
            id=_global_id("Meeting", row.id), name=row.name, starts_on=row.starts_on, key=row.id
        )

    @strawberry.field
    async def hosts(self, info: Info[Context, None]) -> list[Agent]:
        return await _loaders(info).hosts.load(self.key)


@strawberry.type
class Article:
    id: strawberry.ID
    slug: str
    title: str
    lede: str | None
    published_at: datetime | None
    key: strawberry.Private[int]
    text: strawberry.Private[str]
    text_format: strawberry.Private[BodyFormat]
    organization_key: strawberry.Private[int | None]

    @classmethod
    def of(cls, row: Any) -> "Article":
        return cls(
            id=_global_id("Article", row.id),
            slug=row.slug,
            title=row.title,
            lede=row.lede,
            published_at=row.published_at,
            key=row.id,
            text=row.body,
            text_format=row.body_format,
            organization_key=row.organization_id,
        )

    @strawberry.field
    def body(self, format: BodyFormat = BodyFormat.HTML) -> str:  # noqa: A002 -- the contract's name
        return rendered(self.text, self.text_format, format)

    @strawberry.field
    async def organization(self, info: Info[Context, None]) -> Organization | None:
        if self.organization_key is None:
            return None
        return await _loaders(info).organizations.load(self.organization_key)

    @strawberry.field
    async def byline(self, info: Info[Context, None]) -> list[Byline]:
        return await _loaders(info).bylines.load(self.key)

    @strawberry.field
    async def mentions(self, info: Info[Context, None]) -> list[Mention]:
        return await _loaders(info).mentions.load(self.key)

    @strawberry.field
    async def meetings(self, info: Info[Context, None]) -> list[Meeting]:
        return await _loaders(info).meetings.load(self.key)


async def _people(keys: list[int]) -> list[Person | None]:
    rows = {row.id: Person.of(row) for row in await models.Person.filter(id__in=keys)}
    return [rows.get(key) for key in keys]


async def _organizations(keys: list[int]) -> list[Organization | None]:
    found = await models.Organization.filter(id__in=keys)
    rows = {row.id: Organization.of(row) for row in found}
    return [rows.get(key) for key in keys]


async def _bylines(keys: list[int]) -> list[list[Byline]]:
    rows = defaultdict(list)
    for row in await models.Byline.filter(article_id__in=keys).order_by("position", "id"):
        rows[row.article_id].append(Byline.of(row))  # type: ignore[attr-defined]
    return [rows[key] for key in keys]


async def _mentions(keys: list[int]) -> list[list[Mention]]:
    """Of articles that are public."""
    certain = models.Mention.filter(article_id__in=keys, certainty__in=_CERTAIN)
    rows = defaultdict(list)
    for row in await certain.order_by("position", "id"):
        rows[row.article_id].append(Mention.of(row))
    return [rows[key] for key in keys]


async def _meetings(keys: list[int]) -> list[list[Meeting]]:
    links = models.ArticleMeeting.filter(article_id__in=keys).select_related("meeting")
    rows = defaultdict(list)
    for link in await links.order_by("-meeting__starts_key", "-meeting__id"):
        rows[link.article_id].append(Meeting.of(link.meeting))  # type: ignore[attr-defined]
    return [rows[key] for key in keys]


async def _hosts(keys: list[int]) -> list[list[Agent]]:
    hosting = models.Participant.filter(meeting_id__in=keys, is_host=True)
    rows: dict[int, list[Agent]] = defaultdict(list)
    found = hosting.prefetch_related("person", "organization")
    for row in await found.order_by("position", "id"):
        agent = row.person or row.organization
        shown = Person.of(agent) if isinstance(agent, models.Person) else Organization.of(agent)  # type: ignore[arg-type]
        rows[row.meeting_id].append(shown)
    return [rows[key] for key in keys]


async def _signed(asked: list[tuple[int, int]]) -> list[list[models.Article]]:
    """The newest so many of each person: which ones by their ids alone, and then only these."""
    signed = models.Byline.filter(
        person_id__in=[person for person, _ in asked],
        article__status=PublicationStatus.PUBLISHED,
    ).order_by("-article__published_key", "-article__id")
    of: dict[int, list[int]] = defaultdict(list)
    for person, article in await signed.values_list("person_id", "article_id"):
        of[person].append(article)
    newest = [list(dict.fromkeys(of[person]))[:size] for person, size in asked]
    wanted = {article for articles in newest for article in articles}
    rows = {row.id: row for row in await models.Article.filter(id__in=list(wanted))}
    return [[rows[article] for article in articles] for articles in newest]


class Loaders:
    """Of one request."""

    def __init__(self) -> None:
        self.people = DataLoader(load_fn=_people)
        self.organizations = DataLoader(load_fn=_organizations)
        self.bylines = DataLoader(load_fn=_bylines)
        self.mentions = DataLoader(load_fn=_mentions)
        self.meetings = DataLoader(load_fn=_meetings)
        self.hosts = DataLoader(load_fn=_hosts)
        self.signed = DataLoader(load_fn=_signed)


@strawberry.input
class DayWhere:
    on: date | None = None
    from_: date | None = strawberry.field(name="from", default=None)
    through: date | None = None


@strawberry.input
class ArticleWhere:
    published_on: DayWhere | None = None


@strawberry.input
class ArticleBy:
    slug: str


def _published() -> QuerySet[models.Article]:
    return models.Article.filter(status=PublicationStatus.PUBLISHED)


def _within(articles: QuerySet[models.Article], days: DayWhere) -> QuerySet[models.Article]:
    """By the instants, and so by the index in which the list is read."""
    start, end = dates.instants(DayRange(days.on or days.from_, days.on or days.through), _ZONE)
    if start is not None:
        articles = articles.filter(published_key__gte=start)
    return articles if end is None else articles.filter(published_key__lt=end)


async def _page(
    rows: QuerySet[Any], first: int, after: str | None
) -> tuple[Sequence[Any], PageInfo]:
    """One row more than asked tells whether another page follows."""
    offset = int(after or 0)
    found = await rows.offset(offset).limit(first + 1)
    more, end = len(found) > first, offset + min(first, len(found))
    return found[:first], PageInfo(has_next_page=more, end_cursor=str(end))


@strawberry.type
class Query:
    @strawberry.field
    async def articles(
        self, first: int = 20, after: str | None = None, where: ArticleWhere | None = None
    ) -> Connection[Article] | None:
        found = _published()
        if where is not None and where.published_on is not None:
            found = _within(found, where.published_on)
        rows, info = await _page(found.order_by("-published_key", "-id"), first, after)
        return Connection(nodes=[Article.of(row) for row in rows], page_info=info, queryset=found)

    @strawberry.field
    async def article(self, by: ArticleBy) -> Article | None:
        row = await _published().get_or_none(slug=by.slug)
        return None if row is None else Article.of(row)

    @strawberry.field
    async def people(self, first: int = 20, after: str | None = None) -> Connection[Person] | None:
        found = models.Person.all()
        rows, info = await _page(found.order_by("name_sort", "id"), first, after)
        return Connection(nodes=[Person.of(row) for row in rows], page_info=info, queryset=found)


class View(GraphQL[Context, None]):
    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        return {"request": request, "response": response, "loaders": Loaders()}


def create() -> Starlette:
    return _application(())


def create_with_caches() -> Starlette:
    """With what the documentation offers against parsing and validating again and again."""
    return _application((ParserCache, ValidationCache))


def _application(extensions: tuple[type[SchemaExtension], ...]) -> Starlette:
    schema = strawberry.Schema(
        query=Query, config=_CONFIG, types=[Person, Organization], extensions=extensions
    )

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with database.opened(settings.load().database_url):
            yield

    return Starlette(routes=[Route("/graphql", View(schema))], lifespan=lifespan)


def _printed(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


_CONFIG = StrawberryConfig(
    scalar_map={datetime: strawberry.scalar(name="DateTime", serialize=_printed)}
)
