"""What a page tells of itself before it is read: its places, the people named beyond doubt."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from service.importing.families import HONORIFICS
from service.importing.kinds import KINDS
from service.importing.names import capital_run, family_name, written
from service.importing.places import CITIES_OF_PROVINCE_LEVEL, PROVINCES, UNITS, Place, Rank, rank
from service.importing.titles import TITLES
from service.importing.words import Passage
from service.text import nfc, spelling, tone_key

_UNIT_BEFORE = re.compile(r"^(?:tỉnh|thành phố|tp\.?)\s+", re.IGNORECASE)
_MARKS_BEFORE = frozenset((":", ";", ",", "-", "–", "và"))
_MARKS_AFTER = frozenset(("-", "–", ",", "("))
_OPENS_ITEM = frozenset(("", ",", ":", ";", ".", "có", "và", "cùng", "-", "–", "•"))
_REACH = 16
_DISTRICTS_ENDED = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`named` holds the page's places by unit, the most frequent first."""

    province: str | None
    published_on: date | None
    named: dict[str, tuple[str, ...]]
    place_keys: frozenset[str]
    people_keys: frozenset[str]
    people_may_follow: bool = True

    def without_people(self) -> "Gazetteer":
        """For phrases in which no name of a person can follow the name of a place."""
        return replace(self, people_may_follow=False)

    def complete(self, place: Place) -> tuple[Place, bool]:
        """A place with its name, where the context or the page leaves one choice; else as it is.

        The second value is False where the name stays unknown or had to be chosen.
        """
        if place.name is not None or place.unit is None:
            return place, place.unit is not None
        if place.unit == "tỉnh":
            return self._own_province()
        if place.unit == "thành phố" and self._is_city():
            return self._own_province()
        names = self.named.get(place.unit, ())
        return (Place(place.unit, names[0]), len(names) == 1) if names else (place, False)

    def above(self, place: Place, outer: Place | None) -> Place | None:
        """The next larger place that the page or the context names."""
        if outer is not None and outer.name:
            return outer
        levels = {Rank.DISTRICT}
        if self.published_on and self.published_on >= _DISTRICTS_ENDED:
            levels.add(Rank.COMMUNE)
        own, known = self._own_province()
        return own if known and rank(place) in levels else None

    def unit_of(self, name: str) -> str | None:
        """The unit with which the page names a place, where it is one unit."""
        key = tone_key(name)
        units = [u for u, names in self.named.items() if key in (tone_key(n) for n in names)]
        return units[0] if len(units) == 1 else None

    def _own_province(self) -> tuple[Place, bool]:
        if self.province is None:
            return Place("tỉnh", None), False
        unit = "thành phố" if self._is_city() else "tỉnh"
        return Place(unit, self.province), True

    def _is_city(self) -> bool:
        return (self.province or "").lower() in CITIES_OF_PROVINCE_LEVEL


def gazetteer(
    paragraphs: Iterable[Passage], *, province: str | None, published_on: date | None
) -> Gazetteer:
    """Collects places that stand clear of other names, and people named with an honorific."""
    places: Counter[tuple[str, str]] = Counter()
    doubtful: Counter[tuple[str, str]] = Counter()
    people: set[str] = set()
    for passage in paragraphs:
        for index in range(len(passage)):
            _collect(passage, index, places, doubtful, people)
    places.update(_repeated(doubtful, people))
    own = spelling(_UNIT_BEFORE.sub("", nfc(province).strip())) if province else None
    keys = {tone_key(name) for _, name in places} | ({tone_key(own)} if own else set())
    return Gazetteer(
        own or None, published_on, _by_unit(places), frozenset(keys), frozenset(people)
    )


