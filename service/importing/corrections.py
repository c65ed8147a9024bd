"""Notes of correction: `Đính chính: …`, `Đính chính (20/04/2021): …`."""

import re
from collections.abc import Sequence
from datetime import date

from service.importing.findings import Correction, Found
from service.importing.furniture import word_count
from service.vocabulary import Certainty

_NOTE = re.compile(
    r"^\W*đính\s+chính(?:,?\s+(?:ngày\s+)?\(?(?:ngày\s+)?"
    r"(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})\)?)?\s*:\s*(?P<note>\S.*)$",
    re.IGNORECASE,
)
_SHORTEST = 4


def is_correction(line: str) -> bool:
    match = _NOTE.match(line)
    return match is not None and word_count(match["note"]) >= _SHORTEST


def read_corrections(lines: Sequence[str]) -> tuple[Found[Correction], ...]:
    """The notes among the lines; the day only where it is printed and exists."""
    matches = ((line, _NOTE.match(line)) for line in lines)
    return tuple(_found(line, match) for line, match in matches if match)


def _found(line: str, match: re.Match[str]) -> Found[Correction]:
    on = _day(match)
    rule = "correction-dated" if on else "correction-note"
    return Found(Correction(on, match["note"].strip()), line, rule, Certainty.CERTAIN)


def _day(match: re.Match[str]) -> date | None:
    if match["d"] is None:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
