"""Who attends: where a sentence begins to list them, and which of them have no name."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from service.importing.families import HONORIFICS, PLURAL_HONORIFICS
from service.importing.kinds import KINDS
from service.importing.names import family_name
from service.importing.people import Draft
from service.importing.scan import between
from service.importing.titles import TITLES
from service.importing.words import Passage, phrase_set

_LONGEST_OPENING = 30
_OPENERS = phrase_set(
    """lãnh đạo|đại diện|đại biểu|các|đông đảo|toàn thể|toàn bộ|thành viên|cán bộ|nhân dân|bà con
    |hội viên|đoàn viên|cấp ủy|chính quyền|thường trực|tập thể|gần|hơn|trên|khoảng|những|một số
    |chuyên viên|công chức|ủy viên|phóng viên|ban|người|học sinh|già làng|chức sắc|đội ngũ
    |cộng tác viên|khách mời|cử tri|trưởng|phó|đảng viên|chủ tịch|bí thư|các hộ|quý vị|lực lượng
    |tình nguyện viên|nguyên lãnh đạo|nguyên cán bộ|thân nhân"""
)
_OPENING = {
    "dự": re.compile(
        r"\bdự (?!án|toán|kiến|báo|thảo|phòng|bị|định|đoán)"
        r"|^(?:\S+ ){0,3}(?:tham gia|có mặt|cùng đi|thành phần|về phía"
        r"|tiếp (?:đón|đoàn|và làm việc))\b"
    ),
    "chủ trì": re.compile(r"\b(?:chủ trì|chủ tọa)\b"),
}
_BULLET = re.compile(r"^(?:[-–+•*]\s*)+")
_LEADING = re.compile(
    r"^(?:(?:và|cùng với|còn có|có|về phía [^,;:]{2,60}? có|ngoài ra còn có)\s+"
    r"|cùng\s+(?=lãnh đạo|đại diện|đại biểu|các|đông đảo|toàn thể|gần|hơn|trên|\d))+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:\s+(?:(?:cùng|đã|về|đến|tới) ){0,2}(?:tham dự|dự|tham gia)"
    r"(?: (?:hội nghị|buổi|lễ|đại hội|họp|hội thảo|chương trình)[^,;]{0,60})?)?[\s.,;:]*$"
)
_TAIL_JOIN = re.compile(
    r",\s+(?=(?:cùng |và )?(?:lãnh đạo|đại diện|đại biểu|các|đông đảo|toàn thể|gần|hơn|trên|\d"
    r"|trưởng các|thành viên))"
    r"|\s+(?=cùng (?:lãnh đạo|đại diện|các|đông đảo|toàn thể|gần|hơn|trên|\d|thành viên|cán bộ"
    r"|lực lượng|đoàn viên|hội viên|trưởng|chủ tịch|bí thư|nguyên lãnh đạo|thân nhân))"
    r"|\s+(?=và (?:các|đông đảo|toàn thể|gần|hơn|trên|\d))"
)
_MANY = r"(?:đông đảo|toàn thể|(?:gần|hơn|trên|khoảng) [\d.]+|[\d.]+)"
_COMPANY = r"(?:lực lượng|cán bộ|đoàn viên|hội viên|học sinh|nguyên lãnh đạo|thân nhân|bà con)"
_COUNTED = r"(?:đông đảo|toàn thể|gần|hơn|trên|khoảng|\d)"
_HEAD = (
    r"(?:lãnh đạo|đại diện|đại biểu|thường trực|cấp ủy|thành viên|trưởng|chủ tịch|bí thư"
    r"|các (?:vị|đồng chí|ông|bà|hộ|thành viên|đại biểu)|những)"
)
_ALWAYS_PARTS = re.compile(
    rf",\s+(?=(?:đại diện|lãnh đạo|đại biểu|thành viên|{_MANY}|các (?:vị|đồng chí))\b)"
    rf"|,?\s+cùng(?:\s+với)?\s+(?={_COUNTED}|{_HEAD}|{_COMPANY}|các\b)|,?\s+và\s+(?={_COUNTED})",
    re.IGNORECASE,
)
_LAST_JOIN = re.compile(rf",?\s+và\s+(?={_HEAD}\b)", re.IGNORECASE)
_PARTED = re.compile(
    r"\s*(?:[,.):(–-]|(?:và|cùng|với|còn|có|đã|đến|tới|về|tham|dự|đồng|chủ|phát)\b|$)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:, )?(?:cùng(?: với)?|và) [^.;]{2,60}? (?:(?:đã|cùng|về|đến|tới) ){0,2}"
    r"(?:tham dự|dự)(?: (?:hội nghị|buổi|lễ|đại hội|họp|chương trình|hội thảo)\b| \.|$)"
)
_REACH = 16
_SHORTEST_GROUP = 2
_SCOPES = frozenset(("các", "những", "toàn"))
_NOT_ATTENDANCE = re.compile(
    r"^[,)\s]*(?:(?:đã|cùng|đồng|sẽ|đến|tới|về|và)\s+)*(?:chủ trì|tham dự|dự|phát biểu|làm"
    r"|điều hành"
    r"|trao|tặng|theo dõi)\b"
)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The attendance of a sentence that is no person: groups, and what was not understood."""

    groups: tuple[str, ...]
    unread: tuple[str, ...]