def _by_unit(places: Counter[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    for (unit, name), _ in places.most_common():
        named[unit] = (*named.get(unit, ()), name)
    return named


def _repeated(doubtful: Counter[tuple[str, str]], people: set[str]) -> dict[tuple[str, str], int]:
    """Names after a unit that might be people's, but stand there twice and nowhere as a person."""
    return {
        place: count
        for place, count in doubtful.items()
        if count > 1 and tone_key(place[1]) not in people
    }


def _collect(
    passage: Passage,
    index: int,
    places: Counter[tuple[str, str]],
    doubtful: Counter[tuple[str, str]],
    people: set[str],
) -> None:
    unit = _unit_of_host(passage, index) or _unit_at(passage, index)
    if unit and not passage.key(unit[0]).startswith("ủy"):
        end = _place_end(passage, unit[0])
        name = written(spelling(passage.slice(unit[0], end)))
        kept = places if _ends_clear(passage, unit[0], end) else doubtful
        if name and not _may_be_a_holder(passage, index, unit[0]):
            kept.update([(unit[1], name)])
    honorific = HONORIFICS.at(passage, index)
    if honorific and family_name(passage, honorific[0]):
        end = capital_run(passage, honorific[0])
        if 2 <= end - honorific[0] <= 5:
            people.add(tone_key(passage.slice(honorific[0], end)))
    elif named := _named_with_office(passage, index):
        people.add(tone_key(passage.slice(index, named)))


def _unit_at(passage: Passage, index: int) -> tuple[int, str] | None:
    """The unit that begins here; the `xã` of `thị xã` is none."""
    if passage.key(index) == "xã" and passage.key(index - 1) == "thị":
        return None
    return UNITS.at(passage, index)


def _named_with_office(passage: Passage, index: int) -> int | None:
    """The end of three or four capitals between a mark and `- Phó Bí thư`: an item of a list."""
    if not passage.is_capital(index) or passage.key(index - 1) not in _MARKS_BEFORE:
        return None
    end = capital_run(passage, index)
    title = TITLES.at(passage, end + 1) if passage.key(end) in _MARKS_AFTER else None
    held = title is not None and not title[1].needs_body
    return end if held and 3 <= end - index <= 4 else None


def _place_end(passage: Passage, start: int) -> int:
    """The end of a name of up to three words after a unit; its start where there is none."""
    province = PROVINCES.at(passage, start)
    if province and passage.is_capital(start):
        return province[0]
    end = capital_run(passage, start)
    return end if end - start <= 3 else start


def _unit_of_host(passage: Passage, index: int) -> tuple[int, str] | None:
    """`Huyện ủy X tổ chức`: the place of a body that says its unit, where no name can follow."""
    match = KINDS.at(passage, index)
    if match is None or match[1].unit is None or match[1].unit == "tỉnh":
        return None
    end = capital_run(passage, match[0])
    return (match[0], match[1].unit) if _bodies_do(passage, end) else None


def _may_be_a_holder(passage: Passage, unit: int, start: int) -> bool:
    """`có Chủ tịch UBND huyện Vũ Minh`: an office whose holder is not named before it."""
    if not family_name(passage, start) or _bodies_do(passage, capital_run(passage, start)):
        return False
    titled = False
    for begin in range(unit, max(unit - _REACH, 0) - 1, -1):
        mark = passage.key(begin - 1)
        if mark not in _OPENS_ITEM:
            continue
        title = TITLES.at(passage, begin) is not None
        if mark != "," or not title:
            return title or titled
        if passage.is_capital(begin - 2):
            return False
        titled = True
    return titled


def _bodies_do(passage: Passage, index: int) -> bool:
    """`(đã) tổ chức`, `sẽ phối hợp`, `họp`, `do ông`: what follows a body, not a person."""
    verb = passage.keys[index : index + 2]
    if verb[:1] in (("đã",), ("sẽ",), ("vừa",)):
        verb = passage.keys[index + 1 : index + 3]
    return verb in (("tổ", "chức"), ("phối", "hợp")) or verb[:1] in (("do",), ("họp",))


def _ends_clear(passage: Passage, start: int, end: int) -> bool:
    """Three words that begin or go on with a family name may be a person instead."""
    if end - start <= 2 or PROVINCES.at(passage, start) or _bodies_do(passage, end):
        return True
    return not any(family_name(passage, i) for i in range(start, end - 1))
