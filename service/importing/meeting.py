"""The meeting that an article reports or announces: what, when, where, and who holds it."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from service.dates import PartialDate
from service.importing.event_dates import (
    at_clock,
    comes_sooner_after,
    resolve,
    resolve_last,
)
from service.importing.findings import Found, Group, MeetingReading
from service.importing.gazetteer import Gazetteer
from service.importing.hosts import read_hosts
from service.importing.telling import Telling, first_telling
from service.vocabulary import Certainty, MeetingStatus, PartOfDay

_WILL = re.compile(
    r"\b(?:sẽ|dự\s+kiến)\b(?:\s+\S+){0,6}?\s+"
    r"(?:tổ\s+chức|diễn\s+ra|khai\s+mạc|họp|tiến\s+hành|bắt\s+đầu|mở)\b",
    re.IGNORECASE,
)
_AT_HOUR = re.compile(r"\bvào\s+(?:(?:lúc|hồi)\s+)?\d{1,2}\s?(?:giờ|h|g)", re.IGNORECASE)
_LOCATION = re.compile(
    r"\btại\s+(?P<place>(?:hội\s+trường|nhà|trung\s+tâm|trụ\s+sở|quảng\s+trường|phòng\s+họp"
    r"|trường|sân|công\s+viên|điểm\s+cầu|khu|đình|chùa|ubnd|ủy\s+ban|uỷ\s+ban|thôn|bản|xóm|ấp"
    r"|buôn|tổ\s+dân\s+phố|xã|phường|thị\s+trấn|thị\s+xã|huyện|thành\s+phố|tỉnh|hà\s+nội|tp)\b"
    r"[^,.;()]{0,80}?)(?=[,.;(]|$|\s+(?:đã|sẽ|vào|diễn\s+ra|với\s+sự|do|dưới\s+sự)\b)",
    re.IGNORECASE,
)
_ENDS_WITH_PLACE = re.compile(
    r"\btại\s+(?P<place>(?:thôn|bản|xã|phường|thị\s+trấn|thị\s+xã|huyện|thành\s+phố)\s+"
    r"[^\W\d_a-z][^,.;()]{0,40})$"
)
_PLACE_LINE = re.compile(r"^[-+*\s]*địa\s+điểm\s*:\s*(?P<place>[^;]{3,120}?)[.;]?$", re.IGNORECASE)


def read_meeting(
    paragraphs: Sequence[str],
    *,
    groups: tuple[Found[Group], ...],
    page_day: date | None,
    zone: ZoneInfo,
    known: Gazetteer,
) -> MeetingReading | None:
    """The first meeting of the first paragraphs; None where none of them tells of one."""
    said = first_telling(paragraphs)
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


def _name(said: Telling) -> Found[str]:
    name = said.named
    return Found(name[:1].upper() + name[1:], name, "kind-and-topic", Certainty.CERTAIN)


def _planned(said: Telling, page_day: date | None) -> bool:
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
    said: Telling, page_day: date | None, *, planned: bool
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


def _part_of_day(said: Telling) -> Found[PartOfDay] | None:
    if said.date is None or said.date.part is None:
        return None
    quote = said.text[said.date.start : said.date.end]
    return Found(said.date.part, quote, "part-of-day-printed", Certainty.CERTAIN)


def _starts_at(
    said: Telling, starts_on: Found[PartialDate] | None, zone: ZoneInfo
) -> Found[datetime] | None:
    """Only where an hour is printed."""
    if said.date is None or said.date.clock is None or starts_on is None:
        return None
    instant = at_clock(starts_on.value, said.date.clock, zone)
    if instant is None:
        return None
    return Found(instant, starts_on.quote, "hour-printed", starts_on.certainty)


def _location(said: Telling, paragraphs: Sequence[str]) -> Found[str] | None:
    match = _LOCATION.search(said.before) or _LOCATION.search(said.after)
    if match:
        place = match["place"].strip()
        return Found(place, match[0], "place-after-tại", Certainty.CERTAIN)
    for paragraph in paragraphs:
        line = _PLACE_LINE.match(paragraph)
        if line:
            return Found(line["place"].strip(), line[0], "place-line", Certainty.CERTAIN)
    ending = _ENDS_WITH_PLACE.search(said.topic)
    if ending:
        return Found(ending["place"], ending[0], "place-ends-topic", Certainty.NEEDS_REVIEW)
    return None


def _status(
    said: Telling, starts_on: Found[PartialDate] | None, page_day: date | None, *, planned: bool
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
