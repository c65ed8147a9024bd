"""The posts of the world: which offices go together, and when their terms begin anew."""

from dataclasses import dataclass
from datetime import date

from service.sample.bodies import (
    COMMUNE,
    DISTRICT,
    MASS_WORK_MERGED_ON,
    PROVINCE,
    VILLAGE,
    Body,
    body,
)
from service.sample.places import MERGED_ON, Place
from service.vocabulary import AdministrativeLevel, Ladder

_FRONT_ROLES = frozenset(
    ("front", "mass work", "farmers", "women", "veterans", "youth", "union", "work")
)

Offices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """What a holder of a post is: each title with the role of its body, the chief one last.

    `renewed` are the days about which its terms end. A holder may rise to the charges `here`, at
    the same place, and `above`, one level up.
    """

    name: str
    offices: Offices
    renewed: tuple[date, ...]
    here: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    rank: str | None = None

    @property
    def ladder(self) -> Ladder:
        """The order in which its holder serves; a secretary or chair may take either's post."""
        role = self.offices[-1][1]
        return Ladder.FRONT if role in _FRONT_ROLES else Ladder.STATE


_PARTY_YEARS = (date(2015, 8, 20), date(2020, 8, 6))
_STATE_YEARS = (date(2016, 6, 24), date(2021, 6, 25))
_FRONT_YEARS = (date(2019, 4, 25), date(2024, 4, 24))
_FARMERS_YEARS = (date(2018, 5, 16), date(2023, 5, 18))
_WOMEN_YEARS = (date(2016, 5, 12), date(2021, 4, 27))
_YOUTH_YEARS = (date(2017, 5, 25), date(2019, 12, 5), date(2022, 5, 19))
_VETERANS_YEARS = (date(2017, 4, 20), date(2022, 4, 21))
_UNION_YEARS = (date(2018, 3, 22), date(2023, 6, 8))
_SERVICE_YEARS = (date(2017, 11, 1), date(2021, 3, 1), date(2024, 1, 15))
_VILLAGE_YEARS = (date(2017, 1, 20), date(2020, 1, 10), date(2022, 8, 5), date(2025, 1, 8))

