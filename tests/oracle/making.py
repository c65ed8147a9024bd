"""Makes a world from a seed: small and dense, with ties, gaps, nulls and every state."""

from datetime import date, datetime

from service import bodies, naming
from service.vocabulary import BodyFormat
from tests.oracle import hanging, phrases
from tests.oracle.drawing import Drawing
from tests.oracle.world import (
    ZONE,
    Article,
    Meeting,
    Membership,
    Organization,
    Person,
    Photo,
    Post,
    Topic,
    World,
)

_STATES = ("DRAFT", "SCHEDULED", "PUBLISHED", "PUBLISHED", "PUBLISHED", "PUBLISHED", "WITHDRAWN")


def made(seed: int, today: date | None = None) -> World:
    """The same world for the same seed, but for the days that are near `today`, by the site's
    clock unless given."""
    today = datetime.now(ZONE).date() if today is None else today
    drawing, world = Drawing(seed, today), World(seed, today)
    world.topics = [Topic(key, *drawing.record(), *drawing.named()) for key in drawing.ids(6)]
    world.organizations = [_organization(drawing, key) for key in drawing.ids(11)]
    world.articles = [_article(drawing, world, key) for key in drawing.ids(34)]
    world.photos = [_photo(drawing, world, key) for key in drawing.ids(30)]
    world.people = [_person(drawing, world, key) for key in drawing.ids(13)]
    world.posts = [_post(drawing, world, key) for key in drawing.ids(12)]
    world.memberships = [_membership(drawing, world, key) for key in drawing.ids(26)]
    world.meetings = [_meeting(drawing, key) for key in drawing.ids(12)]
    hanging.hang(world, drawing)
    return world


def _organization(drawing: Drawing, key: int) -> Organization:
    levels = ("CENTRAL", "PROVINCE", "DISTRICT", "COMMUNE", "VILLAGE")
    return Organization(
        key,
        *drawing.record(),
        *drawing.named(),
        other_names=drawing.names(),
        classification=drawing.or_null(drawing.rng.choice(phrases.CLASSIFICATIONS)),
        level=drawing.or_null(drawing.rng.choice(levels)),
        area=drawing.maybe(),
        founded_on=drawing.partial(0.6),
        dissolved_on=drawing.partial(0.65),
    )


def _article(drawing: Drawing, world: World, key: int) -> Article:
    rng, title = drawing.rng, drawing.phrase()
    state, (stored_as, body) = rng.choice(_STATES), _body(drawing)
    is_withdrawn = state == "WITHDRAWN"
    return Article(
        key,
        *drawing.record(),
        slug=drawing.slug(),
        url=drawing.or_null(f'https://bao.example/{key}?q=đ"\\&{rng.randint(1, 9)}'),
        title=title,
        title_sort=naming.order(title),
        lede=drawing.maybe(),
        body=body,
        body_format=stored_as.value,
        bodies={each.value: bodies.rendered(body, stored_as, each) for each in BodyFormat},
        word_count=rng.randint(0, 900),
        language=rng.choice(phrases.LANGUAGES),
        source=drawing.maybe(),
        organization_id=drawing.maybe_id(world.organizations),
        status=state,
        published_at=drawing.or_null(drawing.instant(), 0.15),
        scheduled_for=drawing.instant()
        if state == "SCHEDULED"
        else drawing.or_null(drawing.instant(), 0.5),
        removed_at=drawing.or_null(drawing.instant(), 0.0 if is_withdrawn else 0.8),
        removal_note=drawing.maybe(),
    )


def _body(drawing: Drawing) -> tuple[BodyFormat, str]:
    """As it is kept."""
    said = phrases.paragraphs(drawing.rng)
    if drawing.chance(0.3):
        return BodyFormat.MARKDOWN, bodies.kept("\n\n".join(said), BodyFormat.MARKDOWN).text
    return BodyFormat.HTML, bodies.from_paragraphs(said)


def _photo(drawing: Drawing, world: World, key: int) -> Photo:
    rng = drawing.rng
    return Photo(
        key,
        article_id=drawing.maybe_id(world.articles),
        position=rng.randint(0, 3),
        url=drawing.or_null(f"https://anh.example/{key}.jpg"),
        caption=drawing.maybe(),
        alt_text=drawing.maybe(),
        credit=drawing.maybe(),
        width=drawing.or_null(rng.choice((0, 1, 2**31 - 1))),
        height=drawing.or_null(rng.randint(1, 4000)),
    )


def _person(drawing: Drawing, world: World, key: int) -> Person:
    portraits = [photo for photo in world.photos if photo.article_id is None]
    return Person(
        key,
        *drawing.record(),
        *drawing.named(),
        honorific_prefix=drawing.maybe(),
        other_names=drawing.names(),
        biography=drawing.maybe(),
        portrait_id=drawing.maybe_id(portraits),
    )


def _post(drawing: Drawing, world: World, key: int) -> Post:
    label = drawing.rng.choice(("Chủ tịch", "Phó Chủ tịch", drawing.phrase()))
    starts_on, ends_on = drawing.period()
    return Post(
        key,
        *drawing.record(),
        organization_id=drawing.some(world.organizations).id,
        label=label,
        label_tone=naming.tone(label),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _membership(drawing: Drawing, world: World, key: int) -> Membership:
    is_person = drawing.chance(0.7)
    starts_on, ends_on = drawing.period()
    body = drawing.some(world.organizations).id
    posts = [post for post in world.posts if post.organization_id == body]
    return Membership(
        key,
        *drawing.record(),
        person_id=drawing.some(world.people).id if is_person else None,
        member_organization_id=None if is_person else drawing.some(world.organizations).id,
        organization_id=body,
        post_id=drawing.maybe_id(posts),
        on_behalf_of_id=drawing.maybe_id(world.organizations, 0.6),
        label=drawing.rng.choice(("Chủ tịch", drawing.maybe())),
        is_derived=key % 2 == 0,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _meeting(drawing: Drawing, key: int) -> Meeting:
    rng = drawing.rng
    return Meeting(
        key,
        *drawing.record(),
        *drawing.named(),
        topic=drawing.maybe(),
        classification=drawing.maybe(),
        starts_on=drawing.some_date(),
        ends_on=drawing.partial(0.6),
        part_of_day=drawing.or_null(rng.choice(("MORNING", "AFTERNOON", "EVENING"))),
        starts_at=drawing.or_null(drawing.instant(), 0.5),
        location=drawing.maybe(),
        status=rng.choice(("PLANNED", "HELD", "POSTPONED", "CANCELLED")),
    )
