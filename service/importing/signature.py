"""The foot of an article: who signs, with which office, and where the text was taken from."""

import re
from dataclasses import dataclass

from service.importing.findings import Credit, CreditKind, Found, Position
from service.importing.furniture import word_count
from service.importing.gazetteer import Gazetteer
from service.importing.mentions import body_at
from service.importing.names import capital_run, family_name, written
from service.importing.positions import office_at, offices_at, positions_of
from service.importing.words import Passage
from service.vocabulary import Certainty

_SOURCE = re.compile(
    r"^\(?(?:theo|nguồn(?:\s+tin)?)\s*:?\s+(?P<source>[^,;]{2,80}?)\)?\.?$", re.IGNORECASE
)
_LABEL = re.compile(
    r"^\(?(?:(?P<photo>ảnh)|(?P<text>tin\s*(?:,|và|-|–|/|\+|&)?\s*(?:bài)?\s*(?:,|và|-|–|/|\+"
    r"|&)?\s*(?:ảnh)?"
    r"|bài\s*(?:,|và|-|–|/|&)?\s*(?:ảnh|viết)?"
    r"|ảnh\s*(?:,|và|-|–|/|&)\s*(?:tin|bài)|thực hiện|tác giả|người viết|người đưa tin"
    r"|biên tập|tổng hợp"
    r"|cộng tác viên|ctv|phóng viên|pv))\s*:\s*(?P<names>.{2,80}?)\)?\.?$",
    re.IGNORECASE,
)
_TWO_LABELS = re.compile(
    r"^(?:tin|bài)\s*:\s*(?P<text>[^-–;/:]{2,40}?)\s*[-–;/.,]\s*ảnh\s*:\s*(?P<photo>.{2,40}?)\.?$",
    re.IGNORECASE,
)
_DESKS = re.compile(
    r"^(?:pv|p\.v|phóng viên|nhóm pv|nhóm phóng viên|bbt|ban biên tập|ttxvn|ctv"
    r"|cổng ttđt.{0,40})\.?$",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(?P<name>[^()]{2,40}?)\s*\((?P<agency>[^()]{2,40})\)$"
    r"|^(?P<bare>[^()/]{2,40})/"
    r"(?P<of>[^()/\s]{2,20}|(?:Đài|Báo|Trung tâm|Văn phòng)\s[^()/]{2,40})$"
)
_INITIALS = re.compile(r"^(?:[A-ZĐ]\.?\s?){2,4}$|^(?:[A-ZĐ]\.\s?){1,3}[^\W\d_]{2,7}$")
_CORRESPONDENT = re.compile(
    r"^\((?:ctv|cộng tác viên|pv|phóng viên)\b[^()]{0,40}\)$", re.IGNORECASE
)
_GLUED = re.compile(r"(?<=[.…!”\"])\s*/?\.?\s+(?P<name>(?:[^\W\d_]+\s){1,3}[^\W\d_]+)$")
_SPLIT_NAMES = re.compile(r"\s*(?:,|;|\s[-–]\s|\svà\s|\s&\s)\s*")
_VERBS = frozenset(("phát", "đã", "chủ", "trao", "tặng", "tại"))
_LONGEST_FOOT = 20


@dataclass(frozen=True, slots=True)
class Foot:
    """The lines under the text, in the page's order; `glued` stood at the end of a paragraph."""

    lines: tuple[str, ...]
    source: str | None
    glued: str | None


def read_foot(paragraphs: list[str]) -> tuple[list[str], Foot]:
    """Parts the article's text from its signature and source."""
    rest = list(paragraphs)
    foot: list[str] = []
    source: str | None = None
    while len(rest) > 1 and _is_foot(rest[-1], foot):
        line = rest.pop()
        if source is None and _SOURCE.match(line):
            source = line
        else:
            foot.insert(0, line)
    glued = _GLUED.search(rest[-1]) if rest and not foot else None
    name = glued["name"] if glued and _is_full_name(glued["name"]) else None
    if name and glued:
        rest[-1] = rest[-1][: glued.start()]
    return rest, Foot(tuple(foot), source, name)


def read_signature(foot: Foot, known: Gazetteer) -> tuple[Found[Credit], ...]:
    """The credits of the foot; a name takes the office on the line beside it."""
    if foot.glued:
        credit = Credit(written(foot.glued), None, None, CreditKind.AUTHOR)
        return (Found(credit, foot.glued, "signature-glued", Certainty.NEEDS_REVIEW),)
    found: list[Found[Credit]] = []
    lines = list(foot.lines)
    while lines:
        line = lines.pop(0)
        office = lines[0] if lines and _is_office(lines[0]) else None
        if office and _is_name(line):
            found.append(_with_office(line, lines.pop(0), f"{line}\n{office}", known))
        elif _is_office(line) and lines and _is_name(lines[0]):
            found.append(_with_office(lines[0], line, f"{line}\n{lines.pop(0)}", known))
        else:
            found.extend(_credits(line, known))
    return tuple(found)


def read_source(line: str) -> Found[str]:
    match = _SOURCE.match(line)
    return Found(match["source"] if match else line, line, "source-line", Certainty.CERTAIN)


