"""Meetings of the world: of what, when and where, who holds them and who is there."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from service.sample.bodies import BODIES, COMMUNE, DISTRICT, PROVINCE, VILLAGE, Body
from service.sample.day_forms import AFTERNOON, EVENING, MORNING
from service.sample.people import Term, holder
from service.sample.phrases import Phrases, genre, subjects
from service.sample.places import Place

_CHAIRS = {
    "people": ("chair", "vice chair", "second vice chair"),
    "party": ("secretary", "deputy"),
    "council": ("deputy", "council vice", "secretary"),
    "mass work": ("mass work", "mass work vice"),
    "education": ("vice chair",),
    "work": ("work",),
    "farmers": ("farmers",),
    "women": ("women",),
    "veterans": ("veterans",),
    "youth": ("youth",),
    "union": ("union",),
}
_FRONT_CHAIRS = ("front chair", "front deputy", "front vice", "second front vice")
_UPPER = {
    PROVINCE: (
        *("secretary", "deputy", "chair", "vice chair", "mass work", "council vice"),
        *("police", "home affairs"),
    ),
    DISTRICT: (
        *("front deputy", "front vice", "second front vice", "mass work vice", "vice chair"),
        *("farmers", "women", "home affairs", "education"),
    ),
    COMMUNE: ("secretary", "deputy", "vice chair", "second vice chair", "front chair", "women"),
    VILLAGE: ("chair", "front chair", "secretary"),
}
_OWN = {
    PROVINCE: ("front deputy", "front vice", "women", "farmers", "veterans", "youth", "union"),
    DISTRICT: ("deputy", "vice chair", "second vice chair", "mass work", "farmers", "women"),
    COMMUNE: ("chair", "front chair", "secretary"),
    VILLAGE: ("work",),
}
_NOUNS = (
    *("hội nghị", "đại hội", "hội thi", "hội thảo", "cuộc họp", "ngày hội", "chương trình"),
    *(
        "diễn đàn",
        "lớp tập huấn",
        "buổi giám sát",
        "cuộc giám sát",
        "buổi làm việc",
        "buổi đối thoại",
    ),
    *("buổi gặp mặt", "buổi tiếp xúc", "kỳ họp", "phiên họp"),
)
_CONFERENCES = frozenset(
    (
        *("hội nghị", "đại hội", "hội thảo", "cuộc họp", "diễn đàn", "buổi giám sát"),
        *("buổi làm việc", "buổi đối thoại", "buổi tiếp xúc", "kỳ họp", "phiên họp"),
        *("buổi tọa đàm", "cuộc giám sát"),
    )
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """`seed` lets every page that tells of it fill the topic's slots alike.

    `chairs` come first among those present; `guests` are of the place above, `own` of the place
    itself. `clock` is the hour it is called for.
    """

    subject: Phrases
    home: Place
    index: int
    kind: str
    topic: str
    seed: int
    day: date
    last_day: date | None
    part: str
    clock: tuple[int, int]
    hosts: tuple[Body, ...]
    chairs: tuple[Term, ...]
    guests: tuple[Term, ...]
    own: tuple[Term, ...]
    venue: str

    @property
    def is_conference(self) -> bool:
        """Whether people sit and discuss, rather than celebrate."""
        return self.noun in _CONFERENCES

    @property
    def noun(self) -> str:
        """How the text speaks of it further on."""
        kind = self.kind.lower()
        for noun in _NOUNS:
            if kind.startswith(noun):
                return noun
        if kind.startswith(("tọa đàm", "buổi tọa đàm")):
            return "buổi tọa đàm"
        return "buổi lễ" if kind.startswith("lễ") else "hội nghị"


def meeting_on(rng: Random, day: date, home: Place) -> Meeting | None:
    """A meeting that fits the season and the place; None where there is none."""
    fitting = [
        subject
        for subject in subjects()
        if subject.fits(day)
        and home.level in subject.levels
        and not (subject.is_rural and home.unit not in ("xã", "huyện"))
    ]
    rng.shuffle(fitting)
    for subject in fitting:
        hosts = _hosts(rng, subject, home, day)
        chairs = _chairs(rng, hosts[0], day) if hosts else ()
        if hosts and chairs:
            return _meeting(rng, subject, home, day, hosts, chairs)
    return None


def _meeting(
    rng: Random,
    subject: Phrases,
    home: Place,
    day: date,
    hosts: tuple[Body, ...],
    chairs: tuple[Term, ...],
) -> Meeting:
    index = rng.randrange(len(subject["meetings"]))
    kind, _, topic = subject["meetings"][index].partition(" | ")
    lasts = kind.lower().startswith(("đại hội", "lớp")) or rng.random() < 0.04
    last_day = day + timedelta(days=rng.randint(1, 2)) if lasts and rng.random() < 0.6 else None
    if last_day is not None and last_day.month != day.month:
        last_day = None
    evening = kind.lower().startswith("chương trình") and rng.random() < 0.5
    part = EVENING if evening else rng.choice((MORNING, MORNING, AFTERNOON))
    hour = {MORNING: 7 + rng.randint(0, 1), AFTERNOON: 14, EVENING: 19}[part]
    guests = _guests(rng, home, day)
    own = _present(rng, home, _OWN[home.level], day, rng.randint(0, 3))
    present = {id(term.person) for term in (*chairs, *guests)}
    own = tuple(term for term in own if id(term.person) not in present)
    venues = genre("meeting")[f"venue_{home.level.value.lower()}"]
    return Meeting(
        subject=subject,
        home=home,
        index=index,
        kind=kind,
        topic=topic,
        seed=rng.getrandbits(48),
        day=day,
        last_day=last_day,
        part=part,
        clock=(hour, rng.choice((0, 30))),
        hosts=hosts,
        chairs=chairs,
        guests=guests,
        own=own,
        venue=rng.choice(venues),
    )


def _hosts(rng: Random, subject: Phrases, home: Place, day: date) -> tuple[Body, ...]:
    """One body, or one with another that it works with."""
    able = [
        body
        for role in subject.hosts
        if (body := BODIES.get((role, home))) is not None and body.stands_on(day)
    ]
    if not able:
        return ()
    host = able[0] if rng.random() < 0.6 else rng.choice(able)
    others = [
        body
        for role in subject.head.get("with", ("people", "front", "women", "youth"))
        if (body := BODIES.get((role, home))) is not None and role != host.role
    ]
    paired = rng.random() < 0.26 and host.role not in ("party", "standing") and others
    return (host, rng.choice(others)) if paired else (host,)


def _chairs(rng: Random, host: Body, day: date) -> tuple[Term, ...]:
    charges = _CHAIRS.get(host.role, _FRONT_CHAIRS)
    terms = [term for charge in charges if (term := holder(host.place, charge, day))]
    first = terms[:1] if rng.random() < 0.6 else terms[1:2] or terms[:1]
    return tuple(first)


def _guests(rng: Random, home: Place, day: date) -> tuple[Term, ...]:
    """From one level up, and for a province its own leaders."""
    above = home if home.level is PROVINCE else home.above
    assert above is not None
    charges = _UPPER[home.level]
    if above.level is PROVINCE and home.level is COMMUNE:
        charges = _UPPER[DISTRICT]
    return _present(rng, above, charges, day, rng.choice((0, 1, 1, 2, 2, 3)))


def _present(
    rng: Random, place: Place, charges: tuple[str, ...], day: date, count: int
) -> tuple[Term, ...]:
    drawn = rng.sample(charges, min(count, len(charges)))
    terms = (holder(place, charge, day) for charge in charges if charge in drawn)
    return tuple(term for term in terms if term is not None)
