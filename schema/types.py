"""The graph: every object that clients see, and for each field how it is read."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import strawberry
from graphql import GraphQLAbstractType, GraphQLResolveInfo

from schema import arguments, facts, inputs
from schema.connection import (
    CURSORS,
    PAGING,
    Connection,
    FoundConnection,
    PageInfo,
    page_info,
    pages,
)
from schema.connection import Pages as PageNumbers
from schema.fields import (
    argument,
    column,
    derived,
    field,
    function,
    global_id,
    lacking,
    many,
    on_day,
    one,
)
from schema.scalars import JSON, URL
from schema.vocabulary import (
    AdministrativeLevel,
    BodyFormat,
    Certainty,
    MeetingRole,
    MeetingStatus,
    PartOfDay,
    PublicationStatus,
)
from service import articles as of_articles
from service import bodies, models, naming, periods
from service import meetings as of_meetings
from service import organizations as of_organizations
from service.dates import PartialDate
from service.models import Row
from service.reading.declarations import Arguments, Asked, Asker, Column, First, Many, OneOf, Pages
from service.reading.declarations import One as ToOne
from service.reading.select import Line, Link, Order, Select, equal
from service.reading.visibility import PUBLISHED
from service.viewers import Sight

VERSION = "Grows by one with every accepted change."
CREATED = "When the record was made."
UPDATED = "When the record last changed."
ROLES = argument(
    "roles", list[MeetingRole] | None, "Only with at least one of these roles; any without."
)

_AGENT = OneOf((ToOne(models.Person, "person_id"), ToOne(models.Organization, "organization_id")))
_MEMBER = OneOf(
    (ToOne(models.Person, "person_id"), ToOne(models.Organization, "member_organization_id"))
)
_MENTIONED = OneOf(
    (ToOne(models.Person, "person_id"), ToOne(models.Organization, "agent_organization_id"))
)
_AS_PRINTED = Order("AS_PRINTED", ("position",))


def _of_article(model: type[Any], order: Order = _AS_PRINTED) -> Select:
    return Select(model, order=order, link=Link("article_id"))


def _where(shape: type[Any]) -> Any:
    return argument("where", shape | None, "Only the rows that meet these conditions.")


def _order_by(shape: type[Any], default: str) -> Any:
    return argument("order_by", shape | None, f"The order; {default} unless given.")


AT = argument("at", date | None, "As of this day.")
_OWN_DAY = "Without `at`: today, or the last day of a body that has ended."
SEARCH = argument(
    "search",
    str | None,
    "Only rows in which all these words are found, however they are written: a word with marks "
    "means itself, one without any word of its letters. The last may be a beginning; phrases stand "
    "in quotes; abbreviations and what they stand for find each other.",
)

ARTICLES = (
    *PAGING,
    _where(inputs.ArticleWhere),
    _order_by(inputs.ArticleOrder, "PUBLISHED_AT_DESC"),
)
PEOPLE = (*PAGING, _where(inputs.PersonWhere), _order_by(inputs.PersonOrder, "NAME_ASC"))
ORGANIZATIONS = (
    *PAGING,
    _where(inputs.OrganizationWhere),
    _order_by(inputs.OrganizationOrder, "NAME_ASC"),
)
MEETINGS = (
    *PAGING,
    _where(inputs.MeetingWhere),
    _order_by(inputs.MeetingOrder, "STARTS_ON_DESC"),
)


FIRST = argument("first", int, "How many, at most: 1 to 100.", 5)


def _on_day(model: type[Row], read: Callable[[date | None, date], Select]) -> Asked:
    """What holds `at` a day."""
    return Asked(model, lambda given, asker: read(given.get("at"), asker.today))


def _held(of: str) -> Asked:
    """The memberships that are held `at` a day."""

    def ask(given: Arguments, asker: Asker) -> Select:
        return periods.memberships(given.get("at"), asker.today, asker.sight, of=of)

    return Asked(models.Membership, ask)


def _line(given: Arguments, asker: Asker) -> Select:
    return Select(
        models.Organization, order=naming.BY_NAME, link=Line(given.get("at"), asker.today)
    )


def _articles(link: Link, description: str) -> Any:
    return field(Pages(models.Article, arguments.article_pages(link)), description, ARTICLES)


@strawberry.interface(description="Whatever has a global id (Relay).")
class Node:
    id: strawberry.ID = strawberry.field(
        description="Opaque, URL-safe and stable for ever; `node` finds the record by it."
    )

    @classmethod
    def resolve_type(
        cls, row: object, _info: GraphQLResolveInfo[Any], _: GraphQLAbstractType
    ) -> str:
        return type(row).__name__

    @classmethod
    def is_type_of(cls, row: object, _info: GraphQLResolveInfo[Any]) -> bool:
        return type(row).__name__ == cls.__name__


@strawberry.interface(
    description="A person or an organization: who signs, hosts, attends, is named."
)
class Agent(Node):
    slug: str = strawberry.field(description="The human key, unique among its kind.")
    name: str = strawberry.field(description="The name.")
    other_names: list[str] = strawberry.field(description="Other names in use.")


@strawberry.type(description="A picture that goes with a text, by reference.")
class Photo:
    url: URL | None = column("url", "Where the picture is.")
    caption: str | None = column("caption", "The caption, as printed.")
    alt_text: str | None = column("alt_text", "What the picture shows, for who cannot see it.")
    credit: str | None = column("credit", "Who took it.")
    width: int | None = column("width", "In pixels.")
    height: int | None = column("height", "In pixels.")


@strawberry.type(description="Something that was put right after publication.")
class Correction:
    at: datetime = column("at", "When.")
    note: str = column("note", "What readers are told.")


@strawberry.type(
    description="Who signs, as printed; with links to the records where they are known."
)
class Byline:
    credited_name: str = column("credited_name", "The name, as printed.")
    credited_position: str | None = column("credited_position", "The position, as printed.")
    person: "Person | None" = one(models.Person, "person_id", "Who it is, where known.")
    membership: "Membership | None" = one(
        models.Membership, "membership_id", "The post behind the position, where known."
    )


@strawberry.type(description="A subject under which articles are filed.")
class Topic(Node):
    id: strawberry.ID = global_id("Topic")
    slug: str = column("slug", "The human key.")
    name: str = column("name", "The subject.")
    version: int = column("version", VERSION)
    created_at: datetime = column("created_at", CREATED)
    updated_at: datetime = column("updated_at", UPDATED)
    articles: FoundConnection["Article"] = _articles(of_articles.ON_TOPIC, "Filed under it.")


@strawberry.type(description="What an article's text says of a person or a body.")
class Mention(Node):
    id: strawberry.ID = global_id("Mention")
    article: "Article" = one(models.Article, "article_id", "The article that says so.")
    agent: Agent | None = field(
        _MENTIONED, "Who is meant; null where nobody is known yet to be meant."
    )
    credited_name: str = column("credited_name", "The name, as printed.")
    credited_position: str | None = column("credited_position", "The position, as printed.")
    organization: "Organization | None" = one(
        models.Organization, "organization_id", "The body in which the position is held."
    )
    certainty: Certainty = column("certainty", "How sure it is.")
    quote: str | None = column("quote", "The words of the text that say so.")


@strawberry.type(
    description="A piece of the archive. Only what is PUBLISHED is public; READ_DRAFTS sees all."
)
class Article(Node):
    id: strawberry.ID = global_id("Article")
    slug: str = column("slug", "The human key, unique among articles.")
    url: URL | None = column("url", "Where the page stands or stood.")
    title: str = column("title", "The headline.")
    lede: str | None = column("lede", "The opening that sums it up.")
    body: str = function(
        "body",
        "body_format",
        of=bodies.rendered,
        description="The text.",
        arguments=(argument("format", BodyFormat, "How to write it out.", BodyFormat.HTML),),
    )
    word_count: int = column("word_count", "Words of lede and body, as they are printed.")
    language: str = column("language", "BCP 47, e.g. vi.")
    source: str | None = column("source", "Where the text was taken from, as printed.")
    photos: list[Photo] = many(_of_article(models.Photo), "Its pictures, as printed.")
    byline: list[Byline] = many(_of_article(models.Byline), "Who signs, as printed.")
    organization: "Organization | None" = one(
        models.Organization, "organization_id", "The body that publishes it."
    )
    topics: list[Topic] = many(
        Select(
            models.Topic,
            order=naming.BY_NAME,
            link=Link("article_id", models.ArticleTopic, "topic_id"),
        ),
        "Its subjects, by name.",
    )
    meetings: "list[Meeting]" = many(
        Select(models.Meeting, order=of_meetings.LATEST_FIRST, link=of_meetings.ON_ARTICLE),
        "The meetings it tells of, the latest first.",
    )
    mentions: list[Mention] = many(
        _of_article(models.Mention),
        "People and organizations named in the text, with what the text says of them.",
    )
    related: "list[Article]" = field(
        Many(Asked(models.Article, arguments.first_of(of_articles.related))),
        "Other public articles, by the meetings, topics and mentions that they share with it, then "
        "the newest.",
        (FIRST,),
    )
    published_at: datetime | None = column("published_at", "When it was published.")
    published_on: date | None = column(
        "published_on",
        "The local day, in the site's time zone, under which the archive files it.",
    )
    scheduled_for: datetime | None = field(
        Column("scheduled_for", Sight.DRAFTS),
        "When it is due, while it is SCHEDULED; null without READ_DRAFTS.",
    )
    created_at: datetime = column("created_at", CREATED)
    updated_at: datetime = column("updated_at", UPDATED)
    corrections: list[Correction] = many(
        _of_article(models.Correction, Order("AT", ("at",))), "What was put right, oldest first."
    )
    status: PublicationStatus = column("status", "Where it stands.")
    version: int = column("version", VERSION + " Send it back as `expectedVersion`.")
    revisions: "Connection[Revision] | None" = field(
        Pages(models.Revision, arguments.revision_pages, sight=Sight.DRAFTS),
        "Earlier texts, the latest first; null without READ_DRAFTS.",
        CURSORS,
    )


@strawberry.type(description="An article as it stood after a change. Takes READ_DRAFTS.")
class Revision(Node):
    id: strawberry.ID = global_id("Revision")
    version: int = column("version", "The article's version from then on.")
    created_at: datetime = column("created_at", "When the change was made.")
    by: str | None = column("by", "Whose token made it; null where it was no one's.")
    changed: list[str] = column("changed", "The fields that changed, by name.")
    snapshot: JSON = function(
        "snapshot",
        of=facts.shown,
        description="The article's fields as they stood then, by the names of `updateArticle`'s "
        "input, which takes them back; and its state.",
    )


@strawberry.type(description="Somebody whom the archive knows.")
class Person(Agent):
    id: strawberry.ID = global_id("Person")
    slug: str = column("slug", "The human key, unique among people.")
    name: str = column("name", "The name, family name first.")
    honorific_prefix: str | None = column("honorific_prefix", "As `ông`, `bà`, or a rank.")
    other_names: list[str] = column("other_names", "Other names in use.")
    biography: str | None = column("biography", "A life in short.")
    portrait: Photo | None = one(models.Photo, "portrait_id", "A picture of the person.")
    memberships: "list[Membership]" = field(
        Many(Asked(models.Membership, arguments.person_memberships)),
        "Every post and membership ever held; with `at`, those of that day.",
        (AT, argument("organization", strawberry.ID | None, "Only those in this body, by its id.")),
    )
    articles: FoundConnection[Article] = _articles(
        of_articles.SIGNED_BY_PERSON, "Signed by the person."
    )
    mentioned_in: FoundConnection[Article] = _articles(
        of_articles.NAMING_PERSON, "Naming the person."
    )
    meetings: "FoundConnection[Meeting]" = field(
        Pages(
            models.Meeting,
            arguments.meeting_pages(of_meetings.of_person),
        ),
        "In which the person took part.",
        (ROLES, *MEETINGS),
    )
    version: int = column("version", VERSION)
    created_at: datetime = column("created_at", CREATED)
    updated_at: datetime = column("updated_at", UPDATED)


@strawberry.type(description="A name of a body, and when it bore it. Periods include both ends.")
class OrganizationName:
    name: str = column("name", "The name.")
    starts_on: PartialDate | None = column("starts_on", "Its first day; null where unknown.")
    ends_on: PartialDate | None = column(
        "ends_on", "Its last day; null where unknown, or still in use."
    )


@strawberry.type(description="A body: of the Party, the State, the Front, or any other.")
class Organization(Agent):
    id: strawberry.ID = global_id("Organization")
    slug: str = column("slug", "The human key, unique among organizations.")
    name: str = on_day(
        periods.current_name,
        _on_day(models.OrganizationName, periods.names),
        "name",
        f"Its name on a day; the latest that is known where none is known of that day. {_OWN_DAY}",
        (AT,),
    )
    names: list[OrganizationName] = many(
        Select(
            models.OrganizationName,
            order=periods.EARLIEST_FIRST,
            link=Link("organization_id"),
        ),
        "Every name with its period, the earliest first.",
    )
    other_names: list[str] = column("other_names", "Other names in use, abbreviations among them.")
    classification: str | None = column(
        "classification", "What kind of body it is, without level and area."
    )
    level: AdministrativeLevel | None = column("level", "The level on which it works.")
    area: str | None = column("area", "Where it works, with the unit: huyện Lâm Bình.")
    founded_on: PartialDate | None = column("founded_on", "Its first day, as far as known.")
    dissolved_on: PartialDate | None = column("dissolved_on", "Its last day, as far as known.")
    predecessors: "list[Organization]" = many(
        Select(
            models.Organization,
            order=naming.BY_NAME,
            link=of_organizations.PREDECESSORS,
        ),
        "The bodies that it took over from, by name.",
    )
    successors: "list[Organization]" = many(
        Select(
            models.Organization,
            order=naming.BY_NAME,
            link=of_organizations.SUCCESSORS,
        ),
        "The bodies that took over from it, by name.",
    )
    parent: "Organization | None" = field(
        First(
            _on_day(models.OrganizationParent, periods.parents),
            ToOne(models.Organization, "parent_id"),
        ),
        f"The body above it on a day; of several the latest. {_OWN_DAY}",
        (AT,),
    )
    ancestors: "list[Organization]" = field(
        Many(Asked(models.Organization, _line)),
        f"The bodies above it on a day, the nearest first. {_OWN_DAY}",
        (AT,),
    )
    children: "FoundConnection[Organization]" = field(
        Pages(models.Organization, arguments.children_pages),
        f"The bodies below it on a day, by name. {_OWN_DAY}",
        (AT, *PAGING),
    )
    posts: "list[Post]" = field(
        Many(_on_day(models.Post, periods.posts)),
        f"Its posts on a day, by label. {_OWN_DAY}",
        (AT,),
    )
    memberships: "list[Membership]" = field(
        Many(_held("organization_id")),
        f"Who holds what in it on a day, with or without a post. {_OWN_DAY}",
        (AT,),
    )
    articles: FoundConnection[Article] = _articles(
        of_articles.PUBLISHED_BY_ORGANIZATION, "Published by the body."
    )
    mentioned_in: FoundConnection[Article] = _articles(
        of_articles.NAMING_ORGANIZATION, "Naming the body."
    )
    meetings: "FoundConnection[Meeting]" = field(
        Pages(
            models.Meeting,
            arguments.meeting_pages(of_meetings.of_organization),
        ),
        "In which the body took part.",
        (ROLES, *MEETINGS),
    )
    version: int = column("version", VERSION)
    created_at: datetime = column("created_at", CREATED)
    updated_at: datetime = column("updated_at", UPDATED)


@strawberry.type(description="A position that exists whether or not anyone holds it (Popolo Post).")
class Post(Node):
    id: strawberry.ID = global_id("Post")
    label: str = column("label", "What it is called: Phó Chủ tịch.")
    organization: Organization = one(
        models.Organization, "organization_id", "The body it belongs to."
    )
    starts_on: PartialDate | None = column("starts_on", "Its first day; null where unknown.")
    ends_on: PartialDate | None = column(
        "ends_on", "Its last day; null where unknown, or still there."
    )
    memberships: "list[Membership]" = many(
        Select(models.Membership, link=Link("post_id")), "Everybody who ever held it."
    )
    holders: "list[Membership]" = field(
        Many(_held("post_id")), f"Who holds it on a day. {_OWN_DAY}", (AT,)
    )
    is_vacant: bool = lacking(
        _held("post_id"), f"Whether nobody holds it on a day. {_OWN_DAY}", (AT,)
    )
    version: int = column("version", VERSION)
    created_at: datetime = column("created_at", CREATED)
    updated_at: datetime = column("updated_at", UPDATED)


@strawberry.type(
    description="Who holds what, where and when (Popolo Membership). Where a bound is unknown, "
    "`at` goes by the days on which articles attest it; where none does, it is open."
)
class Membership(Node):
    id: strawberry.ID = global_id("Membership")
    label: str | None = column("label", "What it is called.")
    member: Agent = field(_MEMBER, "The person or body that holds it.")
    organization: Organization = one(
        models.Organization, "organization_id", "The body in which it is held."
    )
    post: Post | None = one(models.Post, "post_id", "The post, where it is one.")
    on_behalf_of: Organization | None = one(
        models.Organization, "on_behalf_of_id", "The body that the member stands for."
    )
    starts_on: PartialDate | None = column("starts_on", "The first day; null where unknown.")
    ends_on: PartialDate | None = column(
        "ends_on", "The last day; null where unknown, or still held."
    )
    first_attested_on: date | None = derived(
        periods.first_attested, "The first day for which an article says so."
    )
    last_attested_on: date | None = derived(
        periods.last_attested, "The last day for which an article says so."
    )
    sources: list[Article] = many(
        Select(
            models.Article,
            where=PUBLISHED,
            order=of_articles.NEWEST_FIRST,
            link=of_articles.ATTESTING_MEMBERSHIP,
        ),
        "The public articles that say so, the newest first.",
    )
    version: int = column("version", VERSION)
    created_at: datetime = column("created_at", CREATED)
    updated_at: datetime = column("updated_at", UPDATED)


@strawberry.type(description="Who took part without being named: 'lãnh đạo các xã'.")
class MeetingGroup:
    credited_name: str = column("credited_name", "The words of the text.")
    role: MeetingRole = column("role", "What they did there.")


@strawberry.type(description="A participant, with what belongs to the link.")
class ParticipantEdge:
    cursor: str = strawberry.field(description="The participant's position in the list.")
    node: Agent = strawberry.field(description="Who took part.")
    roles: list[MeetingRole] = function(
        *of_meetings.ROLE_COLUMNS.values(),
        of=of_meetings.roles,
        description="All roles, at once.",
    )
    credited_name: str = column("credited_name", "The name, as announced.")
    credited_position: str | None = column("credited_position", "The position, as announced.")
    membership: Membership | None = one(
        models.Membership, "membership_id", "The post behind the position, where known."
    )


@strawberry.type(description="Who took part, page by page, in the order of the text.")
class ParticipantConnection:
    edges: list[ParticipantEdge] = strawberry.field(description="One edge an agent.")
    nodes: list[Agent] = strawberry.field(description="Who took part.")
    page_info: PageInfo = page_info()
    pages: PageNumbers = pages()
    total_count: int = strawberry.field(
        description="How many took part. Counted only when selected."
    )


@strawberry.type(description="Who met whom, when and about what.")
class Meeting(Node):
    id: strawberry.ID = global_id("Meeting")
    slug: str = column("slug", "The human key, unique among meetings.")
    name: str = column("name", "What it is called.")
    topic: str | None = column("topic", "What it was about.")
    classification: str | None = column("classification", "What kind of meeting it is.")
    starts_on: PartialDate = column("starts_on", "Its first day, as far as known.")
    ends_on: PartialDate | None = column(
        "ends_on", "Its last day; null where it is the first, or unknown."
    )
    part_of_day: PartOfDay | None = column("part_of_day", "The part of the day, as printed.")
    starts_at: datetime | None = column(
        "starts_at", "Only where the hour is known; never invented."
    )
    location: str | None = column("location", "Where, as printed.")
    status: MeetingStatus = column("status", "Whether it took place.")
    hosts: list[Agent] = many(
        Select(
            models.Participant,
            equal(of_meetings.ROLE_COLUMNS[MeetingRole.HOST], value=True),
            of_meetings.AS_LISTED,
            Link("meeting_id"),
        ),
        "The participants with the role HOST.",
        _AGENT,
    )
    participants: ParticipantConnection = field(
        Pages(models.Participant, arguments.participant_pages, _AGENT),
        "Who took part, named. One edge an agent, with all its roles.",
        (ROLES, *CURSORS),
    )
    groups: list[MeetingGroup] = many(
        Select(models.MeetingGroup, order=of_meetings.AS_LISTED, link=Link("meeting_id")),
        "Who took part without being named.",
    )
    articles: FoundConnection[Article] = _articles(of_articles.ON_MEETING, "Telling of it.")
    version: int = column("version", VERSION)
    created_at: datetime = column("created_at", CREATED)
    updated_at: datetime = column("updated_at", UPDATED)


NODES = {
    model.__name__: model
    for model in (
        models.Article,
        models.Person,
        models.Organization,
        models.Meeting,
        models.Topic,
        models.Post,
        models.Membership,
        models.Mention,
        models.Revision,
    )
}
