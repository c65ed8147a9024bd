"""The meeting that an article reports or announces: what, when, where, and who holds it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from service.dates import PartialDate
from service.importing.event_dates import (
    EventDate,
    at_clock,
    comes_sooner_after,
    event_date,
    resolve,
    resolve_last,
)
from service.importing.findings import Found, Group, MeetingReading
from service.importing.gazetteer import Gazetteer
from service.importing.hosts import read_hosts
from service.importing.scan import sentences
from service.vocabulary import Certainty, MeetingStatus, PartOfDay

_KIND = (
    r"(?:hội\s+nghị|đại\s+hội|buổi|lễ|tọa\s+đàm|toạ\s+đàm|hội\s+thảo|kỳ\s+họp|phiên\s+họp|cuộc\s+họp"
    r"|ngày\s+hội|lớp|diễn\s+đàn|hội\s+thi|hội\s+diễn|họp|gặp\s+mặt|cuộc|chương\s+trình|đợt)"
)
_QUALIFIER = (
    r"(?:chuyên\s+đề|tổng\s+kết|sơ\s+kết|giao\s+ban|tập\s+huấn|bồi\s+dưỡng|trực\s+tuyến"
    r"|hiệp\s+thương(?:\s+lần\s+thứ\s+\w+)?|phản\s+biện(?:\s+xã\s+hội)?|đối\s+thoại|tiếp\s+xúc\s+cử\s+tri"
    r"|đại\s+biểu|toàn\s+thể|thường\s+kỳ|thường\s+niên|làm\s+việc|giám\s+sát|ký\s+kết|kỷ\s+niệm"
    r"|phát\s+động|ra\s+mắt|gặp\s+mặt|tuyên\s+dương|công\s+bố|bàn\s+giao|khánh\s+thành|trao"
    r"|tọa\s+đàm|nói\s+chuyện|thứ\s+\w+|lần\s+thứ\s+\w+)"
)
_KIND_FULL = rf"(?P<kind>{_KIND}(?:\s+{_QUALIFIER}\b)?)"
_BETWEEN = r"(?:(?:thành\s+công|trọng\s+thể|long\s+trọng|khai\s+mạc|trực\s+tiếp|một|\d{1,2})\s+){0,3}"
_HELD = re.compile(
    rf"\b(?P<verb>tổ\s+chức|khai\s+mạc|bế\s+mạc|tiến\s+hành|mở|chủ\s+trì|diễn\s+ra|triệu\s+tập)\s+"
    rf"{_BETWEEN}[“\"]?{_KIND_FULL}\b",
    re.IGNORECASE,
)
_TOOK_PLACE = re.compile(
    rf"\b{_KIND_FULL}\b(?P<topic>[^.;]{{0,240}}?),?\s+(?:(?:đã|sẽ|vừa|dự\s+kiến)\s+)?"
    r"(?:được\s+(?:[^\s]+\s+){0,3}?tổ\s+chức|diễn\s+ra|khai\s+mạc|bắt\s+đầu)\b",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:sẽ|dự\s+kiến)\b(?:\s+\S+){0,6}?\s+(?:tổ\s+chức|diễn\s+ra|khai\s+mạc|họp|tiến\s+hành|bắt\s+đầu|mở)\b",
    re.IGNORECASE,
)
_AT_HOUR = re.compile(r"\bvào\s+(?:(?:lúc|hồi)\s+)?\d{1,2}\s?(?:giờ|h|g)", re.IGNORECASE)
_TOPIC_END = re.compile(
    r",?\s+(?:với\s+sự\s+(?:tham|có)|dưới\s+sự\s+chủ\s+trì|có\s+sự\s+tham|do\s+(?:đồng\s+chí|ông|bà)\b"
    r"|vào\s+(?:lúc\s+|hồi\s+)?\d|tại\s+(?:hội\s+trường|nhà\s+văn\s+hóa|nhà\s+văn\s+hoá|trung\s+tâm"
    r"|trụ\s+sở|quảng\s+trường|phòng\s+họp|nhà\s+họp|sân\s+vận\s+động))",
    re.IGNORECASE,
)
_LOCATION = re.compile(
    r"\btại\s+(?P<place>(?:hội\s+trường|nhà\s+văn\s+h[oó][aáà]\S*|trung\s+tâm|trụ\s+sở|quảng\s+trường|phòng\s+họp"
    r"|nhà|trường|sân|công\s+viên|điểm\s+cầu|khu|đình|chùa|ubnd|ủy\s+ban|uỷ\s+ban|thôn|bản|xóm|ấp|buôn"
    r"|tổ\s+dân\s+phố|xã|phường|thị\s+trấn|thị\s+xã|huyện|thành\s+phố|tỉnh|hà\s+nội|tp)\b[^,.;()]{0,80}?)"
    r"(?=[,.;(]|$|\s+(?:đã|sẽ|vào|diễn\s+ra|với\s+sự|do|dưới\s+sự)\b)",
    re.IGNORECASE,
)
_PLACE_LINE = re.compile(r"^[-+*\s]*địa\s+điểm\s*:\s*(?P<place>[^;]{3,120}?)[.;]?$", re.IGNORECASE)
_PLACED_FIRST = re.compile(r"^\s*tại\s+[^,]{3,90},\s*", re.IGNORECASE)
_HOSTED_BY = re.compile(r"\bdo\s+(?P<hosts>[^.;]{3,200}?)\s+(?:đã\s+)?(?:phối\s+hợp\s+)?tổ\s+chức", re.IGNORECASE)
_PARAGRAPHS_READ = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence that tells of the meeting, cut into what it says."""

    text: str
    kind: str
    topic: str
    subject: str
    held_at: int
    date: EventDate | None