def _is_foot(line: str, below: list[str]) -> bool:
    if word_count(line) > _LONGEST_FOOT:
        return False
    if _SOURCE.match(line) or _TWO_LABELS.match(line) or _DESKS.match(line) or _is_label(line):
        return True
    if _is_office(line) and not line.endswith(":"):
        return not below
    signs = _signs_with_office(line) is not None or _agency_name(line) is not None
    return signs or _is_name(line) or len(_several_names(line)) > 1


def _is_label(line: str) -> bool:
    """`Tin, ảnh: X` with names after it; `Ảnh: Quang cảnh …` is a caption."""
    label = _LABEL.match(line)
    return label is not None and all(
        _is_name(name) or _DESKS.match(name) is not None or _agency_name(name) is not None
        for name in _SPLIT_NAMES.split(label["names"])
        if name
    )


def _is_office(line: str) -> bool:
    """A line, also in brackets, that begins with a title or a body and is no sentence."""
    if _CORRESPONDENT.match(line):
        return True
    passage = Passage(line.strip("()"))
    if word_count(line) > _LONGEST_FOOT or line.endswith((".", ";", ":", "…")):
        return False
    empty = _unknown()
    office = office_at(passage, 0, empty)
    body = body_at(passage, 0, empty)
    end = office.end if office else body.end if body else 0
    return end > 0 and len(passage) - end <= 6 and not _has_small_verb(passage, end)


def _has_small_verb(passage: Passage, start: int) -> bool:
    return any(word.key in _VERBS for word in passage.words[start:])


def _several_names(line: str) -> list[str]:
    """`X - Y`: two or three who sign together."""
    names = _SPLIT_NAMES.split(line)
    return names if len(names) < 4 and all(_is_name(name) for name in names) else []


def _is_name(line: str) -> bool:
    return _is_full_name(line) or _INITIALS.match(line) is not None or _is_pen_name(line)


def _is_full_name(line: str) -> bool:
    passage = Passage(line.strip(" ./"))
    return (
        2 <= len(passage) <= 5
        and family_name(passage, 0)
        and capital_run(passage, 0) == len(passage)
    )


def _is_pen_name(line: str) -> bool:
    passage = Passage(line)
    return 2 <= len(passage) <= 3 and capital_run(passage, 0) == len(passage)


def _signs_with_office(line: str) -> tuple[str, str] | None:
    """`NAME - Ban Tuyên giáo …` on one line."""
    for mark in (" - ", " – ", ", "):
        name, found, office = line.partition(mark)
        if found and _is_name(name) and _is_office(office):
            return name, office
    return None


def _agency_name(line: str) -> tuple[str, str] | None:
    match = _AGENCY.match(line)
    name = (match["name"] or match["bare"] or "").strip() if match else ""
    if match is None or not (_is_name(name) or _DESKS.match(name)):
        return None
    return name, match["agency"] or match["of"]


def _credits(line: str, known: Gazetteer) -> list[Found[Credit]]:
    two = _TWO_LABELS.match(line)
    if two:
        return [
            _labelled(two["text"], line, CreditKind.AUTHOR),
            _labelled(two["photo"], line, CreditKind.PHOTOGRAPHER),
        ]
    label = _LABEL.match(line)
    if label:
        kind = CreditKind.PHOTOGRAPHER if label["photo"] else CreditKind.AUTHOR
        return [_labelled(name, line, kind) for name in _SPLIT_NAMES.split(label["names"]) if name]
    beside = _signs_with_office(line)
    if beside:
        return [_with_office(*beside, line, known)]
    return [_alone(name, line) for name in _several_names(line) or [line]]


def _labelled(name: str, line: str, kind: CreditKind) -> Found[Credit]:
    kind = CreditKind.DESK if _DESKS.match(name.strip()) else kind
    credit = Credit(written(name.strip(" .")), None, None, kind)
    return Found(credit, line, "signature-label", Certainty.CERTAIN)


def _alone(text: str, line: str) -> Found[Credit]:
    agency = _agency_name(text)
    name = agency[0] if agency else text
    if _DESKS.match(name):
        credit = Credit(name, None, None, CreditKind.DESK)
        return Found(credit, line, "signature-desk", Certainty.CERTAIN)
    credit = Credit(written(name.strip(" ./")), None, None, CreditKind.AUTHOR)
    if _is_full_name(name):
        return Found(credit, line, "signature-name", Certainty.CERTAIN)
    return Found(credit, line, "signature-pen-name", Certainty.NEEDS_REVIEW)


def _with_office(name: str, office: str, quote: str, known: Gazetteer) -> Found[Credit]:
    office = office.strip("()")
    position = _position(office, known)
    credit = Credit(written(name.strip(" ./")), office, position, CreditKind.AUTHOR)
    sure = position is not None and _is_full_name(name)
    certainty = Certainty.CERTAIN if sure else Certainty.NEEDS_REVIEW
    return Found(credit, quote, "signature-name-position", certainty)


def _position(office: str, known: Gazetteer) -> Position | None:
    passage = Passage(office)
    found = positions_of(passage, offices_at(passage, 0, known), known)
    return found[-1].value if found else None


def _unknown() -> Gazetteer:
    return Gazetteer(None, None, {}, frozenset(), frozenset())
