"""The sentence that tells of a meeting: `HOST tổ chức KIND TOPIC`, or `KIND TOPIC đã diễn ra`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.importing.event_dates import EventDate, event_date
from service.importing.kinds import KINDS
from service.importing.scan import sentences
from service.importing.words import Passage

_KIND = (
    r"(?:hội\s+nghị|đại\s+hội|buổi|lễ|tọa\s+đàm|toạ\s+đàm|hội\s+thảo|kỳ\s+họp|phiên\s+họp"
    r"|cuộc\s+họp|ngày\s+hội|lớp|diễn\s+đàn|hội\s+thi|hội\s+diễn|hội\s+thao|liên\s+hoan"
    r"|mít\s+tinh|họp\s+mặt|họp|gặp\s+mặt|cuộc|chương\s+trình|đợt)"
)
_QUALIFIER = (
    r"(?:chuyên\s+đề|tổng\s+kết|sơ\s+kết|giao\s+ban|tập\s+huấn|bồi\s+dưỡng|trực\s+tuyến"
    r"|hiệp\s+thương|phản\s+biện(?:\s+xã\s+hội)?|đối\s+thoại"
    r"|tiếp\s+xúc\s+cử\s+tri|đại\s+biểu|toàn\s+thể|thường\s+kỳ|thường\s+niên|làm\s+việc"
    r"|giám\s+sát|ký\s+kết|kỷ\s+niệm|phát\s+động|ra\s+mắt|gặp\s+mặt|tuyên\s+dương|công\s+bố"
    r"|bàn\s+giao|khánh\s+thành|trao|tọa\s+đàm|nói\s+chuyện|ra\s+quân|khởi\s+công"
    r"|triển\s+khai|quán\s+triệt|đón\s+nhận|khai\s+giảng|bế\s+giảng|học\s+tập"
    r"|tiếp\s+nhận|lấy\s+ý\s+kiến|gắn\s+biển|dâng\s+hương|tri\s+ân|vinh\s+danh|biểu\s+dương)"
)
_WHAT = rf"(?P<kind>{_KIND}(?:\s+{_QUALIFIER}\b)?)\b"
_GATHERING = (
    r"gặp\s+mặt|họp\s+mặt|giao\s+ban|sơ\s+kết|tổng\s+kết|đối\s+thoại|tiếp\s+xúc\s+cử\s+tri"
    r"|ra\s+quân|họp(?!\s+(?:báo|mặt|bàn))"
)
_DEED = (
    r"ra\s+mắt|tập\s+huấn|phát\s+động|bàn\s+giao|khánh\s+thành|khởi\s+công|ký\s+kết"
    r"|tuyên\s+dương|tiếp\s+nhận|dâng\s+hương"
)
_BETWEEN = (
    r"(?:(?:thành\s+công|trọng\s+thể|long\s+trọng|khai\s+mạc|trực\s+tiếp"
    r"|một|hai|ba|bốn|\d{1,2})\s+){0,3}"
)
_HELD = re.compile(
    r"\b(?:tổ\s+chức|khai\s+mạc|bế\s+mạc|tiến\s+hành|mở|chủ\s+trì|diễn\s+ra|triệu\s+tập"
    rf"|có(?=\s+(?:buổi|cuộc)\b)|khai\s+giảng|bế\s+giảng)\s+{_BETWEEN}[“\"]?{_WHAT}",
    re.IGNORECASE,
)
_DID = re.compile(rf"\btổ\s+chức\s+{_BETWEEN}(?P<kind>{_DEED}|{_GATHERING})\b", re.IGNORECASE)
_MET = re.compile(
    rf"(?:\b(?:đã|vừa|sẽ|tỉnh|huyện|quận|thị\s+xã|thành\s+phố|xã|phường|thị\s+trấn)"
    rf"|\b(?!để\b|đang\b|ở\b|ý\b)[^\W\d_a-z]\w*)\s+(?P<kind>{_GATHERING})\b"
)
_TOOK_PLACE = re.compile(
    rf"\b{_WHAT}(?P<topic>[^.;]{{0,240}}?),?\s+(?:(?:đã|sẽ|vừa|dự\s+kiến)\s+)?"
    r"(?:được\s+(?:[^\s]+\s+){0,3}?tổ\s+chức|diễn\s+ra|khai\s+mạc|bắt\s+đầu)\b",
    re.IGNORECASE,
)
_PLACE_OF_MEETING = (
    r"(?:hội\s+trường|nhà\s+văn\s+hóa|nhà\s+văn\s+hoá|trung\s+tâm|trụ\s+sở|quảng\s+trường"
    r"|phòng\s+họp|nhà\s+họp|nhà\s+khách|sân\s+vận\s+động)"
)
_UNIT = r"(?:xã|phường|thị\s+trấn|thị\s+xã|huyện|quận|thành\s+phố|tp\.?|tỉnh)"
_TOPIC_END = re.compile(
    r",?\s+(?:với\s+sự\s+(?:tham|có)|dưới\s+sự\s+chủ\s+trì|có\s+sự\s+tham"
    r"|do\s+(?:đồng\s+chí|ông|bà)\b|vào\s+(?:lúc\s+|hồi\s+)?\d"
    rf"|tại\s+{_PLACE_OF_MEETING})",
    re.IGNORECASE,
)
_HOSTED_BY = re.compile(
    r"\bdo\s+(?P<hosts>[^.;]{3,200}?)\s+(?:đã\s+)?(?:phối\s+hợp\s+)?tổ\s+chức", re.IGNORECASE
)
_CLAUSES_FIRST = re.compile(
    r"^(?:\s*(?:tại|được|theo|thực\s+hiện|căn\s+cứ|nhân|nhằm|trong|với|sau|để)\s+[^,]{3,120},\s*"
    rf"(?:{_UNIT}\s+(?!ủy\b|uỷ\b|đoàn\b)(?:(?!phối\b|tổ\b|và\b|với\b)[^,\s]+\s?){{1,4}},\s*){{0,3}})+",
    re.IGNORECASE,
)
_PARAGRAPHS_READ = 3
_LONGEST_SUBJECT = 40


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentence cut into what it says; `subject` names the hosts.

    `before` and `after` are the text round kind and topic, where the place is said.
    """

    text: str
    kind: str
    topic: str
    subject: str
    kind_at: int
    before: str
    after: str
    date: EventDate | None

    @property
    def named(self) -> str:
        """Kind and topic as they stand together in the sentence."""
        end = self.kind_at + len(self.kind)
        if self.topic:
            end = self.text.index(self.topic, end) + len(self.topic)
        return self.text[self.kind_at : end]


