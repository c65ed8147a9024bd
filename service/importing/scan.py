"""A sentence as the row of its addresses, offices and names, with what stands between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.importing.families import HONORIFICS, PLURAL_HONORIFICS
from service.importing.gazetteer import Gazetteer
from service.importing.kinds import KINDS
from service.importing.mentions import body_at
from service.importing.names import LONGEST_NAME, capital_run, family_name
from service.importing.places import PROVINCES, UNITS
from service.importing.positions import Office, offices_at
from service.importing.titles import BEFORE, TITLES
from service.importing.words import Passage, words_in

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]*[^\W\d_])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:TP|TX|TT|P|Q|TS|ThS|Ths|PGS|GS|BS|KS|CN|LS|DS|T|[A-ZĐ])\.$|(?<=\w\.\w)\.$"
)
_LONGEST_PLACE = 3
_PLURALS = frozenset(("các", "hai", "ba", "bốn", "2", "3", "4", "những"))
_NAMED_AFTER = words_in(
    """đường phố cầu chợ trường thpt thcs quỹ giải rạp hồ sông núi chùa đền khu lớp nhà bệnh viện
    đảo đèo vịnh"""
)


_STARTS = frozenset().union(
    *(table.first_words for table in (HONORIFICS, PLURAL_HONORIFICS, TITLES, BEFORE, KINDS))
)


@dataclass(frozen=True, slots=True)
class Address:
    """An honorific (`đồng chí`) before one name or, `plural`, before several."""

    honorific: str
    plural: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices of one person or, `plural`, of each of several."""

    offices: list[Office]
    plural: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    start: int
    end: int


Element = Address | Offices | Name


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph; the full stop of an abbreviation ends none."""
    start = 0
    for match in _SENTENCE_END.finditer(paragraph):
        if not _ABBREVIATION.search(paragraph[max(start, match.start() - 6) : match.start()]):
            yield paragraph[start : match.start()]
            start = match.end()
    if start < len(paragraph):
        yield paragraph[start:]


def elements_of(passage: Passage, known: Gazetteer) -> list[Element]:
    """All addresses, offices and names from left to right; none overlaps another."""
    found: list[Element] = []
    index = 0
    while index < len(passage):
        if passage.keys[index] not in _STARTS and not passage.words[index].is_capital:
            index += 1
            continue
        element = _element_at(passage, index, found, known)
        if element is not None:
            found.append(element)
            index = element.end
        else:
            index = _next_start(passage, index, known)
    return found


def between(passage: Passage, left: int, right: int) -> tuple[str, ...]:
    """The keys of the words between two places."""
    return passage.keys[left:right]


def _element_at(
    passage: Passage, index: int, found: list[Element], known: Gazetteer
) -> Element | None:
    return (
        _address_at(passage, index, found)
        or _offices_at(passage, index, found, known)
        or _name_at(passage, index, found)
    )


def _address_at(passage: Passage, index: int, found: list[Element]) -> Address | None:
    last = found[-1] if found else None
    if isinstance(last, Address) and last.end == index and family_name(passage, index):
        return None
    plural = PLURAL_HONORIFICS.at(passage, index)
    if plural:
        return Address(plural[1], True, index, plural[0])
    match = HONORIFICS.at(passage, index)
    if match is None or not _opens_a_name(passage, match[0]):
        return None
    return Address(passage.slice(index, match[0]).lower(), False, index, match[0])


def _opens_a_name(passage: Passage, index: int) -> bool:
    if passage.key(index) == ":":
        index += 1
    return passage.is_capital(index) or bool(
        TITLES.at(passage, index) or HONORIFICS.at(passage, index)
    )


def _offices_at(
    passage: Passage, index: int, found: list[Element], known: Gazetteer
) -> Offices | None:
    offices = offices_at(passage, index, known)
    if not offices:
        return None
    last = found[-1] if found else None
    if _trails_a_name(passage, index, last):
        offices = _with_whole_place(passage, index, offices, known)
    addressed = isinstance(last, Address) and last.plural and last.end == index
    plural = addressed or passage.key(index - 1) in _PLURALS
    return Offices(offices, plural, index, offices[-1].end)


def _trails_a_name(passage: Passage, index: int, last: Element | None) -> bool:
    """`X, OFFICE` and `X - OFFICE`: the office has its holder."""
    named = isinstance(last, Name) and last.end == index - 1
    return named and passage.key(index - 1) in (",", "-", "–", "(")


def _with_whole_place(
    passage: Passage, index: int, offices: list[Office], known: Gazetteer
) -> list[Office]:
    """No other name need follow: up to three capitals after a unit are the place (xã Đặng Xá)."""
    whole = offices_at(passage, index, known.without_people())
    said, place = offices[-1].place_said, whole[-1].place_said
    if len(whole) != len(offices) or said == place or place is None or place.name is None:
        return offices
    if len(place.name.split()) > _LONGEST_PLACE or (said and said.unit != place.unit):
        return offices
    return whole


def _name_at(passage: Passage, index: int, found: list[Element]) -> Name | None:
    if not passage.is_capital(index):
        return None
    last = found[-1] if found else None
    kind = KINDS.at(passage, index)
    if kind is not None and kind[0] - index > 1:
        return None
    addressed = isinstance(last, Address) and _follows(passage, last.end, index)
    if not addressed and not _may_be_a_name(passage, index, last):
        return None
    end = capital_run(passage, index)
    length = end - index
    return Name(index, end) if (1 if addressed else 2) <= length <= LONGEST_NAME else None


def _follows(passage: Passage, end: int, index: int) -> bool:
    return end == index or (end == index - 1 and passage.key(end) == ":")


def _may_be_a_name(passage: Passage, index: int, last: Element | None) -> bool:
    if not family_name(passage, index) and not _office_follows(passage, index):
        return False
    if last is not None and last.end == index:
        return True
    if UNITS.at(passage, index - 1) or passage.key(index - 1) in _NAMED_AFTER:
        return False
    province = PROVINCES.at(passage, index)
    return not (province and province[0] >= capital_run(passage, index))


def _office_follows(passage: Passage, index: int) -> bool:
    """Whether three or four capitals stand before `, TITLE`: a name of an unlisted family."""
    end = capital_run(passage, index)
    joined = passage.key(end) in (",", "-", "–", "(")
    title = TITLES.at(passage, end + 1)
    return joined and 3 <= end - index <= 4 and title is not None and not title[1].needs_body


def _next_start(passage: Passage, index: int, known: Gazetteer) -> int:
    """Where the next element may begin: after a body or a run of capitals that is none."""
    body = body_at(passage, index, known)
    if body is not None:
        return max(body.end, index + 1)
    if passage.is_capital(index) and index > 0:
        return max(capital_run(passage, index), index + 1)
    return index + 1
