"""A piece of text as words with their places, and tables of phrases matched against them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from service.text import tone_key

T = TypeVar("T")

_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f]|['’](?=[^\W_]))*|\S")
_key = lru_cache(maxsize=65536)(tone_key)


class Word(NamedTuple):
    """A word or a single mark of punctuation; `key` is its tone key, a mark is its own key."""

    text: str
    key: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_all_capitals(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


class Passage:
    """A text that is read word by word; positions are indexes of words."""

    __slots__ = ("keys", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tuple(Word(m[0], _key(m[0]) or m[0], *m.span()) for m in _TOKEN.finditer(text))
        self.keys = tuple(word.key for word in self.words)

    def __len__(self) -> int:
        return len(self.words)

    def key(self, index: int) -> str:
        """The key of a word; empty beyond either end."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def is_capital(self, index: int) -> bool:
        return 0 <= index < len(self.words) and self.words[index].is_capital

    def slice(self, start: int, end: int) -> str:
        """The text from one word up to, but without, another."""
        if start >= end:
            return ""
        return self.text[self.words[start].start : self.words[end - 1].end]

    def touches(self, index: int) -> bool:
        """Whether no white space stands before the word."""
        return index > 0 and self.words[index - 1].end == self.words[index].start


class Phrases(Generic[T]):
    """Phrases by their first word; the longest that stands at a place wins."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries.items():
            keys = tuple(word.key for word in Passage(phrase).words)
            self._by_first.setdefault(keys[0], []).append((keys, value))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    @property
    def first_words(self) -> frozenset[str]:
        """The keys with which a phrase may begin."""
        return frozenset(self._by_first)

    def at(self, passage: Passage, index: int) -> tuple[int, T] | None:
        """The index after the phrase that begins here, and its value."""
        said = passage.keys
        if not 0 <= index < len(said):
            return None
        for keys, value in self._by_first.get(said[index], ()):
            end = index + len(keys)
            if said[index:end] == keys:
                return end, value
        return None


def phrases_in(text: str) -> list[str]:
    """The phrases of a list written with `|` between them, over any number of lines."""
    return [" ".join(phrase.split()) for phrase in text.split("|")]


def words_in(text: str) -> frozenset[str]:
    """The words of a list written with white space between them."""
    return frozenset(text.split())


def phrase_set(text: str) -> Phrases[str]:
    """A list of phrases as a table whose values are the phrases themselves."""
    return Phrases({phrase: phrase for phrase in phrases_in(text)})
