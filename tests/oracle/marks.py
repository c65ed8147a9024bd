"""Where a search matched, marked in the text's own words."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from service.text import nfc
from tests.oracle.searches import Search, stands_at, words

_FRAGMENTS, _SHOWN, _BEFORE = 3, 30, 8
_SPOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f]|(?<=[^\W_])['’](?=[^\W_]))+")


def of_texts(search: Search, texts: Iterable[str | None]) -> list[str]:
    """Of the first three in which something matched."""
    found = (_fragment(search, nfc(text)) for text in texts if text)
    return [fragment for fragment in found if fragment is not None][:_FRAGMENTS]


def _fragment(search: Search, text: str) -> str | None:
    """The whole text, or thirty words of a longer one."""
    places = [match.span() for match in _SPOKEN.finditer(text) if words(match[0])]
    matched = _matched(search, [words(text[start:end]) for start, end in places])
    if not matched:
        return None
    first = max(0, min(matched) - _BEFORE) if len(places) > _SHOWN else 0
    shown = places[first : first + _SHOWN]
    start = shown[0][0] if first else 0
    end = shown[-1][1] if first + _SHOWN < len(places) else len(text)
    marks = {number - first for number in matched} & set(range(len(shown)))
    inner = _marked(text, start, end, shown, marks)
    return ("…" if first else "") + " ".join(inner.split()) + ("…" if end < len(text) else "")


def _matched(search: Search, spoken: Sequence[tuple[str, ...]]) -> set[int]:
    """Which of the words take part in a term, wherever it stands."""
    said = tuple(word for each in spoken for word in each)
    owners = [number for number, each in enumerate(spoken) for _ in each]
    return {
        owner
        for term in search.terms
        for run, begun in term.runs()
        for place in range(len(said))
        if stands_at(run, said, place, begun=begun)
        for owner in owners[place : place + len(run)]
    }


def _marked(
    text: str, start: int, end: int, places: Sequence[tuple[int, int]], marks: set[int]
) -> str:
    """One mark round words that follow one another, with all that stands between them."""
    told = ""
    for number, (begin, finish) in enumerate(places):
        if number not in marks:
            continue
        opening = "" if number - 1 in marks else "<mark>"
        closing = "" if number + 1 in marks else "</mark>"
        told += f"{escape(text[start:begin])}{opening}{escape(text[begin:finish])}{closing}"
        start = finish
    return told + escape(text[start:end])
