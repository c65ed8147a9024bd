"""Bodies and places as they stand in a text, before they are resolved."""

from dataclasses import dataclass

from service.importing.gazetteer import Gazetteer
from service.importing.kinds import FIELDS, KINDS, Kind
from service.importing.names import capital_run, family_name, split_run
from service.importing.places import PROVINCES, UNITS, Place, place_of_run, rank
from service.importing.words import Passage, words_in
from service.text import tone_key
from service.vocabulary import Ladder

_LONGEST_FIELD = 9
_LONGEST_PLACE = 4
_CENTRAL = frozenset(("trung ương", "tw", "tư", "t.ư"))
_COUNTRY = ("việt", "nam")
_SMALL_WORDS = 5
_FIELD_ENDS = frozenset(("", ",", ";", ".", ")"))
_VERBS = words_in(
    """phát chủ đã dự tham cho cùng báo nhấn kết trình khẳng đề yêu tại trao là sẽ vừa đến tới tặng
    thông làm chỉ có được ghi điều đồng khai biểu quán trả trực thay giới nêu mong và với kiêm"""
)
_JOINS = frozenset(("và", "-", "–", "&", ","))


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """`outer` is the larger place printed after it. `sure`: the cut before a name was clear."""

    place: Place
    outer: Place | None
    end: int
    sure: bool


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body's words from `start` up to `end`; `of` is the body whose organ it is."""

    kind: Kind
    field: str | None
    of: "BodyMention | None"
    central: bool
    place: Place | None
    outer: Place | None
    start: int
    end: int
    sure: bool

    @property
    def place_said(self) -> Place | None:
        """The place of the body or of the body whose organ it is."""
        if self.of is not None:
            return self.of.place_said
        return self.place or (Place(self.kind.unit, None) if self.kind.unit else None)


def body_at(
    passage: Passage, start: int, known: Gazetteer, *, any_case: bool = False
) -> BodyMention | None:
    """The body whose words begin at `start`; single words need a capital unless `any_case`."""
    match = KINDS.at(passage, start)
    if match is None or not (any_case or _stands_as_a_body(passage, start, match[0])):
        return None
    end, kind = _after_short_form(passage, match[0]), match[1]
    after = field_end(passage, end) if kind.field else end
    if kind.field and after == end:
        return None
    field = passage.slice(end, after) or None
    of = _body_of_organ(passage, kind, after, known)
    if of is not None:
        return BodyMention(kind, field, of, False, None, of.outer, start, of.end, of.sure)
    return _placed(passage, kind, field, start, after, known)


def place_at(
    passage: Passage, start: int, known: Gazetteer, *, unit: str | None = None
) -> PlaceMention | None:
    """The place whose words begin at `start`; `unit` where the words before imply it."""
    said = UNITS.at(passage, start)
    if said is None and unit is None:
        return _place_of_the_page(passage, start, known)
    begin = said[0] if said else start
    unit = said[1] if said else unit
    end, sure = _name_end(passage, begin, known, unit)
    if said is None and end == begin:
        return None if sure else PlaceMention(Place(unit, None), None, end, False)
    place = place_of_run(unit, passage, begin, end)
    outer = _outer_place(passage, end, known, place)
    return PlaceMention(place, outer.place if outer else None, outer.end if outer else end, sure)


def _body_of_organ(
    passage: Passage, kind: Kind, start: int, known: Gazetteer
) -> BodyMention | None:
    """The body after its organ; after a comma too, save for the Party's organs."""
    if not kind.of_body:
        return None
    comma = passage.key(start) == "," and kind.ladder is not Ladder.PARTY
    return body_at(passage, start + 1 if comma else start, known)


def _after_short_form(passage: Passage, end: int) -> int:
    """`Ủy ban nhân dân (UBND) huyện X`: the short form in brackets belongs to the body's words."""
    bracketed = passage.key(end) == "(" and passage.key(end + 2) == ")"
    return end + 3 if bracketed and passage.words[end + 1].is_all_capitals else end


def field_end(passage: Passage, start: int) -> int:
    """The end of a free field of work that begins here: Văn hóa và Thông tin."""
    known = FIELDS.at(passage, start)
    if known:
        return known[0]
    end = start
    while end - start < _LONGEST_FIELD and _field_goes_on(passage, start, end):
        end += 1
    return end


