"""The bodies of the world on their three ladders, each under its spelled-out name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from service.sample.places import EVERYWHERE, LAST_DAY, NEW_PROVINCE, Place
from service.vocabulary import AdministrativeLevel, Ladder

PARTY, STATE, FRONT = Ladder.PARTY, Ladder.STATE, Ladder.FRONT
PROVINCE, DISTRICT = AdministrativeLevel.PROVINCE, AdministrativeLevel.DISTRICT
COMMUNE, VILLAGE = AdministrativeLevel.COMMUNE, AdministrativeLevel.VILLAGE

MASS_WORK_MERGED_ON = date(2025, 2, 10)

_PARTY_COMMITTEES = {
    "tỉnh": "Tỉnh ủy",
    "thành phố": "Thành ủy",
    "thị xã": "Thị ủy",
    "huyện": "Huyện ủy",
}
_COMMITTEES = {
    "front": ("Ủy ban Mặt trận Tổ quốc Việt Nam", FRONT),
    "people": ("Ủy ban nhân dân", STATE),
    "council": ("Hội đồng nhân dân", STATE),
    "farmers": ("Hội Nông dân", FRONT),
    "women": ("Hội Liên hiệp Phụ nữ", FRONT),
    "veterans": ("Hội Cựu chiến binh", FRONT),
    "youth": ("Đoàn Thanh niên Cộng sản Hồ Chí Minh", FRONT),
    "union": ("Liên đoàn Lao động", FRONT),
    "police": ("Công an", STATE),
}
_ORGANS = {
    "standing": ("Ban Thường trực", "front"),
    "bureau": ("Ban Thường vụ", "party"),
    "mass work": ("Ban Dân vận", "party"),
    "propaganda": ("Ban Tuyên giáo", "party"),
    "propaganda and mass work": ("Ban Tuyên giáo và Dân vận", "party"),
}
_DEPARTMENTS = {
    "home affairs": "Sở Nội vụ",
    "education": "Sở Giáo dục và Đào tạo",
}


@dataclass(eq=False, slots=True)
class Body:
    """`role` is the world's own word for what it is at its place: "front", "party"."""

    role: str
    name: str
    kind: str
    ladder: Ladder
    place: Place
    parent: "Body | None"
    founded_on: date | None = None
    dissolved_on: date | None = None
    successors: list["Body"] = field(default_factory=list)

    def stands_on(self, day: date) -> bool:
        begun = self.founded_on is None or self.founded_on <= day
        return begun and (self.dissolved_on is None or day <= self.dissolved_on)


_SMALL = frozenset(("front", "people", "council", "farmers", "women", "veterans", "youth"))

Key = tuple[str, Place]
BODIES: dict[Key, Body] = {}


def body(role: str, place: Place) -> Body:
    return BODIES[role, place]


def _found(
    role: str, name: str, kind: str, ladder: Ladder, place: Place, parent: Body | None
) -> None:
    begun, ended = place.begun_on, place.ended_on
    BODIES[role, place] = Body(role, name, kind, ladder, place, parent, begun, ended)


def _above(role: str, place: Place) -> Body | None:
    return None if place.above is None else BODIES.get((role, place.above))


def _populate(place: Place) -> None:
    if place.level is VILLAGE:
        cell, work = "Chi bộ", "Ban Công tác Mặt trận"
        _found("cell", f"{cell} {place.label}", cell, PARTY, place, _above("party", place))
        _found("work", f"{work} {place.label}", work, FRONT, place, _above("front", place))
        return
    kind = _PARTY_COMMITTEES.get(place.unit, "Đảng ủy")
    shown = place.name if place.unit in _PARTY_COMMITTEES else place.label
    _found("party", f"{kind} {shown}", kind, PARTY, place, _above("party", place))
    for role, (kind, ladder) in _COMMITTEES.items():
        if place.level is not COMMUNE or role in _SMALL:
            _found(role, f"{kind} {place.label}", kind, ladder, place, _above(role, place))
    for role, (own, of) in _ORGANS.items():
        if place.level is not COMMUNE or of == "front":
            _add_organ(role, own, BODIES[of, place])
    if place.level is PROVINCE:
        for role, kind in _DEPARTMENTS.items():
            _found(role, f"{kind} {place.label}", kind, STATE, place, BODIES["people", place])


def _add_organ(role: str, own: str, committee: Body) -> None:
    """Of a Front's or Party's bureau the kind says whose it is; a Party office is its own kind."""
    kind = f"{own} {committee.kind}" if own.startswith("Ban Thường") else own
    _found(role, f"{own} {committee.name}", kind, committee.ladder, committee.place, committee)


def _merge_mass_work(place: Place) -> None:
    """In 2025 Ban Dân vận and Ban Tuyên giáo became one, in the old provinces first."""
    heir = BODIES["propaganda and mass work", place]
    heir.founded_on = max(place.begun_on or MASS_WORK_MERGED_ON, MASS_WORK_MERGED_ON)
    for role in ("mass work", "propaganda"):
        BODIES[role, place].dissolved_on = MASS_WORK_MERGED_ON - timedelta(days=1)
        BODIES[role, place].successors.append(heir)


def _succeed() -> None:
    """What ended with its place goes over to the same body of the places that came after."""
    for (role, place), ended in BODIES.items():
        if ended.dissolved_on != LAST_DAY:
            continue
        heirs = (BODIES.get((role, heir)) for heir in place.successors)
        ended.successors.extend(heir for heir in heirs if heir is not None)


def _populate_all() -> None:
    for place in EVERYWHERE:
        _populate(place)
    for place in EVERYWHERE:
        if place.level in (PROVINCE, DISTRICT) and place.begun_on is None:
            _merge_mass_work(place)
    for role in ("mass work", "propaganda"):
        del BODIES[role, NEW_PROVINCE]
    _succeed()


_populate_all()


def register() -> Iterator[dict[str, object]]:
    """Every body, topmost first: what pages do not say of when it began, ended and went over.

    `parent` and `successors` are positions in this register.
    """
    order = sorted(BODIES.values(), key=_depth)
    position = {id(one): index for index, one in enumerate(order)}
    for one in order:
        yield {
            "name": one.name,
            "classification": one.kind,
            "ladder": one.ladder.value,
            "level": one.place.level.value,
            "area": one.place.label,
            "province": one.place.province.name,
            "parent": None if one.parent is None else position[id(one.parent)],
            "foundedOn": str(one.founded_on) if one.founded_on else None,
            "dissolvedOn": str(one.dissolved_on) if one.dissolved_on else None,
            "successors": [position[id(heir)] for heir in one.successors],
        }


def _depth(one: Body) -> int:
    return 0 if one.parent is None else 1 + _depth(one.parent)
