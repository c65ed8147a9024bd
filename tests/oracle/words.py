"""Texts to ask for: names and their beginnings, and searches out of what the rows say."""

from collections.abc import Sequence
from random import Random
from typing import Any

from service.searching import ABBREVIATIONS
from service.text import unmarked
from tests.oracle import phrases, searches
from tests.oracle.world import World

_NO_SEARCHES = ("", " ", "…", '""', "“ ”", "a" * 201, "xã " * 21, "\u0301", "'")
_UNKNOWN = ("vắng", "zzz", "uyy", "x", "10")


class Words:
    """Of the rows of a world."""

    def __init__(self, world: World, rng: Random) -> None:
        self._world, self._rng = world, rng

    def name(self, rows: Sequence[Any]) -> str:
        """In another case, or with another place of the tone."""
        rng = self._rng
        if not rows or rng.random() < 0.1:
            return rng.choice(("", "…", "không có", phrases.phrase(rng)))
        text = _called(rng.choice(rows)) or ""
        how = rng.random()
        return text if how < 0.4 else text.upper() if how < 0.7 else f"  {text.lower()}!"

    def beginning(self, rows: Sequence[Any]) -> str:
        return self.name(rows)[: self._rng.choice((0, 1, 2, 3, 9, 30))]

    def no_search(self) -> str:
        return self._rng.choice(_NO_SEARCHES)

    def search(self, rows: Sequence[Any]) -> str:
        """One to three words or phrases, mostly of one row."""
        rng = self._rng
        said = self._said(rows)
        terms = [self._term(said) for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))]
        text = rng.choice((" ", " ", ", ")).join(terms)
        return text if searches.words(text) else "hội"

    def _said(self, rows: Sequence[Any]) -> list[str]:
        row = self._rng.choice(rows) if rows else None
        texts = searches.texts(self._world, row) if row else []
        return " ".join(filter(None, texts)).split() or ["hội"]

    def _term(self, said: Sequence[str]) -> str:
        rng = self._rng
        how, place = rng.random(), rng.randrange(len(said))
        word = _bare(said[place])
        if how < 0.12:
            return self._abbreviation()
        if how < 0.17:
            return rng.choice(_UNKNOWN)
        if how < 0.4:
            run = " ".join(map(_bare, said[place : place + rng.choice((1, 2, 2, 3, 4))]))
            run = unmarked(run) if rng.random() < 0.4 else run
            opening, closing = rng.choice(('""', "“”"))
            return f"{opening}{run}{closing}"
        if how < 0.6:
            word = word[: rng.randint(1, 3)]
        word = unmarked(word) if rng.random() < 0.45 else word
        return word.upper() if rng.random() < 0.15 else word

    def _abbreviation(self) -> str:
        rng = self._rng
        short = rng.choice(("ubnd", "mttq", "bch", "hdnd", "ccb", *ABBREVIATIONS))
        full = ABBREVIATIONS[short]
        chosen = rng.choice((short, short.upper(), short[: rng.randint(2, 4)], full, f'"{full}"'))
        return chosen.replace("HDND", "HĐND")


def _called(row: Any) -> str | None:
    """The text by which a row is known, if it has one."""
    for name in ("title", "name", "label"):
        if hasattr(row, name):
            text: str | None = getattr(row, name)
            return text
    return None


def _bare(word: str) -> str:
    return word.replace('"', "").replace("“", "").replace("”", "")
