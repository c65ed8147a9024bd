"""The lines of a page sorted into title, dates, lede, body, captions and foot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.importing.captions import is_caption
from service.importing.clean import CleanPage
from service.importing.corrections import is_correction
from service.importing.furniture import (
    is_furniture,
    is_pager,
    opens_related,
)
from service.importing.listing import is_listing, is_running, is_told
from service.importing.page_dates import DateLine, date_line, is_relative
from service.importing.refusal import PageRefused, RefusalCode
from service.importing.signature import Foot, read_foot
from service.importing.telling import first_telling

_DATED_TITLE = re.compile(r"\(\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[^()]{0,20}\)$")
_PREFIX = re.compile(
    r"^(?:\((?P<round>[^()]{2,40})\)|(?P<plain>[A-ZĐ][A-ZĐ0-9.]{1,15}(?:\s[A-ZĐ0-9.]{2,15})?"
    r"|Báo\s[^-–—,.]{2,30}|[a-z]{3,20}\.(?:vn|com(?:\.vn)?)))\s?[-–—:]\s*(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """`title_at` counts lines of the page. `body` begins after the lede.

    It holds no captions and no corrections.
    """

    title: str
    title_at: int
    dates: tuple[DateLine, ...]
    relative: str | None
    source_prefix: str | None
    lede: str
    body: tuple[str, ...]
    captions: tuple[str, ...]
    foot: Foot
    corrections: tuple[str, ...]


def split(page: CleanPage) -> Parts:
    """Raises PageRefused for a listing and for a page without an article's text."""
    lines = _until_related(page.lines)
    dates = [date for i, line in enumerate(lines) if (date := date_line(i, line))]
    _refuse_listing(lines, {date.index for date in dates})
    dated = {date.index for date in dates}
    relative = next((line for line in lines if is_relative(line)), None)
    kept = [
        (i, line)
        for i, line in enumerate(lines)
        if i not in dated and not is_furniture(line) and line != relative
    ]
    title_at, title = _title(kept, page.title)
    rest = [line for i, line in kept if i > title_at and line != title]
    return _parts(title, title_at, tuple(dates), relative, rest)


def _parts(
    title: str, title_at: int, dates: tuple[DateLine, ...], relative: str | None, rest: list[str]
) -> Parts:
    rest, corrections = _without_corrections(rest)
    paragraphs, foot = read_foot(rest)
    opened = bool(paragraphs) and _opens_the_text(paragraphs[0])
    shown = paragraphs[1:] if opened else paragraphs
    captions = list(dict.fromkeys(line for line in shown if is_caption(line)))
    running = [line for line in paragraphs if line not in captions]
    while len(running) > 1 and _is_short(running[0]) and running[0] not in captions:
        captions.append(running.pop(0))
    if not running:
        raise PageRefused(RefusalCode.NO_TEXT, "The page has a title but no article text.")
    prefix, lede = _without_prefix(running[0])
    return Parts(
        title,
        title_at,
        dates,
        relative,
        prefix,
        lede,
        tuple(running[1:]),
        tuple(captions),
        foot,
        corrections,
    )


def _without_corrections(lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Parts the notes from the text; a page that is nothing but a correction keeps its words."""
    rest = [line for line in lines if not is_correction(line)]
    if not any(is_running(line) for line in rest):
        return lines, ()
    return rest, tuple(line for line in lines if is_correction(line))


def _until_related(lines: Sequence[str]) -> list[str]:
    """The lines before the lists of other articles, if an article stands before them."""
    begun = False
    for index, line in enumerate(lines):
        if begun and (opens_related(line) or _titles_begin(lines, index)):
            return list(lines[:index])
        begun = begun or is_told(line)
    return list(lines)


def _titles_begin(lines: Sequence[str], index: int) -> bool:
    """Two lines that end in a day in brackets: `Huyện X họp (12/05/2022)`."""
    both = lines[index : index + 2]
    return len(both) == 2 and all(
        _DATED_TITLE.search(line) and not is_running(line) and not _DATED_TITLE.match(line)
        for line in both
    )


def _title(kept: list[tuple[int, str]], declared: str | None) -> tuple[int, str]:
    if not kept:
        raise PageRefused(RefusalCode.NO_TEXT, "The page holds only menus and tools, no article.")
    if declared:
        found = [i for i, line in kept if line == declared]
        return (found[0] if found else -1), declared
    return kept[0]


def _refuse_listing(lines: list[str], dated: set[int]) -> None:
    """A page of teasers, or a pager and nothing else."""
    if is_listing(lines, dated):
        raise PageRefused(RefusalCode.LISTING, "The page is a list of articles, not an article.")
    if any(is_told(line) for line in lines):
        return
    if any(is_pager(line) for line in lines):
        raise PageRefused(RefusalCode.LISTING, "The page is a list with a pager, not an article.")
    raise PageRefused(RefusalCode.NO_TEXT, "The page holds no paragraph of text.")


def _is_short(line: str) -> bool:
    """A caption above the text."""
    ended = line.endswith((".", "…", ";", ":", "!", "?"))
    return not is_running(line) and not ended and not _opens_the_text(line)


def _opens_the_text(line: str) -> bool:
    """A short line with the agency's name before it, or that tells of a meeting, is the lede."""
    return _PREFIX.match(line) is not None or first_telling((line,)) is not None


def _without_prefix(lede: str) -> tuple[str | None, str]:
    """An agency's name before the text: `(Mặt trận) -`, `TPO -`."""
    match = _PREFIX.match(lede)
    if match is None:
        return None, lede
    return match["round"] or match["plain"], lede[match.end() :]
