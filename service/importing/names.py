"""Where a name of a person begins and ends, and where a place stops and a person starts."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.importing.families import COMMON, FAMILIES
from service.importing.kinds import KINDS
from service.importing.places import PROVINCES, UNITS
from service.importing.titles import TITLES
from service.importing.words import Passage

LONGEST_NAME = 7
_MIDDLE = frozenset(("văn", "thị"))
_MARGIN = 6
_UNLISTED = 8
_UNNAMED = 6


def capital_run(passage: Passage, start: int) -> int:
    """The end of the words with capital letters that begin here and name no office or body."""
    end = start
    while end < len(passage) and _continues(passage, start, end):
        end += 1
    return end


def family_name(passage: Passage, index: int) -> bool:
    """A listed family name, or any word before the middle name of women: Sơn Thị Ánh."""
    if not passage.is_capital(index):
        return False
    return passage.key(index) in FAMILIES or _before_thi(passage, index)


def written(name: str) -> str:
    """A name printed in capitals as it is written elsewhere: NGUYỄN VĂN → Nguyễn Văn."""
    if not name.isupper() or "." in name or " " not in name.strip():
        return " ".join(name.split())
    return " ".join(word[:1] + word[1:].lower() for word in name.split())


def _before_thi(passage: Passage, index: int) -> bool:
    middle = passage.key(index + 1) == "thị" and passage.is_capital(index + 1)
    if not middle or not passage.is_capital(index + 2) or passage.key(index) == "nữ":
        return False
    return not any(UNITS.at(passage, at) for at in (index, index + 1))


def _continues(passage: Passage, start: int, index: int) -> bool:
    word = passage.words[index]
    if not word.is_capital or not word.text[0].isalpha():
        return False
    if index > start and word.is_all_capitals and not passage.words[start].text.isupper():
        return False
    return index == start or not _begins_an_office(passage, index)


def _begins_an_office(passage: Passage, index: int) -> bool:
    for table in (TITLES, KINDS):
        match = table.at(passage, index)
        if match and (match[0] - index > 1 or passage.words[index].text in ("UBND", "MTTQ")):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Split:
    """A run of capitals cut at `at` into place and person; `sure` where no other cut is near."""

    at: int
    sure: bool


def split_run(
    passage: Passage,
    start: int,
    end: int,
    *,
    people: frozenset[str],
    places: frozenset[str],
    all_known: bool = False,
    may_lack: bool = False,
) -> Split:
    """The likeliest cut of a run that may be a place, a person, or first one and then the other.

    `all_known`: the place is of a kind that is listed in full, so another name is unlikely.
    `may_lack`: its unit may stand without a name, because the page names it elsewhere.
    """
    if start == end:
        return Split(start, sure=True)
    scored = sorted(
        (
            (
                _score(passage, start, at, end, people, places)
                + _UNNAMED * (may_lack and at == start)
                - _UNLISTED * (all_known and not _is_listed(passage, start, at, places)),
                at,
            )
            for at in _cuts(passage, start, end, people)
        ),
        reverse=True,
    )
    best = scored[0]
    return Split(best[1], sure=len(scored) == 1 or best[0] - scored[1][0] >= _MARGIN)


def _is_listed(passage: Passage, start: int, at: int, places: frozenset[str]) -> bool:
    province = PROVINCES.at(passage, start)
    listed = province is not None and province[0] == at
    return start == at or listed or _joined(passage, start, at) in places


def _cuts(passage: Passage, start: int, end: int, people: frozenset[str]) -> Iterator[int]:
    for at in range(start, end):
        named = family_name(passage, at) or _joined(passage, at, end) in people
        if 2 <= end - at <= LONGEST_NAME and named:
            yield at
    yield end


def _score(
    passage: Passage, start: int, at: int, end: int, people: frozenset[str], places: frozenset[str]
) -> int:
    place, person = _joined(passage, start, at), _joined(passage, at, end)
    known = 60 * (place in places) + 100 * (person in people)
    return known + _place_score(at - start) + _person_score(passage, at, end)


def _joined(passage: Passage, start: int, end: int) -> str:
    return " ".join(passage.keys[start:end])


def _place_score(length: int) -> int:
    return {0: 6, 1: 2, 2: 10, 3: 4}.get(length, -5)


def _person_score(passage: Passage, at: int, end: int) -> int:
    if at == end:
        return 7
    length = {2: 4, 3: 10, 4: 6, 5: 2}.get(end - at, 0)
    middle = 8 * (passage.key(at + 1) in _MIDDLE and end - at > 2)
    return length + middle + 4 * (passage.key(at) in COMMON)
