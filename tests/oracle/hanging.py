"""What hangs on the nouns of a world: periods, links, what is printed with them, what merged."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from tests.oracle.drawing import Drawing
from tests.oracle.world import (
    ArticleFormerSlug,
    ArticleMeeting,
    ArticleTopic,
    Attestation,
    Byline,
    Correction,
    MeetingGroup,
    Mention,
    Merge,
    Named,
    OrganizationName,
    OrganizationParent,
    OrganizationSuccession,
    Participant,
    Revision,
    Row,
    World,
)

R = TypeVar("R", bound=Row)
_ROLES = ("HOST", "CHAIR", "SPEAKER", "ATTENDEE")
_FIELDS = ("body", "byline", "lede", "photos", "slug", "title")


def hang(world: World, drawing: Drawing) -> None:
    """On all that is there already."""
    _hierarchy(world, drawing)
    _printed(world, drawing)
    _linked(world, drawing)
    _attended(world, drawing)
    _past(world, drawing)


def _hierarchy(world: World, drawing: Drawing) -> None:
    """Several parents a body, one of them twice; bodies may even be above themselves, in rings."""
    bodies = world.organizations
    for key in drawing.ids(18):
        starts_on, ends_on = drawing.period()
        name = OrganizationName(key, starts_on, ends_on, drawing.some(bodies).id, drawing.phrase())
        world.organization_names.append(name)
    for key in drawing.ids(26):
        starts_on, ends_on = drawing.period()
        below, above = drawing.rng.choice(bodies).id, drawing.some(bodies).id
        world.organization_parents.append(OrganizationParent(key, starts_on, ends_on, below, above))
    world.successions = _links(drawing, OrganizationSuccession, 10, bodies, bodies)


def _printed(world: World, drawing: Drawing) -> None:
    """With the articles."""
    rng = drawing.rng
    world.bylines = [
        Byline(
            key,
            article_id=drawing.some(world.articles).id,
            position=rng.randint(0, 2),
            credited_name=drawing.phrase(),
            credited_position=drawing.maybe(),
            person_id=drawing.maybe_id(world.people),
            membership_id=drawing.maybe_id(world.memberships, 0.6),
        )
        for key in drawing.ids(40)
    ]
    world.corrections = [
        Correction(key, drawing.some(world.articles).id, drawing.instant(), drawing.phrase())
        for key in drawing.ids(12)
    ]
    world.mentions = [_mention(world, drawing, key) for key in drawing.ids(60)]


def _mention(world: World, drawing: Drawing, key: int) -> Mention:
    rng = drawing.rng
    whom = rng.choice(("person", "person", "body", "nobody"))
    return Mention(
        key,
        article_id=drawing.some(world.articles).id,
        position=rng.randint(0, 3),
        person_id=drawing.some(world.people).id if whom == "person" else None,
        agent_organization_id=drawing.some(world.organizations).id if whom == "body" else None,
        credited_name=drawing.phrase(),
        credited_position=drawing.maybe(),
        organization_id=drawing.maybe_id(world.organizations, 0.5),
        quote=drawing.phrase(),
        certainty=rng.choice(("CONFIRMED", "CERTAIN", "CERTAIN", "NEEDS_REVIEW")),
    )


def _linked(world: World, drawing: Drawing) -> None:
    articles = world.articles
    world.article_topics = _links(drawing, ArticleTopic, 45, articles, world.topics)
    world.article_meetings = _links(drawing, ArticleMeeting, 30, articles, world.meetings)
    world.attestations = _links(
        drawing,
        lambda key, membership, article: Attestation(
            key, membership, article, drawing.or_null(drawing.day(), 0.2)
        ),
        46,
        world.memberships,
        articles,
    )


def _links(
    drawing: Drawing,
    link: Callable[[int, int, int], R],
    about: int,
    left: Sequence[Row],
    right: Sequence[Row],
) -> list[R]:
    pairs = drawing.pairs(about, left, right)
    keys = drawing.rng.sample(range(1, 3 * len(pairs) + 2), len(pairs))
    return [link(key, a, b) for key, (a, b) in zip(keys, pairs, strict=True)]


def _attended(world: World, drawing: Drawing) -> None:
    rng = drawing.rng
    people = [
        (meeting, person, None)
        for meeting, person in drawing.pairs(30, world.meetings, world.people)
    ]
    bodies = [
        (meeting, None, body)
        for meeting, body in drawing.pairs(22, world.meetings, world.organizations)
    ]
    whom: list[tuple[int, int | None, int | None]] = [*people, *bodies]
    keys = rng.sample(range(1, 3 * len(whom) + 2), len(whom))
    world.participants = [
        Participant(
            key,
            *agent,
            position=rng.randint(0, 3),
            roles=tuple(role for role in _ROLES if rng.random() < 0.4),
            credited_name=drawing.phrase(),
            credited_position=drawing.maybe(),
            membership_id=drawing.maybe_id(world.memberships),
        )
        for key, agent in zip(keys, whom, strict=True)
    ]
    world.groups = [
        MeetingGroup(
            key,
            drawing.some(world.meetings).id,
            rng.randint(0, 2),
            drawing.phrase(),
            rng.choice(_ROLES),
        )
        for key in drawing.ids(9)
    ]


def _past(world: World, drawing: Drawing) -> None:
    """Former slugs, earlier texts, and what was merged into others."""
    world.former_slugs = [
        ArticleFormerSlug(key, drawing.some(world.articles).id, slug)
        for key, slug in zip(drawing.ids(9), _former(drawing, world.articles, 30), strict=False)
    ]
    versions = {(drawing.some(world.articles).id, n): None for n in range(1, 6) for _ in range(6)}
    world.revisions = [
        _revision(drawing, key, *version)
        for key, version in zip(drawing.ids(34), versions, strict=False)
    ]
    nouns = (world.people, world.organizations, world.meetings, world.topics)
    keys = iter(drawing.rng.sample(range(1, 400), 100))
    for rows in nouns:
        world.merges += _merges(drawing, rows, keys)


def _former(drawing: Drawing, rows: Sequence[Any], count: int) -> list[str]:
    """Each once; of some there is a row again."""
    slugs = {
        drawing.some(rows).slug if drawing.chance(0.2) else drawing.slug(): None
        for _ in range(count)
    }
    return list(slugs)


def _revision(drawing: Drawing, key: int, article: int, version: int) -> Revision:
    rng = drawing.rng
    snapshot: dict[str, Any] = {
        "lede": drawing.maybe(),
        "slug": drawing.slug(),
        "title": drawing.phrase(),
        "photos": [{"url": None, "width": rng.randint(0, 2**31), "caption": drawing.phrase()}],
        "topics": sorted(rng.sample(range(9), 2)),
    }
    return Revision(
        key,
        article,
        version,
        drawing.instant(),
        drawing.maybe(),
        sorted(rng.sample(_FIELDS, rng.randint(0, 3))),
        snapshot,
    )


def _merges(drawing: Drawing, rows: Sequence[Named], keys: Iterator[int]) -> list[Merge]:
    known = {row.id for row in rows}
    gone = [key for key in drawing.rng.sample(range(1, 400), 40) if key not in known]
    wanted = drawing.rng.choice((0, 1, 2, 3, 4))
    slugs = _former(drawing, rows, 10)
    return [
        Merge(
            next(keys),
            record_kind=type(rows[0]).__name__,
            duplicate_id=key,
            duplicate_slug=drawing.or_null(slugs.pop(), 0.15),
            survivor_id=drawing.some(rows).id,
            merged_at=drawing.instant(),
        )
        for key in gone[:wanted]
    ]
