"""What a sentence says that its people do at the meeting."""

import re
from collections.abc import Iterator

from service.importing.attendance import list_opening
from service.importing.people import Draft
from service.importing.scan import between
from service.importing.words import Passage
from service.vocabulary import MeetingRole

_REACH = 10
_LONGEST_LIST = 30
_SPEAKING_OPENING = re.compile(
    r"\b(?:phát biểu|kết luận|khai mạc|bế mạc|kết thúc hội nghị|báo cáo tại)\b"
)
_PREPARES = r"(?:(?:đã|cũng|sẽ|cùng|đồng|tới|đến|về|tham|và|vui mừng|trực tiếp) )*"
_ATTENDS = re.compile(
    rf"^(?:cùng [^,;]{{2,60}}? )?{_PREPARES}(?:dự|tham dự|tham gia|có mặt)(?: |$)"
)
_CHAIRS = re.compile(rf"^{_PREPARES}(?:dự (?:và |, )?)?(?:đồng )?(?:chủ trì|chủ tọa|điều hành)")
_SPEAKS = re.compile(
    rf"^{_PREPARES}(?:dự (?:và |, ))?(?:chủ trì (?:và |, ))?(?:thay mặt [^,;]{{2,60}}, )?"
    r"(?:phát biểu|nhấn mạnh|kết luận|khẳng định|đề nghị|yêu cầu|báo cáo|trình bày|tham luận"
    r"|quán triệt|lưu ý|cảm ơn|kiến nghị|mong|chỉ đạo|ghi nhận|biểu dương|cho rằng|góp ý"
    r"|giải trình|ôn lại|tiếp thu|chúc mừng)"
)
_DEEDS = frozenset(("đã", "tổ"))
_JOINS = frozenset(((",",), ("và",), (";",), (",", "và"), (";", "và"), ("cùng",)))


def roles_of(
    passage: Passage, drafts: list[Draft], *, attending_from: int | None
) -> list[list[MeetingRole]]:
    """The roles of each person of a sentence; `attending_from`: where its attendance begins."""
    found: list[list[MeetingRole]] = [[] for _ in drafts]
    _open(passage, drafts, found, attending_from)
    for index, draft in enumerate(drafts):
        after = _after(passage, draft)
        for pattern, role in (
            (_CHAIRS, MeetingRole.CHAIR),
            (_SPEAKS, MeetingRole.SPEAKER),
            (_ATTENDS, MeetingRole.ATTENDEE),
        ):
            if pattern.match(after):
                for holder in _joined_before(passage, drafts, index):
                    found[holder].append(role)
    return [list(dict.fromkeys(roles)) for roles in found]


def _open(
    passage: Passage,
    drafts: list[Draft],
    found: list[list[MeetingRole]],
    attending_from: int | None,
) -> None:
    """The roles that the words before the first person of a list give."""
    for draft, roles in zip(drafts, found, strict=True):
        if attending_from is not None and draft.name.start >= attending_from:
            roles.append(MeetingRole.ATTENDEE)
    for index in _chairing(passage, drafts):
        found[index].append(MeetingRole.CHAIR)
    if drafts and _SPEAKING_OPENING.search(" ".join(between(passage, 0, drafts[0].start))):
        found[0].append(MeetingRole.SPEAKER)


def _chairing(passage: Passage, drafts: list[Draft]) -> Iterator[int]:
    """Those listed after `dưới sự chủ trì của`, up to what the hosts then did."""
    opened = list_opening(passage, "chủ trì")
    last = opened
    for index, draft in enumerate(drafts):
        if opened is None or last is None or draft.name.start < opened:
            continue
        if _DEEDS.intersection(between(passage, last, draft.start)):
            return
        yield index
        last = draft.end


def _after(passage: Passage, draft: Draft) -> str:
    """The keys of the words after a person, as one text, without the mark that follows."""
    start = draft.end
    while passage.key(start) in (",", ")", "-", "–"):
        start += 1
    return " ".join(between(passage, start, start + _REACH))


def _joined_before(passage: Passage, drafts: list[Draft], last: int) -> list[int]:
    """The people whose list this person ends: `A và B chủ trì`."""
    first = last
    while first and last - first < _LONGEST_LIST:
        if between(passage, drafts[first - 1].end, drafts[first].start) not in _JOINS:
            break
        first -= 1
    return list(range(first, last + 1))