CHARGES: dict[AdministrativeLevel, tuple[Charge, ...]] = {
    PROVINCE: (
        Charge("secretary", (("Bí thư", "party"),), _PARTY_YEARS),
        Charge(
            "deputy",
            (("Phó Bí thư Thường trực", "party"), ("Chủ tịch", "council")),
            _PARTY_YEARS,
            ("secretary",),
        ),
        Charge(
            "chair",
            (("Phó Bí thư", "party"), ("Chủ tịch", "people")),
            _STATE_YEARS,
            ("secretary", "deputy"),
        ),
        Charge(
            "vice chair",
            (("Tỉnh ủy viên", "party"), ("Phó Chủ tịch", "people")),
            _STATE_YEARS,
            ("chair",),
        ),
        Charge("council vice", (("Phó Chủ tịch", "council"),), _STATE_YEARS),
        Charge("front chair", (("Ủy viên", "bureau"), ("Chủ tịch", "front")), _FRONT_YEARS),
        Charge(
            "front deputy",
            (("Phó Chủ tịch Thường trực", "front"),),
            _FRONT_YEARS,
            ("front chair",),
        ),
        Charge("front vice", (("Phó Chủ tịch", "front"),), _FRONT_YEARS, ("front deputy",)),
        Charge("second front vice", (("Phó Chủ tịch - Tổng Thư ký", "front"),), _FRONT_YEARS),
        Charge("mass work", (("Ủy viên", "bureau"), ("Trưởng Ban", "mass work")), _PARTY_YEARS),
        Charge("mass work vice", (("Phó Trưởng Ban", "mass work"),), _PARTY_YEARS, ("mass work",)),
        Charge("farmers", (("Chủ tịch", "farmers"),), _FARMERS_YEARS),
        Charge("women", (("Chủ tịch", "women"),), _WOMEN_YEARS),
        Charge("veterans", (("Chủ tịch", "veterans"),), _VETERANS_YEARS),
        Charge("youth", (("Bí thư", "youth"),), _YOUTH_YEARS, ("vice chair",)),
        Charge("union", (("Chủ tịch", "union"),), _UNION_YEARS),
        Charge("home affairs", (("Giám đốc", "home affairs"),), _SERVICE_YEARS),
        Charge("police", (("Giám đốc", "police"),), _SERVICE_YEARS, rank="Đại tá"),
    ),
    DISTRICT: (
        Charge(
            "secretary",
            (("Bí thư", "party"),),
            _PARTY_YEARS,
            above=("vice chair", "mass work"),
        ),
        Charge(
            "deputy",
            (("Phó Bí thư Thường trực", "party"), ("Chủ tịch", "council")),
            _PARTY_YEARS,
            ("secretary",),
        ),
        Charge(
            "chair",
            (("Phó Bí thư", "party"), ("Chủ tịch", "people")),
            _STATE_YEARS,
            ("secretary",),
            ("home affairs",),
        ),
        Charge("vice chair", (("Phó Chủ tịch", "people"),), _STATE_YEARS, ("chair",)),
        Charge("second vice chair", (("Phó Chủ tịch", "people"),), _STATE_YEARS),
        Charge(
            "front chair",
            (("Ủy viên", "bureau"), ("Chủ tịch", "front")),
            _FRONT_YEARS,
            above=("front vice", "mass work vice"),
        ),
        Charge("front vice", (("Phó Chủ tịch", "front"),), _FRONT_YEARS, ("front chair",)),
        Charge("mass work", (("Ủy viên", "bureau"), ("Trưởng Ban", "mass work")), _PARTY_YEARS),
        Charge("farmers", (("Chủ tịch", "farmers"),), _FARMERS_YEARS, above=("farmers",)),
        Charge("women", (("Chủ tịch", "women"),), _WOMEN_YEARS, above=("women",)),
        Charge("youth", (("Bí thư", "youth"),), _YOUTH_YEARS, ("front vice",), ("youth",)),
    ),
    COMMUNE: (
        Charge("secretary", (("Bí thư", "party"), ("Chủ tịch", "council")), _PARTY_YEARS),
        Charge(
            "chair",
            (("Phó Bí thư", "party"), ("Chủ tịch", "people")),
            _STATE_YEARS,
            ("secretary",),
            ("vice chair",),
        ),
        Charge(
            "front chair",
            (("Chủ tịch", "front"),),
            _FRONT_YEARS,
            above=("front vice", "farmers"),
        ),
    ),
    VILLAGE: (Charge("work", (("Bí thư", "cell"), ("Trưởng Ban", "work")), _VILLAGE_YEARS),),
}


@dataclass(frozen=True, slots=True)
class Post:
    place: Place
    charge: Charge

    def offices_on(self, day: date) -> tuple[tuple[str, Body], ...]:
        """Its titles with their bodies, as they are called on that day."""
        return tuple(
            (label, body(_role_on(role, day, self.place), self.place))
            for label, role in self.charge.offices
        )


def _role_on(role: str, day: date, place: Place) -> str:
    """Ban Dân vận became Ban Tuyên giáo và Dân vận, in 2025 and in every new province."""
    if role == "mass work" and (day >= MASS_WORK_MERGED_ON or place.begun_on == MERGED_ON):
        return "propaganda and mass work"
    return role


def posts_of(place: Place) -> tuple[Post, ...]:
    """Of the villages of a commune the first has its head in the world.

    The secretaries of communes come in when the districts end.
    """
    above = place.above
    if place.level is VILLAGE and above and above.below[0] is not place:
        return ()
    small = place.level is COMMUNE and place.begun_on is None
    return tuple(
        Post(place, charge)
        for charge in CHARGES[place.level]
        if not (small and charge.name == "secretary")
    )