def read_meeting(
    paragraphs: Sequence[str],
    *,
    groups: tuple[Found[Group], ...],
    page_day: date | None,
    zone: ZoneInfo,
    known: Gazetteer,
) -> MeetingReading | None:
    """The first meeting of the first paragraphs; None where none of them tells of one."""
    said = _first_sentence(paragraphs)
    if said is None:
        return None
    planned = _planned(said, page_day)
    starts_on, ends_on = _days(said, page_day, planned=planned)
    hosts = read_hosts(said.subject, known)
    return MeetingReading(
        name=_name(said),
        topic=Found(said.topic, said.topic, "topic-after-kind", Certainty.CERTAIN)
        if said.topic
        else None,
        classification=Found(said.kind.lower(), said.kind, "kind-after-verb", Certainty.CERTAIN),
        starts_on=starts_on,
        ends_on=ends_on,
        part_of_day=_part_of_day(said),
        starts_at=_starts_at(said, starts_on, zone),
        location=_location(said, paragraphs),
        status=_status(said, starts_on, page_day, planned=planned),
        hosts=hosts.bodies,
        unnamed_hosts=hosts.unnamed,
        groups=groups,
    )


def _first_sentence(paragraphs: Sequence[str]) -> Sentence | None:
    for paragraph in paragraphs[:_PARAGRAPHS_READ]:
        for sentence in sentences(paragraph):
            found = _held(sentence) or _took_place(sentence)
            if found:
                return found
    return None


def _held(sentence: str) -> Sentence | None:
    match = _HELD.search(sentence)
    if match is None:
        return None
    said = event_date(sentence)
    begin = said.end if said and said.end <= match.start() else 0
    topic = _topic(sentence[match.end() :])
    subject = _PLACED_FIRST.sub("", sentence[begin : match.start()].lstrip(" ,.):-–"))
    return Sentence(sentence, match["kind"], topic, subject, match.start(), said)


def _took_place(sentence: str) -> Sentence | None:
    match = _TOOK_PLACE.search(sentence)
    if match is None:
        return None
    said = event_date(sentence)
    hosted = _HOSTED_BY.search(sentence)
    subject = hosted["hosts"] if hosted else ""
    topic = _topic(match["topic"]).split(" do ")[0]
    return Sentence(sentence, match["kind"], topic, subject, match.start(), said)


