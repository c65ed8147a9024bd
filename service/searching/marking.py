"""Where a search matched, shown in the page's own words."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from html import escape
from itertools import groupby, islice
from typing import NamedTuple

from service.searching.finding import words
from service.searching.query import Query
from service.searching.runs import Run, regex, term_runs
from service.text import nfc

_FRAGMENTS = 3
_WORDS = 30
_WORDS_BEFORE = 8
_EMPTY_LINE = re.compile(r"\n\s*\n")
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f]|(?<=[^\W_])['’](?=[^\W_]))+")
_words = lru_cache(maxsize=65536)(words)


class _Word(NamedTuple):
    start: int
    end: int
    canonical: tuple[str, ...]


def paragraphs(text: str) -> list[str]:
    """Of plain text, where empty lines part them."""
    return _EMPTY_LINE.split(text)


def highlights(query: Query, fields: Iterable[str | None]) -> list[str]:
    """Of the first three fields in which something matched one fragment each.

    HTML: `<mark>` round what matched, everything else escaped. A fragment is the whole field, or 30
    words of a longer one, with … where something is left out.
    """
    fragments = (_fragment(query, nfc(field)) for field in fields if field)
    return list(islice(filter(None, fragments), _FRAGMENTS))


def _fragment(query: Query, text: str) -> str | None:
    """None where nothing matched."""
    said = list(_said(text))
    matched = _matched(query, said)
    if not matched:
        return None
    first = max(0, min(matched) - _WORDS_BEFORE) if len(said) > _WORDS else 0
    last = min(first + _WORDS, len(said)) - 1
    start = said[first].start if first else 0
    end = said[last].end if last < len(said) - 1 else len(text)
    shown = [n for n in sorted(matched) if first <= n <= last]
    marked = "".join(_marked(text, start, end, [*_stretches(said, shown)]))
    return ("…" if first else "") + " ".join(marked.split()) + ("…" if end < len(text) else "")


def _said(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        if canonical := _words(match[0]):
            yield _Word(*match.span(), canonical)


def _matched(query: Query, said: list[_Word]) -> set[int]:
    """Which of the words take part in a match."""
    owners = [n for n, word in enumerate(said) for _ in word.canonical]
    canonical = [part for word in said for part in word.canonical]
    key = f" {' '.join(canonical)} "
    places = _places(canonical)
    matched: set[int] = set()
    for run in (run for runs in term_runs(query) for run in runs):
        for match in _anywhere(run).finditer(key):
            place = places[match.start()]
            matched.update(owners[place : place + len(run.words)])
    return matched


def _places(canonical: list[str]) -> dict[int, int]:
    """Which word stands behind the space at an index of their key."""
    places, index = {}, 0
    for place, word in enumerate(canonical):
        places[index] = place
        index += len(word) + 1
    return places


@lru_cache(maxsize=4096)
def _anywhere(run: Run) -> re.Pattern[str]:
    """Where the run begins, also within the same run."""
    return re.compile(f"(?={regex(run)})")


def _stretches(said: list[_Word], shown: Collection[int]) -> Iterator[tuple[int, int]]:
    """Of words that follow one another, from the first one's start to the last one's end."""
    for _, group in groupby(enumerate(shown), lambda pair: pair[1] - pair[0]):
        together = [n for _, n in group]
        yield said[together[0]].start, said[together[-1]].end


def _marked(text: str, start: int, end: int, stretches: Iterable[tuple[int, int]]) -> Iterator[str]:
    for begin, finish in stretches:
        yield f"{escape(text[start:begin])}<mark>{escape(text[begin:finish])}</mark>"
        start = finish
    yield escape(text[start:end])
