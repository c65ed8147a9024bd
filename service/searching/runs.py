"""Runs of words looked for in a canonical key, and how high a title ranks by them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from service.searching.abbreviations import ABBREVIATIONS
from service.searching.finding import is_marked
from service.searching.query import Kind, Query, Term
from service.text import beginnings, nfc, unmarked

_WILD = re.compile(r"[\\%_]")
_LETTERS = (*range(0xC0, 0x530), *range(0x1E00, 0x2000))  # Latin, Greek, Cyrillic


@dataclass(frozen=True, slots=True)
class Run:
    """Whole words that stand one after another; of the last, `is_prefix`, its beginning is enough.

    A marked word means itself, an unmarked one any word of its letters, each with or without marks
    where Unicode has one character for them; no Vietnamese letter needs more.
    """

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it means no other letters than its own."""
        return all(map(is_marked, self.words))


def required_runs(query: Query) -> tuple[Run, ...]:
    """What must stand in a row's search_key, beside the lexemes that must be among its words."""
    return tuple(
        Run(term.words) for term in query.terms if term.kind is Kind.PHRASE and len(term.words) > 1
    )


def whole_runs(query: Query) -> tuple[Run, ...]:
    """Each of them is the whole query in its order."""
    before = tuple(word for term in query.terms[:-1] for word in term.words)
    return tuple(Run(before + run.words, run.is_prefix) for run in _runs(query.terms[-1]))


def term_runs(query: Query) -> tuple[tuple[Run, ...], ...]:
    """For each term in its order the runs of which each is that term."""
    return tuple(_runs(term) for term in query.terms)


def level(query: Query, title_key: str) -> int:
    """3 where the whole query stands in this canonical title, 2 where each term does, 1 where one.

    0 where none does.
    """
    if _any_stands(whole_runs(query), title_key):
        return 3
    standing = [_any_stands(runs, title_key) for runs in term_runs(query)]
    return 2 if all(standing) else int(any(standing))


def glob(run: Run) -> str:
    """For SQLite's GLOB on `' ' || key || ' '`."""
    words = " ".join("".join(map(_glob_letter, _letters(word))) for word in run.words)
    return f"* {words}*" if run.is_prefix else f"* {words} *"


@lru_cache(maxsize=4096)
def regex(run: Run) -> str:
    """For PostgreSQL's `~`, and for `re`, on the key with a space before and behind it."""
    words = " ".join("".join(map(_regex_letter, _letters(word))) for word in run.words)
    return f" {words}" if run.is_prefix else f" {words} "


def like(run: Run) -> str:
    """For PostgreSQL's LIKE on the same, which is cheaper: of an exact run."""
    words = _WILD.sub(r"\\\g<0>", " ".join(run.words))
    return f"% {words}%" if run.is_prefix else f"% {words} %"


def _runs(term: Term) -> tuple[Run, ...]:
    """A beginning is also what the abbreviations that begin so stand for, unless that does too."""
    if not term.is_prefix:
        return (Run(term.words),)
    begun = (Run((key,), is_prefix=True) for key in beginnings(term.key))
    known = (long for short, long in ABBREVIATIONS.items() if short.startswith(term.key))
    meant = (long.split() for long in known if not unmarked(long).startswith(term.key))
    return (*begun, *(Run(tuple(each)) for each in meant))


def _any_stands(runs: Iterable[Run], key: str) -> bool:
    return any(re.search(regex(run), f" {key} ") for run in runs)


def _letters(word: str) -> Iterable[str]:
    """The forms that each letter may have."""
    return word if is_marked(word) else (_FORMS.get(letter, letter) for letter in word)


def _glob_letter(forms: str) -> str:
    return f"[{forms}]" if len(forms) > 1 or forms in "*?[" else forms


def _regex_letter(forms: str) -> str:
    return f"[{forms}]" if len(forms) > 1 else re.escape(forms)


def _forms() -> dict[str, str]:
    """Each letter that can bear marks, with all that it is then."""
    forms: dict[str, str] = {}
    for letter in map(chr, _LETTERS):
        bare = unmarked(letter)
        if len(bare) == 1 and bare != letter == nfc(letter).lower():
            forms[bare] = forms.get(bare, bare) + letter
    return forms


_FORMS = _forms()
