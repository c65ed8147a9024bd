"""Captions: short paragraphs of their own that say what a photo shows."""

import re

from service.importing.findings import Found, Photo
from service.importing.furniture import word_count
from service.importing.words import Passage
from service.vocabulary import Certainty

_LONGEST = 40
_OPENING = re.compile(
    r"^(?:(?:quang|toàn) cảnh|ảnh\b|hình ảnh|ảnh minh họa|chú thích|(?:các|đông đảo|toàn thể)?\s*"
    r"đại biểu (?:dự|tham dự|biểu quyết|chụp|tham quan|thảo luận|phát biểu|bấm nút|tại)|một góc"
    r"|ra mắt"
    r"|lễ ký|khung cảnh|chụp ảnh)",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:phát biểu|trao|tặng|chủ trì|tặng hoa|cắt băng|báo cáo|trình bày|kết luận|thăm|chụp ảnh"
    r"|thắp hương|dâng hương|khai mạc|điều hành|trao quà|tham luận|chúc mừng|ký kết|bế mạc"
    r"|ra mắt)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[\s.,;(–-]*(?:\(|\b)ảnh\s*:\s*(?P<credit>(?:[^\W\d_]{1,2}\.\s?){1,3}[^\W\d_]*|[^).]{2,50})\)?\.?\s*$",
    re.IGNORECASE,
)
_OPEN_CREDIT = re.compile(r"^ảnh(?: minh họa)?\s*:\s*", re.IGNORECASE)
_ENDS = (".", "…", ";", ":", "!", "?")


def is_caption(line: str) -> bool:
    """A known opening, a person shown doing something, a photo credit; short, and no sentence."""
    if word_count(line) > _LONGEST or line.endswith((";", ":", ",")) or line.startswith(("-", "+")):
        return False
    if _OPENING.match(line):
        return not line.endswith(_ENDS) or word_count(line) <= 22
    if _CREDIT.search(line):
        return True
    return not line.endswith(_ENDS) and _SHOWN.search(line) is not None and _begins_large(line)


def read_caption(line: str) -> Found[Photo]:
    """CERTAIN for a known opening or a printed credit."""
    if _OPEN_CREDIT.match(line):
        text = _OPEN_CREDIT.sub("", line)
        return Found(Photo(text, None), line, "caption-labelled", Certainty.CERTAIN)
    credit = _CREDIT.search(line)
    if credit:
        caption = line[: credit.start()].rstrip(" .,;(–-") or line
        photo = Photo(caption, credit["credit"].strip())
        return Found(photo, line, "caption-credit", Certainty.CERTAIN)
    known = _OPENING.match(line) is not None
    rule = "caption-opening" if known else "caption-short-line"
    certainty = Certainty.CERTAIN if known else Certainty.NEEDS_REVIEW
    return Found(Photo(line, None), line, rule, certainty)


def _begins_large(line: str) -> bool:
    return Passage(line).is_capital(0)
