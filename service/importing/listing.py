"""Whether a page lists articles instead of being one: headlines, dates and teasers in turn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.importing.captions import is_caption, read_caption
from service.importing.families import HONORIFICS
from service.importing.furniture import is_furniture, is_pager, reads_on, word_count
from service.importing.page_dates import is_relative
from service.importing.titles import TITLES
from service.importing.words import Passage, phrase_set
from service.vocabulary import Certainty

_ENOUGH_WORDS = 18
_SENTENCE = 12
_HEADLINE = range(4, 40)
_ENTRIES = 3
_EVENTS = phrase_set("ra mắt|lễ ký")
_SHOWN = phrase_set("các|lãnh đạo|đại diện|đại biểu|đông đảo|toàn thể|đoàn")
_SENTENCE_END = re.compile(r"[.…!?;:]\W*$")
_CUT_SHORT = re.compile(r"(?:…|\.\.\.)\W*$")
_DATE_BEFORE_TEASER = re.compile(r"^\(?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[^)\w]*\)\s*[-–:]?\s")


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two texts of some length."""

    headline: bool
    dated: bool


def is_running(line: str) -> bool:
    """Whether a line is long enough to be a paragraph of an article."""
    return word_count(line) >= _ENOUGH_WORDS


def is_told(line: str) -> bool:
    """Whether it is a paragraph, or a shorter sentence of its own: the whole text of a brief."""
    return is_running(line) or (word_count(line) >= _SENTENCE and line.endswith("."))


def is_listing(lines: Sequence[str], dated: set[int]) -> bool:
    """`dated`: the lines that hold a date and little else.

    Three entries make a list; with a pager, two that are dated. Dates or captions alone between
    paragraphs, and three dates round a title, make none.
    """
    texts = [i for i, line in enumerate(lines) if _is_text(line)]
    teasers = sum(reads_on(line) for line in lines)
    begun = sum(1 for i in texts if _DATE_BEFORE_TEASER.match(lines[i]))
    if max(teasers, begun) >= _ENTRIES and 2 * max(teasers, begun) >= len(texts):
        return True
    dates = dated | {i for i, line in enumerate(lines) if is_relative(line)}
    if _dated_headlines(lines, dates, until=texts[0] if texts else len(lines)) >= _ENTRIES:
        return True
    return len(texts) > 1 and _in_turn(lines, texts, dates)


def _is_text(line: str) -> bool:
    return is_running(line) and _SENTENCE_END.search(line) is not None


def _dated_headlines(lines: Sequence[str], dates: set[int], *, until: int) -> int:
    """The dates above the first text that a headline parts from the date before."""
    above = sorted(i for i in dates if i < until)
    starts = [-1, *above]
    return sum(1 for a, b in pairwise(starts) if _gap(lines, range(a + 1, b), dates).headline)


def _in_turn(lines: Sequence[str], texts: list[int], dates: set[int]) -> bool:
    gaps = [_gap(lines, range(a + 1, b), dates) for a, b in pairwise(texts)]
    headed = sum(gap.headline for gap in gaps)
    dated = sum(gap.headline and gap.dated for gap in gaps)
    if dated >= _ENTRIES - 1 and 2 * dated >= len(gaps):
        return True
    cut_short = sum(1 for i in texts if _CUT_SHORT.search(lines[i]))
    paged = any(is_pager(line) for line in lines)
    return 4 * headed >= 3 * len(gaps) and (
        (paged and (dated > 0 or headed >= _ENTRIES)) or cut_short >= _ENTRIES
    )


def _gap(lines: Sequence[str], between: range, dates: set[int]) -> _Gap:
    headline = any(i not in dates and _is_headline(lines[i]) for i in between)
    return _Gap(headline, dated=any(i in dates for i in between))


def _is_headline(line: str) -> bool:
    if word_count(line) not in _HEADLINE or _SENTENCE_END.search(line):
        return False
    if is_furniture(line) or line.startswith(("-", "+", "*", "•")):
        return False
    return not is_caption(line) or not _shows_people(line)


def _shows_people(line: str) -> bool:
    """`Quang cảnh …`, `Ảnh: …`, `Đồng chí X phát biểu`; a headline may hold the same verbs."""
    passage = Passage(line)
    certain = read_caption(line).certainty is Certainty.CERTAIN
    return (certain and not _EVENTS.at(passage, 0)) or any(
        table.at(passage, 0) for table in (HONORIFICS, TITLES, _SHOWN)
    )