def _topic(rest: str) -> str:
    end = _TOPIC_END.search(rest)
    topic = rest[: end.start()] if end else rest
    return topic.strip(" .,;:…“”\"'")


def _name(said: Sentence) -> Found[str]:
    start = said.text.find(said.kind)
    end = said.text.find(said.topic, start) + len(said.topic) if said.topic else start + len(said.kind)
    quote = said.text[start:end]
    return Found(quote[:1].upper() + quote[1:], quote, "kind-and-topic", Certainty.CERTAIN)


def _planned(said: Sentence, page_day: date | None) -> bool:
    """Whether the sentence looks ahead: `sẽ`, or `vào … giờ` of a day that is nearer ahead."""
    if _WILL.search(said.text):
        return True
    first = said.date.first if said.date else None
    if first is None or page_day is None or not _AT_HOUR.search(said.text):
        return False
    if first.year is not None:
        return date(first.year, first.month, first.day) > page_day
    return comes_sooner_after(first, page_day)


def _days(
    said: Sentence, page_day: date | None, *, planned: bool
) -> tuple[Found[PartialDate] | None, Found[PartialDate] | None]:
    if said.date is None:
        return None, None
    quote = said.text[said.date.start : said.date.end]
    if said.date.first is None:
        return _today(quote, page_day), None
    first = resolve(said.date.first, page_day, planned=planned)
    starts_on = Found(first.day, quote, first.rule, first.certainty)
    if said.date.last is None:
        return starts_on, None
    last = resolve_last(said.date.last, first.day)
    return starts_on, Found(last, quote, first.rule, first.certainty)


def _today(quote: str, page_day: date | None) -> Found[PartialDate] | None:
    if page_day is None:
        return None
    return Found(PartialDate.of(page_day), quote, "day-of-page", Certainty.NEEDS_REVIEW)


def _part_of_day(said: Sentence) -> Found[PartOfDay] | None:
    if said.date is None or said.date.part is None:
        return None
    quote = said.text[said.date.start : said.date.end]
    return Found(said.date.part, quote, "part-of-day-printed", Certainty.CERTAIN)


def _starts_at(
    said: Sentence, starts_on: Found[PartialDate] | None, zone: ZoneInfo
) -> Found[datetime] | None:
    """Only where an hour is printed."""
    if said.date is None or said.date.clock is None or starts_on is None:
        return None
    instant = at_clock(starts_on.value, said.date.clock, zone)
    if instant is None:
        return None
    return Found(instant, starts_on.quote, "hour-printed", starts_on.certainty)


def _location(said: Sentence, paragraphs: Sequence[str]) -> Found[str] | None:
    match = _LOCATION.search(said.text[: said.held_at]) or _closing_location(said)
    if match:
        place = match["place"].strip()
        return Found(place, match[0], "place-after-tại", Certainty.CERTAIN)
    for paragraph in paragraphs:
        line = _PLACE_LINE.match(paragraph)
        if line:
            return Found(line["place"].strip(), line[0], "place-line", Certainty.CERTAIN)
    return None


def _closing_location(said: Sentence) -> re.Match[str] | None:
    end = _TOPIC_END.search(said.text, said.held_at)
    return _LOCATION.search(said.text, end.start()) if end else None


def _status(
    said: Sentence, starts_on: Found[PartialDate] | None, page_day: date | None, *, planned: bool
) -> Found[MeetingStatus]:
    """PLANNED where the sentence looks ahead and the day is not before the page's."""
    day = starts_on.value.first_day if starts_on else None
    ahead = day is None or page_day is None or day >= page_day
    quote = said.text
    if planned and ahead:
        sure = Certainty.CERTAIN if day and page_day else Certainty.NEEDS_REVIEW
        return Found(MeetingStatus.PLANNED, quote, "announced-ahead", sure)
    late = day is not None and page_day is not None and day > page_day
    certainty = Certainty.NEEDS_REVIEW if late else Certainty.CERTAIN
    return Found(MeetingStatus.HELD, quote, "reported", certainty)
