"""Rows out, as records: everything, or those with certain ids."""

from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from service import database
from service.meetings import ROLE_COLUMNS
from service.models import (
    Article,
    ArticleFormerSlug,
    ArticleMeeting,
    ArticleTopic,
    Attestation,
    Byline,
    Correction,
    Finding,
    Meeting,
    MeetingGroup,
    Membership,
    Mention,
    Organization,
    OrganizationName,
    OrganizationParent,
    OrganizationSuccession,
    Page,
    Participant,
    Person,
    Photo,
    Post,
    Row,
    Topic,
)
from service.records import keys, shapes
from service.records.shapes import Record

_AT_ONCE = 500
_ARTICLES_AT_ONCE = 100  # they come with their pages
_PHOTO = ("url", "caption", "alt_text", "credit", "width", "height")
_FOLLOWED = ("id", "version", "created_at", "updated_at")
_NAMED = (*_FOLLOWED, "slug", "name")
_PERIOD = ("starts_on", "ends_on")

_OWNERS = {
    "post": (("organization", "organization_id", keys.posts),),
    "membership": (
        ("organization", "member_organization_id", keys.memberships),
        ("person", "person_id", keys.memberships),
    ),
}

Values = dict[str, Any]
Children = dict[int, list[Values]]


async def records() -> AsyncGenerator[Record, None]:
    """The whole archive, drafts included, in one state of it: by type, then by natural key."""
    async with database.snapshot():
        for shape in shapes.ORDER:
            kind = shapes.type_of(shape)
            async for ids in _walk(kind):
                for record in await of(kind, ids):
                    yield record


async def total() -> int:
    """How many records there are."""
    counted = (*keys.SLUGGED.values(), Post, Membership)
    return sum([await model.all().count() for model in counted])


async def of(kind: str, ids: Sequence[int]) -> list[Record]:
    """The records of one type with these ids, by natural key."""
    return sorted(await _OF[kind](ids), key=lambda record: record.key) if ids else []


async def _walk(kind: str) -> AsyncIterator[list[int]]:
    """The ids of all records of the type, some at once, in the order of the keys' first slugs."""
    if kind in keys.SLUGGED:
        async for ids in _by_slug(kind):
            yield ids
        return
    for owner, column, paths_of in _OWNERS[kind]:
        async for owners in _by_slug(owner):
            paths = await paths_of(column, owners)
            owned = sorted(paths, key=paths.__getitem__)
            for start in range(0, len(owned), _AT_ONCE):
                yield owned[start : start + _AT_ONCE]


async def _by_slug(kind: str) -> AsyncIterator[list[int]]:
    model, last = keys.SLUGGED[kind], ""
    some = _ARTICLES_AT_ONCE if kind == "article" else _AT_ONCE
    while rows := (
        await model.filter(slug__gt=last).order_by("slug").limit(some).values_list("id", "slug")
    ):
        yield [row_id for row_id, _ in rows]
        last = rows[-1][1]


async def _topics(ids: Sequence[int]) -> list[Record]:
    rows = await Topic.filter(id__in=ids).values(*_NAMED)
    return [shapes.Topic(type="topic", **_without_id(row)) for row in rows]


async def _organizations(ids: Sequence[int]) -> list[Record]:
    rows = await Organization.filter(id__in=ids).values(
        *_NAMED, "other_names", "classification", "level", "ladder", "area", "founded_on",
        "dissolved_on", province="province_tone",
    )  # fmt: skip
    names = await _children(OrganizationName, "organization_id", ids, ("name", *_PERIOD))
    parents = await _children(
        OrganizationParent, "organization_id", ids, _PERIOD, organization="parent__slug"
    )
    successors = await _children(
        OrganizationSuccession, "predecessor_id", ids, ("occurred_on",),
        organization="successor__slug",
    )  # fmt: skip
    return [
        shapes.Organization(
            type="organization",
            **_without_id(row) | {"other_names": tuple(row["other_names"])},
            names=_each(shapes.Named, names[row["id"]]),
            parents=_each(shapes.Parent, parents[row["id"]]),
            successors=_each(shapes.Succession, successors[row["id"]]),
        )
        for row in rows
    ]


async def _people(ids: Sequence[int]) -> list[Record]:
    rows = await Person.filter(id__in=ids).values(
        *_NAMED, "honorific_prefix", "other_names", "biography", "portrait_id"
    )
    shown = [row["portrait_id"] for row in rows if row["portrait_id"] is not None]
    portraits = {p["id"]: p for p in await Photo.filter(id__in=shown).values("id", *_PHOTO)}
    return [
        shapes.Person(
            type="person",
            portrait=_photo(portraits.get(row.pop("portrait_id"))),
            **_without_id(row) | {"other_names": tuple(row["other_names"])},
        )
        for row in rows
    ]


async def _posts(ids: Sequence[int]) -> list[Record]:
    rows = await Post.filter(id__in=ids).values(
        *_FOLLOWED, "label", *_PERIOD, organization="organization__slug"
    )
    paths = await keys.of_posts(ids)
    return [
        shapes.Post(type="post", **_without_id(row), number=_number(paths[row["id"]]))
        for row in rows
    ]


async def _memberships(ids: Sequence[int]) -> list[Record]:
    rows = await Membership.filter(id__in=ids).values(
        *_FOLLOWED, "label", "is_derived", *_PERIOD, "post_id",
        person="person__slug",
        member_organization="member_organization__slug",
        organization="organization__slug",
        on_behalf_of="on_behalf_of__slug",
    )  # fmt: skip
    paths = await keys.of_memberships(ids)
    posts = await keys.of_posts({row["post_id"] for row in rows} - {None})
    return [
        shapes.Membership(
            type="membership",
            post=posts.get(row.pop("post_id")),
            number=_number(paths[row["id"]]),
            **_without_id(row),
        )
        for row in rows
    ]


