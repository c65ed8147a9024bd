"""The root of all reads."""

from datetime import date, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import strawberry

from schema import arguments, inputs, pulling, types
from schema.connection import PAGING, Connection, FoundConnection
from schema.events import EventPage
from schema.fields import argument, column, field, global_id, told, value
from schema.vocabulary import Scope
from service import models
from service.events.cursors import Place
from service.reading.declarations import (
    Archive,
    Asker,
    Function,
    LookUp,
    LookUpNode,
    LookUpNodes,
    Pages,
)
from service.reading.select import Select
from service.viewers import Sight

_BY = (argument("by", inputs.By, "The key to look it up by."),)
_BY_ARTICLE = (argument("by", inputs.ArticleBy, "The key to look it up by."),)


_VERSION = version("tinbai")


@strawberry.type(description="This service, and whose archive it holds.")
class Site:
    name: str = told(lambda asker: asker.site.name, "The name of the archive.")
    time_zone: ZoneInfo = told(
        lambda asker: asker.site.zone, "By whose clock the archive's days begin."
    )
    version: str = told(lambda _: _VERSION, "The version of the service.")

    event_cursor: str = value(
        Select(models.EventLog),
        Function(("log_id", "position"), lambda *place: str(Place(*place))),
        "The event log's position in this very answer. Read it with the first page of your copy, "
        "then follow `after` it: nothing is missed.",
    )


@strawberry.type(description="That an article was taken back: for 410 Gone.")
class ArticleRemoval:
    article_id: strawberry.ID = global_id("Article", "The article's global id.")
    removed_at: datetime = column("removed_at", "When it was taken back.")
    note: str | None = column("removal_note", "What readers are told.")


@strawberry.type(description="A day, month or year of the archive that has articles.")
class ArchiveEntry:
    starts_on: date = strawberry.field(description="Its first day.")
    ends_on: date = strawberry.field(description="Its last day.")
    count: int = strawberry.field(description="How many of the articles that were asked for.")
    articles: FoundConnection[types.Article] = field(
        Pages(models.Article, arguments.archived_pages),
        "They, the newest first.",
        PAGING,
    )


def _scopes(asker: Asker) -> list[Scope]:
    return [scope for scope in Scope if asker.viewer and scope in asker.viewer.scopes]


@strawberry.type(description="Who bears the token of this request.")
class Viewer:
    name: str = told(lambda asker: asker.viewer and asker.viewer.name, "The token's name.")
    scopes: list[Scope] = told(_scopes, "What it may do.")


@strawberry.type(
    description="All reads. Lists are nullable so that one that fails leaves the others standing."
)
class Query:
    node: types.Node | None = field(
        LookUpNode(arguments.node(types.NODES)),
        "Any record by its global id; null where there is none.",
        (argument("id", strawberry.ID, "The global id."),),
    )
    nodes: list[types.Node | None] = field(
        LookUpNodes(arguments.nodes(types.NODES)),
        "Several records by their global ids, in that order; null where there is none.",
        (argument("ids", list[strawberry.ID], "At most 100 global ids."),),
    )
    article: types.Article | None = field(
        LookUp(models.Article, arguments.by(models.Article)), "One article, or null.", _BY_ARTICLE
    )
    person: types.Person | None = field(
        LookUp(models.Person, arguments.by(models.Person)),
        "One person, or null.",
        _BY,
    )
    organization: types.Organization | None = field(
        LookUp(models.Organization, arguments.by(models.Organization)),
        "One organization, or null.",
        _BY,
    )
    meeting: types.Meeting | None = field(
        LookUp(models.Meeting, arguments.by(models.Meeting)),
        "One meeting, or null.",
        _BY,
    )
    topic: types.Topic | None = field(
        LookUp(models.Topic, arguments.by(models.Topic)),
        "One topic, or null.",
        _BY,
    )
    article_removal: ArticleRemoval | None = field(
        LookUp(models.Article, arguments.by(models.Article, Sight.REMOVALS), sight=Sight.REMOVALS),
        "For 410 Gone: an article that was public and no longer is, or null.",
        _BY_ARTICLE,
    )
    articles: FoundConnection[types.Article] | None = field(
        Pages(models.Article, arguments.article_pages()),
        "The archive's articles.",
        (*types.ARTICLES, types.SEARCH),
    )
    people: FoundConnection[types.Person] | None = field(
        Pages(models.Person, arguments.people_pages()),
        "The people whom the archive knows.",
        (*types.PEOPLE, types.SEARCH),
    )
    organizations: FoundConnection[types.Organization] | None = field(
        Pages(models.Organization, arguments.organization_pages()),
        "The bodies that the archive knows.",
        (*types.ORGANIZATIONS, types.SEARCH),
    )
    meetings: FoundConnection[types.Meeting] | None = field(
        Pages(models.Meeting, arguments.meeting_pages()),
        "The meetings that the archive tells of.",
        (*types.MEETINGS, types.SEARCH),
    )
    topics: Connection[types.Topic] | None = field(
        Pages(models.Topic, arguments.topic_pages), "All topics, by name.", PAGING
    )
    mentions: Connection[types.Mention] | None = field(
        Pages(models.Mention, arguments.mention_pages),
        "What waits for a reviewer, the oldest first. Takes READ_DRAFTS.",
        (*PAGING, argument("where", inputs.MentionWhere | None, "Only those that meet these.")),
    )
    article_archive: list[ArchiveEntry] | None = field(
        Archive(models.Article, arguments.archive),
        "News by date, by the site's clock: days, months or years that have articles, the newest "
        "first, with their counts. At most 1,000: a wider question is an error.",
        (
            argument("by", inputs.ArchiveUnit, "How it is parted.", inputs.ArchiveUnit.MONTH),
            argument("from", date | None, "Only this day and later ones."),
            argument("through", date | None, "Only this day and earlier ones."),
            argument("where", inputs.ArticleWhere | None, "Only articles that meet these."),
        ),
    )

    content_events: EventPage | None = pulling.field()
    site: Site = told(lambda asker: asker.site, "This service.")
    viewer: Viewer | None = told(
        lambda asker: asker.viewer, "Who asks; null for an anonymous reader."
    )