def first_telling(paragraphs: Sequence[str]) -> Telling | None:
    """The first sentence of the first paragraphs that tells of a meeting."""
    for paragraph in paragraphs[:_PARAGRAPHS_READ]:
        for sentence in sentences(paragraph):
            found = (
                _told(sentence, _HELD.search(sentence))
                or _took_place(sentence)
                or _told(sentence, _deed(sentence))
            )
            if found:
                return found
    return None


def _deed(sentence: str) -> re.Match[str] | None:
    """`Chiều 6/2, HOST (tổ chức) gặp mặt …`: a dated sentence that begins with a body."""
    said = event_date(sentence)
    if said is None:
        return None
    match = _DID.search(sentence, said.end) or _MET.search(sentence, said.end)
    if match is None:
        return None
    subject = Passage(_subject(sentence, said, match))
    return match if KINDS.at(subject, 0) and len(subject) <= _LONGEST_SUBJECT else None


def _subject(sentence: str, said: EventDate | None, match: re.Match[str]) -> str:
    begin = said.end if said and said.end <= match.start() else 0
    end = match.start("kind") if match.re is _MET else match.start()
    return _CLAUSES_FIRST.sub("", sentence[begin:end].lstrip(" ,.):-–"))


def _told(sentence: str, match: re.Match[str] | None) -> Telling | None:
    if match is None:
        return None
    said = event_date(sentence)
    rest = sentence[match.end() :]
    end = _TOPIC_END.search(rest)
    return Telling(
        sentence,
        match["kind"],
        _topic(rest),
        _subject(sentence, said, match),
        match.start("kind"),
        sentence[: match.start()],
        rest[end.start() :] if end else "",
        said,
    )


def _took_place(sentence: str) -> Telling | None:
    match = _TOOK_PLACE.search(sentence)
    if match is None:
        return None
    hosted = _HOSTED_BY.search(sentence)
    return Telling(
        sentence,
        match["kind"],
        _topic(match["topic"]).split(" do ")[0],
        hosted["hosts"] if hosted else "",
        match.start("kind"),
        sentence[: match.start()],
        sentence[match.end() :],
        event_date(sentence),
    )


def _topic(rest: str) -> str:
    end = _TOPIC_END.search(rest)
    topic = rest[: end.start()] if end else rest
    return topic.strip(" .,;:…“”\"'")
