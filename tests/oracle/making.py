"""Makes a world from a seed: small and dense, with ties, gaps, nulls and every state."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from random import Random
from typing import TypeVar

from service import naming
from tests.oracle import phrases
from tests.oracle.world import (
    Article,
    ArticleMeeting,
    ArticleTopic,
    Attestation,
    Byline,
    Correction,
    Meeting,
    MeetingGroup,
    Membership,
    Mention,
    Organization,
    OrganizationName,
    OrganizationParent,
    OrganizationSuccession,
    Participant,
    Person,
    Photo,
    Post,
    Row,
    Topic,
    World,
)

T = TypeVar("T")
R = TypeVar("R", bound=Row)

_LOCAL_MIDNIGHT = datetime(2025, 6, 30, 17, tzinfo=UTC)
_INSTANTS = (
    datetime(2015, 3, 1, 2, 30, tzinfo=UTC),
    datetime(2019, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2020, 1, 1, tzinfo=UTC),
    datetime(2020, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    datetime(2020, 1, 1, 0, 0, 0, 500000, tzinfo=UTC),
    _LOCAL_MIDNIGHT - timedelta(microseconds=1),
    _LOCAL_MIDNIGHT,
    _LOCAL_MIDNIGHT + timedelta(hours=7),
    _LOCAL_MIDNIGHT + timedelta(days=1, seconds=-1),
    datetime(1969, 12, 31, 18, tzinfo=UTC),
    datetime(2026, 8, 15, 12, 0, 0, 120, tzinfo=UTC),
)
_PARTIAL = (
    "2021", "2021-05", "2021-05-12", "2020-02", "2020-02-29", "2025-06-30", "2025-07-01",
    "2019-12-31", "--06-23", "--02-29", "9999-12-31", "1945-09-02",
)  # fmt: skip
_STATES = ("DRAFT", "SCHEDULED", "PUBLISHED", "PUBLISHED", "PUBLISHED", "PUBLISHED", "WITHDRAWN")
_ROLES = ("HOST", "CHAIR", "SPEAKER", "ATTENDEE")
_LARGE = (2**31 - 1, 2**31, 2**53 + 1, 2**62, 2**63 - 1)


def made(seed: int) -> World:
    """The same world for the same seed."""
    return _Maker(seed).world()


class _Maker:
    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)
        self._world = World(seed)
        self._scale = self._rng.choice((0.4, 1, 1, 1.4, 2))
        self._slugs: set[str] = set()

    def world(self) -> World:
        world = self._world
        world.topics = [Topic(key, *self._record(), *self._named()) for key in self._ids(6)]
        world.organizations = [self._organization(key) for key in self._ids(11)]
        self._hierarchy()
        world.articles = [self._article(key) for key in self._ids(34)]
        world.photos = [self._photo(key) for key in self._ids(26)]
        world.people = [self._person(key) for key in self._ids(13)]
        world.posts = [self._post(key) for key in self._ids(12)]
        world.memberships = [self._membership(key) for key in self._ids(22)]
        world.meetings = [self._meeting(key) for key in self._ids(12)]
        self._printed_with_articles()
        self._linked()
        self._attended()
        return world

    def _ids(self, about: int) -> list[int]:
        """In no order, with gaps, and sometimes one that is large."""
        wanted = max(1, round(about * self._scale * self._rng.uniform(0.7, 1.3)))
        ids = self._rng.sample(range(1, wanted * 3), wanted)
        if self._rng.random() < 0.3:
            ids[-1] = self._rng.choice(_LARGE)
        return ids

    def _some(self, rows: Sequence[R]) -> R:
        """The first ones are chosen more often: some have many, most have few."""
        return rows[min(int(self._rng.expovariate(3 / len(rows))), len(rows) - 1)]

    def _or_null(self, value: T, chance: float = 0.3) -> T | None:
        return None if self._rng.random() < chance else value

    def _maybe_id(self, rows: Sequence[R], chance: float = 0.3) -> int | None:
        return self._or_null(self._some(rows).id, chance) if rows else None

    def _instant(self) -> datetime:
        return self._rng.choice(_INSTANTS)

    def _partial(self, chance: float = 0.35) -> str | None:
        return self._or_null(self._rng.choice(_PARTIAL), chance)

    def _record(self) -> tuple[int, datetime, datetime]:
        return self._rng.randint(1, 9), self._instant(), self._instant()

    def _slug(self) -> str:
        """Lower case, as slugs are."""
        while True:
            stem = self._rng.choice(
                ("hoi-nghi", "hoi-nghi-2", "dai-hoi", "an", "ủy-ban", "q\"'\\%_")
            )
            slug = f"{stem}-{self._rng.randint(1, 60)}"
            if slug not in self._slugs:
                self._slugs.add(slug)
                return slug

    def _named(self) -> tuple[str, str, str]:
        name = phrases.phrase(self._rng)
        return self._slug(), name, naming.order(name)

    def _names(self) -> list[str]:
        return [phrases.phrase(self._rng) for _ in range(self._rng.choice((0, 0, 1, 3)))]

    def _organization(self, key: int) -> Organization:
        levels = ("CENTRAL", "PROVINCE", "DISTRICT", "COMMUNE", "VILLAGE")
        return Organization(
            key,
            *self._record(),
            *self._named(),
            other_names=self._names(),
            classification=phrases.maybe(self._rng),
            level=self._or_null(self._rng.choice(levels)),
            area=phrases.maybe(self._rng),
            founded_on=self._partial(),
            dissolved_on=self._partial(),
        )

    def _hierarchy(self) -> None:
        """Several parents a body, one of them twice; bodies may even be above themselves."""
        world, bodies = self._world, self._world.organizations
        world.organization_names = [
            OrganizationName(
                key,
                self._some(bodies).id,
                phrases.phrase(self._rng),
                self._partial(),
                self._partial(),
            )
            for key in self._ids(16)
        ]
        world.organization_parents = [
            OrganizationParent(key, self._rng.choice(bodies).id, self._some(bodies).id)
            for key in self._ids(14)
        ]
        pairs = self._pairs(10, bodies, bodies)
        world.successions = [
            OrganizationSuccession(key, a, b)
            for key, (a, b) in zip(self._ids(9), pairs, strict=False)
        ]

    def _pairs(
        self, about: int, left: Sequence[Row], right: Sequence[Row]
    ) -> list[tuple[int, int]]:
        """Each once."""
        wanted = round(about * self._scale)
        pairs = {(self._some(left).id, self._some(right).id): None for _ in range(wanted)}
        return list(pairs)

    def _article(self, key: int) -> Article:
        rng, title = self._rng, phrases.phrase(self._rng)
        said = phrases.paragraphs(rng)
        blocks = [" ".join(paragraph.split()) for paragraph in said]
        state = rng.choice(_STATES)
        return Article(
            key,
            *self._record(),
            slug=self._slug(),
            url=self._or_null(f'https://bao.example/{key}?q=đ"\\&{rng.randint(1, 9)}'),
            title=title,
            title_sort=naming.order(title),
            lede=phrases.maybe(rng),
            body="\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in said),
            plain="\n\n".join(block for block in blocks if block),
            word_count=rng.randint(0, 900),
            language=rng.choice(("vi", "en", "tày")),
            source=phrases.maybe(rng),
            organization_id=self._maybe_id(self._world.organizations),
            status=state,
            published_at=self._or_null(self._instant(), 0.15),
            scheduled_for=self._instant()
            if state == "SCHEDULED"
            else self._or_null(self._instant(), 0.5),
        )

    def _photo(self, key: int) -> Photo:
        rng = self._rng
        return Photo(
            key,
            article_id=self._maybe_id(self._world.articles),
            position=rng.randint(0, 3),
            url=self._or_null(f"https://anh.example/{key}.jpg"),
            caption=phrases.maybe(rng),
            alt_text=phrases.maybe(rng),
            credit=phrases.maybe(rng),
            width=self._or_null(rng.choice((0, 1, 2**31 - 1))),
            height=self._or_null(rng.randint(1, 4000)),
        )

    def _person(self, key: int) -> Person:
        return Person(
            key,
            *self._record(),
            *self._named(),
            honorific_prefix=phrases.maybe(self._rng),
            other_names=self._names(),
            biography=phrases.maybe(self._rng),
            portrait_id=self._maybe_id(self._world.photos),
        )

    def _post(self, key: int) -> Post:
        label = self._rng.choice(("Chủ tịch", "Phó Chủ tịch", phrases.phrase(self._rng)))
        return Post(
            key,
            *self._record(),
            organization_id=self._some(self._world.organizations).id,
            label=label,
            label_tone=naming.tone(label),
            starts_on=self._partial(),
            ends_on=self._partial(),
        )

    def _membership(self, key: int) -> Membership:
        world = self._world
        is_person = self._rng.random() < 0.7
        return Membership(
            key,
            *self._record(),
            person_id=self._some(world.people).id if is_person else None,
            member_organization_id=None if is_person else self._some(world.organizations).id,
            organization_id=self._some(world.organizations).id,
            post_id=self._maybe_id(world.posts),
            on_behalf_of_id=self._maybe_id(world.organizations, 0.6),
            label=phrases.maybe(self._rng),
            starts_on=self._partial(),
            ends_on=self._partial(),
        )

    def _meeting(self, key: int) -> Meeting:
        rng = self._rng
        return Meeting(
            key,
            *self._record(),
            *self._named(),
            topic=phrases.maybe(rng),
            classification=phrases.maybe(rng),
            starts_on=rng.choice(_PARTIAL),
            ends_on=self._partial(0.6),
            part_of_day=self._or_null(rng.choice(("MORNING", "AFTERNOON", "EVENING"))),
            starts_at=self._or_null(self._instant(), 0.5),
            location=phrases.maybe(rng),
            status=rng.choice(("PLANNED", "HELD", "POSTPONED", "CANCELLED")),
        )

    def _printed_with_articles(self) -> None:
        world, rng = self._world, self._rng
        world.bylines = [
            Byline(
                key,
                article_id=self._some(world.articles).id,
                position=rng.randint(0, 2),
                credited_name=phrases.phrase(rng),
                credited_position=phrases.maybe(rng),
                person_id=self._maybe_id(world.people),
                membership_id=self._maybe_id(world.memberships, 0.6),
            )
            for key in self._ids(40)
        ]
        world.corrections = [
            Correction(key, self._some(world.articles).id, self._instant(), phrases.phrase(rng))
            for key in self._ids(12)
        ]
        world.mentions = [self._mention(key) for key in self._ids(60)]

    def _mention(self, key: int) -> Mention:
        world, rng = self._world, self._rng
        whom = rng.choice(("person", "person", "body", "both", "nobody"))
        return Mention(
            key,
            article_id=self._some(world.articles).id,
            position=rng.randint(0, 3),
            person_id=self._some(world.people).id if whom in {"person", "both"} else None,
            agent_organization_id=self._some(world.organizations).id
            if whom in {"body", "both"}
            else None,
            credited_name=phrases.phrase(rng),
            credited_position=phrases.maybe(rng),
            organization_id=self._maybe_id(world.organizations, 0.5),
            quote=phrases.phrase(rng),
            certainty=rng.choice(("CONFIRMED", "CERTAIN", "CERTAIN", "NEEDS_REVIEW")),
        )

    def _linked(self) -> None:
        world = self._world
        world.article_topics = self._links(ArticleTopic, 45, world.articles, world.topics)
        world.article_meetings = self._links(ArticleMeeting, 30, world.articles, world.meetings)
        world.attestations = self._links(Attestation, 40, world.memberships, world.articles)

    def _links(
        self,
        link: Callable[[int, int, int], R],
        about: int,
        left: Sequence[Row],
        right: Sequence[Row],
    ) -> list[R]:
        pairs = self._pairs(about, left, right)
        keys = self._rng.sample(range(1, 3 * len(pairs) + 2), len(pairs))
        return [link(key, a, b) for key, (a, b) in zip(keys, pairs, strict=True)]

    def _attended(self) -> None:
        world, rng = self._world, self._rng
        people = [
            (meeting, person, None)
            for meeting, person in self._pairs(30, world.meetings, world.people)
        ]
        bodies = [
            (meeting, None, body)
            for meeting, body in self._pairs(22, world.meetings, world.organizations)
        ]
        whom: list[tuple[int, int | None, int | None]] = [*people, *bodies]
        keys = rng.sample(range(1, 3 * len(whom) + 2), len(whom))
        world.participants = [
            Participant(
                key,
                *agent,
                position=rng.randint(0, 3),
                roles=tuple(role for role in _ROLES if rng.random() < 0.4),
                credited_name=phrases.phrase(rng),
                credited_position=phrases.maybe(rng),
                membership_id=self._maybe_id(world.memberships),
            )
            for key, agent in zip(keys, whom, strict=True)
        ]
        world.groups = [
            MeetingGroup(
                key,
                self._some(world.meetings).id,
                rng.randint(0, 2),
                phrases.phrase(rng),
                rng.choice(_ROLES),
            )
            for key in self._ids(9)
        ]