async def _meetings(ids: Sequence[int]) -> list[Record]:
    rows = await Meeting.filter(id__in=ids).values(
        *_NAMED, "topic", "classification", "starts_on", "ends_on", "part_of_day", "starts_at",
        "location", "status",
    )  # fmt: skip
    participants = await _children(
        Participant, "meeting_id", ids,
        ("credited_name", "credited_position", "membership_id", *ROLE_COLUMNS.values()),
        order=("position", "id"),
        person="person__slug",
        organization="organization__slug",
    )  # fmt: skip
    groups = await _children(
        MeetingGroup, "meeting_id", ids, ("credited_name", "role"), order=("position", "id")
    )
    held = await keys.of_memberships(_memberships_in(participants))
    return [
        shapes.Meeting(
            type="meeting",
            **_without_id(row),
            participants=tuple(_participant(part, held) for part in participants[row["id"]]),
            groups=_each(shapes.Group, groups[row["id"]]),
        )
        for row in rows
    ]


def _participant(row: Values, held: dict[int, str]) -> shapes.Participant:
    roles = tuple(role for role, column in ROLE_COLUMNS.items() if row.pop(column))
    return shapes.Participant(membership=held.get(row.pop("membership_id")), roles=roles, **row)


async def _articles(ids: Sequence[int]) -> list[Record]:
    rows = await Article.filter(id__in=ids).values(
        *_FOLLOWED, "slug", "url", "title", "lede", "body", "body_format", "language", "source",
        "status", "published_at", "scheduled_for", "removed_at", "removal_note", "removal_reason",
        organization="organization__slug",
    )  # fmt: skip
    printed = ("position", "id")
    credited = ("credited_name", "credited_position")
    former = await _children(ArticleFormerSlug, "article_id", ids, ("slug",), order=("slug",))
    topics = await _children(ArticleTopic, "article_id", ids, (), slug="topic__slug")
    meetings = await _children(ArticleMeeting, "article_id", ids, (), slug="meeting__slug")
    photos = await _children(Photo, "article_id", ids, _PHOTO, order=printed)
    bylines = await _children(
        Byline, "article_id", ids, (*credited, "membership_id"), order=printed,
        person="person__slug",
    )  # fmt: skip
    mentions = await _children(
        Mention, "article_id", ids, (*credited, "quote", "rule", "certainty"), order=printed,
        person="person__slug",
        organization="agent_organization__slug",
        held_in="organization__slug",
    )  # fmt: skip
    attested = await _children(Attestation, "article_id", ids, ("membership_id",), on="attested_on")
    corrections = await _children(Correction, "article_id", ids, ("at", "note"), order=("at", "id"))
    findings = await _children(
        Finding, "article_id", ids, ("field", "value", "quote", "rule", "certainty"),
        order=printed,
    )  # fmt: skip
    pages = await _children(Page, "article_id", ids, ("file_name", "original", "imported_at"))
    held = await keys.of_memberships(_memberships_in(bylines) | _memberships_in(attested))
    return [
        shapes.Article(
            type="article",
            **_without_id(row),
            former_slugs=_slugs(former[row["id"]]),
            topics=_slugs(topics[row["id"]]),
            meetings=_slugs(meetings[row["id"]]),
            photos=_each(shapes.Photo, photos[row["id"]]),
            byline=tuple(_byline(credit, held) for credit in bylines[row["id"]]),
            mentions=_each(shapes.Mention, mentions[row["id"]]),
            attestations=_attestations(attested[row["id"]], held),
            corrections=_each(shapes.Correction, corrections[row["id"]]),
            findings=_each(shapes.Finding, findings[row["id"]]),
            pages=_each(shapes.Page, pages[row["id"]]),
        )
        for row in rows
    ]


def _byline(row: Values, held: dict[int, str]) -> shapes.Byline:
    return shapes.Byline(membership=held.get(row.pop("membership_id")), **row)


def _attestations(rows: list[Values], held: dict[int, str]) -> tuple[shapes.Attestation, ...]:
    attested = sorted((held[row["membership_id"]], row["on"]) for row in rows)
    return tuple(
        shapes.Attestation(membership=key, on=None if on is None else on.isoformat())
        for key, on in attested
    )


async def _children(
    model: type[Row],
    parent: str,
    ids: Sequence[int],
    columns: tuple[str, ...],
    *,
    order: tuple[str, ...] = ("id",),
    **joined: str,
) -> Children:
    """The rows that hang on each of these, in order."""
    found: Children = defaultdict(list)
    rows = model.filter(**{f"{parent}__in": ids}).order_by(*order)
    for row in await rows.values(parent, *columns, **joined):
        found[row.pop(parent)].append(row)
    return found


def _memberships_in(children: Children) -> set[int]:
    return {row["membership_id"] for rows in children.values() for row in rows} - {None}


def _without_id(row: Values) -> Values:
    return {name: value for name, value in row.items() if name != "id"}


def _slugs(rows: list[Values]) -> tuple[str, ...]:
    return tuple(sorted(row["slug"] for row in rows))


def _each(shape: type[Any], rows: list[Values]) -> tuple[Any, ...]:
    return tuple(shape(**row) for row in rows)


def _photo(row: Values | None) -> shapes.Photo | None:
    return None if row is None else shapes.Photo(**_without_id(row))


def _number(key: str) -> int:
    return int(key.rpartition("~")[2]) if "~" in key else 1


_OF: dict[str, Callable[[Sequence[int]], Awaitable[list[Record]]]] = {
    "topic": _topics,
    "organization": _organizations,
    "person": _people,
    "post": _posts,
    "membership": _memberships,
    "meeting": _meetings,
    "article": _articles,
}