def list_opening(passage: Passage, verb: str) -> int | None:
    """The word at which a list begins after e.g. `Dự hội nghị có`, `với sự tham dự của`.

    `verb` is the key that the opening must hold: "dự", "chủ trì".
    """
    for index in range(1, len(passage)):
        if _closes_an_opening(passage, index, verb):
            begin = index + 2 if passage.key(index + 1) == ":" else index + 1
            if begin >= len(passage) or begins_attendance(passage, begin):
                return begin
    return None


def _closes_an_opening(passage: Passage, index: int, verb: str) -> bool:
    key = passage.key(index)
    if key == "của":
        near = f"{' '.join(between(passage, max(0, index - 4), index))} "
        return _OPENING[verb].search(near) is not None
    if key not in ("có", "gồm", ":", "là") or index > _LONGEST_OPENING:
        return False
    clause = f"{' '.join(between(passage, 0, index))} ".rpartition("; ")[2]
    return _OPENING[verb].search(clause) is not None


def begins_attendance(passage: Passage, index: int) -> bool:
    """Whether a person, an office, a body or a group begins at this word."""
    while passage.key(index) in ("sự", "tham", "dự", "của", "-", "–", "+", "•"):
        index += 1
    tables = (HONORIFICS, PLURAL_HONORIFICS, TITLES, KINDS, _OPENERS)
    if any(table.at(passage, index) for table in tables) or family_name(passage, index):
        return True
    return passage.key(index).isdigit()


def unnamed(passage: Passage, drafts: list[Draft], start: int) -> Unnamed:
    """The items of a list from word `start` on; `;` parts them, or groups after the last person."""
    groups: list[str] = []
    unread: list[str] = []
    starts = [draft.name.start for draft in drafts]
    for begin, end in _items(passage, start):
        inside = drafts[bisect_left(starts, begin) : bisect_left(starts, end)]
        rest_from = max((draft.end for draft in inside), default=begin)
        parted = not inside or _PARTED.match(passage.slice(rest_from, end)) is not None
        for text in _rest(passage, rest_from, end, after_person=bool(inside)):
            (groups if parted and _is_group(text) else unread).append(text)
    return Unnamed(tuple(groups), tuple(unread))


def closes_attendance(passage: Passage, last: int) -> bool:
    """Whether the words after the last person end a list: `… cùng 45 ngư dân dự buổi lễ`."""
    return _CLOSING.match(" ".join(between(passage, last, last + _REACH))) is not None


def _items(passage: Passage, start: int) -> Iterator[tuple[int, int]]:
    begin = start
    for index in range(start, len(passage) + 1):
        if index == len(passage) or passage.key(index) == ";":
            if index > begin:
                yield begin, index
            begin = index + 1


def _rest(passage: Passage, start: int, end: int, *, after_person: bool) -> Iterator[str]:
    text = passage.slice(start, end)
    if after_person and _NOT_ATTENDANCE.match(text):
        return
    pieces = _TAIL_JOIN.split(text) if after_person else [text]
    last = passage.key(end) != ";"
    for part in (part for piece in pieces for part in _coordinated(piece, last=last)):
        bare = _TRAILING.sub("", _BULLET.sub("", part.strip(" ,)(")))
        bare = _LEADING.sub("", bare).strip(" ,;.)(")
        if bare and not _is_address(bare):
            yield bare


def _is_address(text: str) -> bool:
    """`các đồng chí` alone opens a list and names nobody."""
    passage = Passage(text)
    plural = PLURAL_HONORIFICS.at(passage, 0)
    return plural is not None and plural[0] == len(passage)


def _coordinated(text: str, *, last: bool) -> list[str]:
    """The groups that `cùng`, or the conjunction of the list's last item, joins.

    `Chủ tịch UBND và lãnh đạo các xã` is one group: its first part lacks the place of the second.
    """
    parts = _ALWAYS_PARTS.split(text)
    join = _LAST_JOIN.search(parts[-1]) if last else None
    if join is None or not _is_whole(parts[-1][: join.start()]):
        return parts
    return [*parts[:-1], parts[-1][: join.start()], parts[-1][join.end() :]]


def _is_whole(text: str) -> bool:
    """Whether a group says by itself whom it means; titles alone wait for the place of others."""
    passage = Passage(_LEADING.sub("", text.strip(" ,")))
    if TITLES.at(passage, 0) is None:
        return len(passage) > _SHORTEST_GROUP
    return any(key in _SCOPES or key.isdigit() for key in passage.keys)


def _is_group(text: str) -> bool:
    passage = Passage(text)
    tables = (TITLES, KINDS, _OPENERS, PLURAL_HONORIFICS)
    return any(table.at(passage, 0) for table in tables) or text[0].isdigit()
