"""The root of all reads."""

from importlib.metadata import version
from zoneinfo import ZoneInfo

import strawberry

from schema import arguments, inputs, pulling, types
from schema.connection import Connection
from schema.events import EventPage
from schema.fields import argument, field, told, value
from schema.vocabulary import Scope
from service import models
from service.events.cursors import Place
from service.reading.declarations import Asker, Function, LookUp, LookUpNode, LookUpNodes, Pages
from service.reading.select import Select

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
    articles: Connection[types.Article] | None = field(
        Pages(models.Article, arguments.article_pages()),
        "The archive's articles.",
        types.ARTICLES,
    )
    people: Connection[types.Person] | None = field(
        Pages(models.Person, arguments.people_pages()),
        "The people whom the archive knows.",
        types.PEOPLE,
    )
    organizations: Connection[types.Organization] | None = field(
        Pages(models.Organization, arguments.organization_pages()),
        "The bodies that the archive knows.",
        types.ORGANIZATIONS,
    )
    meetings: Connection[types.Meeting] | None = field(
        Pages(models.Meeting, arguments.meeting_pages()),
        "The meetings that the archive tells of.",
        types.MEETINGS,
    )

    content_events: EventPage | None = pulling.field()
    site: Site = told(lambda asker: asker.site, "This service.")
    viewer: Viewer | None = told(
        lambda asker: asker.viewer, "Who asks; null for an anonymous reader."
    )