def _placed(
    passage: Passage, kind: Kind, field: str | None, start: int, end: int, known: Gazetteer
) -> BodyMention:
    if kind.central or _says_central(passage, end):
        stop = end if kind.central else _after_central(passage, end)
        return BodyMention(kind, field, None, True, None, None, start, stop, True)
    national = passage.keys[end : end + 2] == _COUNTRY
    stop = end + 2 if national else end
    place = place_at(passage, stop, known, unit=kind.unit)
    if place is None:
        return BodyMention(kind, field, None, national, None, None, start, stop, True)
    return BodyMention(
        kind, field, None, False, place.place, place.outer, start, place.end, place.sure
    )


def _stands_as_a_body(passage: Passage, start: int, end: int) -> bool:
    """Single words such as "hội" name a body only with a capital letter, "Đoàn" with a place."""
    if passage.keys[start:end] == ("đoàn",):
        return passage.is_capital(start) and UNITS.at(passage, end) is not None
    return end - start > 1 or passage.is_capital(start)


def _says_central(passage: Passage, index: int) -> bool:
    return passage.key(index) in _CENTRAL or (
        passage.key(index) == "trung" and passage.key(index + 1) == "ương"
    )


def _after_central(passage: Passage, index: int) -> int:
    return index + (1 if passage.key(index) in _CENTRAL else 2)


def _field_goes_on(passage: Passage, start: int, index: int) -> bool:
    if UNITS.at(passage, index) or (index > start and _body_begins(passage, index)):
        return False
    if passage.key(index) in _JOINS - {","}:
        return index > start and passage.is_capital(index + 1)
    if not passage.is_capital(index):
        return index > start and _small_words_end(passage, index)
    return index == start or not _person_begins(passage, index)


def _body_begins(passage: Passage, index: int) -> bool:
    kind = KINDS.at(passage, index)
    return kind is not None and _stands_as_a_body(passage, index, kind[0])


def _small_words_end(passage: Passage, index: int) -> bool:
    """Whether a few small words that are no verb lead to the field's end: Sinh vật cảnh tỉnh."""
    for end in range(index, index + _SMALL_WORDS + 1):
        if passage.key(end) in _FIELD_ENDS or UNITS.at(passage, end):
            return end > index
        if passage.key(end) in _VERBS or passage.is_capital(end):
            return False
    return False


def _person_begins(passage: Passage, index: int) -> bool:
    end = capital_run(passage, index)
    return family_name(passage, index) and 3 <= end - index <= 5


def _place_of_the_page(passage: Passage, start: int, known: Gazetteer) -> PlaceMention | None:
    """A name without its unit, where the page names the same place with one."""
    for end in range(min(capital_run(passage, start), start + 3), start, -1):
        name = passage.slice(start, end)
        unit = known.unit_of(name)
        if unit and tone_key(name) not in known.people_keys:
            return PlaceMention(place_of_run(unit, passage, start, end), None, end, True)
    return None


def _name_end(passage: Passage, start: int, known: Gazetteer, unit: str | None) -> tuple[int, bool]:
    number = _number_end(passage, start)
    if number > start:
        return number, True
    province = PROVINCES.at(passage, start)
    run = capital_run(passage, start)
    if province and passage.is_capital(start) and province[0] >= run:
        return province[0], True
    if not known.people_may_follow:
        return run, True
    split = split_run(
        passage,
        start,
        run,
        people=known.people_keys,
        places=known.place_keys,
        all_known=unit == "tỉnh",
        may_lack=len(known.named.get(unit or "", ())) == 1,
    )
    return split.at, split.sure and split.at - start <= _LONGEST_PLACE


def _number_end(passage: Passage, start: int) -> int:
    begin = start + 1 if passage.key(start) == "số" else start
    return begin + 1 if passage.key(begin).isdigit() and len(passage.key(begin)) < 3 else start


def _outer_place(passage: Passage, end: int, known: Gazetteer, inner: Place) -> PlaceMention | None:
    """A larger place named right after: `, huyện Lâm Bình` or `(huyện Lâm Bình)`."""
    begin = end + 1 if passage.key(end) in (",", "-", "–", "(") else end
    unit = UNITS.at(passage, begin)
    if inner.name is None or unit is None or not passage.is_capital(unit[0]):
        return None
    outer = place_at(passage, begin, known)
    if outer is None or not _larger(outer.place, inner):
        return None
    closed = passage.key(end) == "(" and passage.key(outer.end) == ")"
    stop = outer.end + 1 if closed else outer.end
    return PlaceMention(outer.place, outer.outer, stop, outer.sure)


def _larger(outer: Place, inner: Place) -> bool:
    large, small = rank(outer), rank(inner)
    return bool(outer.name and large and small and large < small)
