"""Search by the rules, one after the other, over the words of a row; see `tests.test_searching`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from service.searching import ABBREVIATIONS
from service.text import tone_key, unmarked
from tests.oracle.refusing import bad_input
from tests.oracle.world import World

_CLOSING = {'"': '"', "“": "”"}
_LONGEST_KEY = 600
_EMPTY_LINE = re.compile(r"\n\s*\n")
Words = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """`words`: what they are called in full; `short`: the abbreviation that was written."""

    words: Words
    is_phrase: bool = False
    short: str | None = None
    is_prefix: bool = False

    @property
    def asked(self) -> str:
        """The word that was written, unless it is a phrase."""
        return self.short or self.words[0]

    def runs(self) -> list[tuple[Words, bool]]:
        """Words in a row, any of which is the term; and whether the last is a beginning."""
        if not self.is_prefix:
            return [(self.words, False)]
        asked = self.asked
        full = [_in_full(short) for short in ABBREVIATIONS if _begins(asked, short)]
        meant = [words for words in full if not _begins(asked, words[0])]
        return [((asked,), True), *((words, False) for words in meant)]

    def stands(self, said: Words) -> bool:
        return any(stands(run, said, begun=begun) for run, begun in self.runs())


@dataclass(frozen=True)
class Search:
    key: str
    terms: tuple[Term, ...]


@lru_cache(maxsize=256)
def read(text: str) -> Search:
    key, terms = tone_key(text), list(_terms(text))
    if not terms or len(key) > 200 or len(key.split()) > 20:
        raise bad_input("No search.")
    if not terms[-1].is_phrase:
        terms[-1] = replace(terms[-1], is_prefix=True)
    return Search(key, tuple(terms))


def finds(search: Search, texts: Iterable[str | None]) -> bool:
    """In texts, together, all of the terms."""
    return all(_is_known(term, words(" ".join(filter(None, texts)))) for term in search.terms)


def level(search: Search, title: str) -> int:
    """How much of it stands in the title: all in its order, each term, one, none."""
    said = tuple(" ".join(words(title))[:_LONGEST_KEY].split())
    *before, last = search.terms
    run = tuple(word for term in before for word in term.words)
    if any(stands(run + end, said, begun=begun) for end, begun in last.runs()):
        return 3
    standing = [term.stands(said) for term in search.terms]
    return 2 if all(standing) else int(any(standing))


@lru_cache(maxsize=4096)
def words(text: str) -> Words:
    """Each in its one spelling, abbreviations in full."""
    return tuple(part for word in tone_key(text).split() for part in _in_full(word))


def stands(run: Sequence[str], said: Words, *, begun: bool = False) -> bool:
    return any(stands_at(run, said, place, begun=begun) for place in range(len(said)))


def stands_at(run: Sequence[str], said: Words, place: int, *, begun: bool = False) -> bool:
    """A word without marks is any word of its letters."""
    there = said[place : place + len(run)]
    if len(there) < len(run):
        return False
    *whole, last = zip(run, there, strict=True)
    is_last = _begins(*last) if begun else _means(*last)
    return is_last and all(_means(asked, word) for asked, word in whole)


def texts(world: World, row: Any) -> list[str | None]:
    """By which a row is found."""
    match type(row).__name__:
        case "Article":
            beside = captions_and_signatures(world, row)
            return [row.title, row.lede, *_EMPTY_LINE.split(row.bodies["TEXT"]), *beside]
        case "Person":
            return [row.name, *row.other_names]
        case "Organization":
            names = names_in_time(world, row)
            return [row.name, *names, *row.other_names, row.classification, row.area]
        case _:
            return [row.name, row.topic, row.classification, row.location]


def captions_and_signatures(world: World, article: Any) -> list[str]:
    captions = [p.caption for p in world.photos if p.article_id == article.id and p.caption]
    return [*captions, *(b.credited_name for b in world.bylines if b.article_id == article.id)]


def names_in_time(world: World, body: Any) -> list[str]:
    """But the present one."""
    named = [each for each in world.organization_names if each.organization_id == body.id]
    return [each.name for each in named if each.name != body.name]


def title(row: Any) -> str:
    """Which ranks it."""
    return str(row.title if type(row).__name__ == "Article" else row.name)


def _terms(text: str) -> Iterable[Term]:
    """Quotes that are not closed are none."""
    place = 0
    while place < len(text):
        closing = _CLOSING.get(text[place])
        end = text.find(closing, place + 1) if closing else -1
        if end >= 0:
            if phrase := words(text[place + 1 : end]):
                yield Term(phrase, is_phrase=True)
            place = end + 1
            continue
        following = min((n for n in _quotes(text, place + 1)), default=len(text))
        yield from _singles(text[place:following])
        place = following


def _quotes(text: str, start: int) -> Iterable[int]:
    """Where the next phrase of each kind opens, if it is closed."""
    for opening, closing in _CLOSING.items():
        begin = text.find(opening, start)
        if begin >= 0 and text.find(closing, begin + 1) >= 0:
            yield begin


def _singles(text: str) -> Iterable[Term]:
    for word in tone_key(text).split():
        short = unmarked(word)
        if short in ABBREVIATIONS:
            yield Term(_in_full(word), short=short)
        elif short:
            yield Term((word,))


def _in_full(word: str) -> Words:
    plain = unmarked(word)
    if plain in ABBREVIATIONS:
        return tuple(ABBREVIATIONS[plain].split())
    return (word,) if plain else ()


def _is_known(term: Term, said: Words) -> bool:
    """Words wherever they stand, phrases in their order; what is written in full is short too."""
    if term.is_phrase:
        return stands(term.words, said)
    known = {*said, *(short for short, full in ABBREVIATIONS.items() if stands(full.split(), said))}
    test = _begins if term.is_prefix else _means
    return any(test(term.asked, word) for word in known)


@lru_cache(maxsize=65536)
def _means(asked: str, word: str) -> bool:
    return asked in (word, unmarked(word))


@lru_cache(maxsize=65536)
def _begins(asked: str, word: str) -> bool:
    """Marks that are asked for count; where the tone stands is as if the word ended there."""
    if asked == unmarked(asked):
        return unmarked(word).startswith(asked)
    return tone_key(word[: len(asked)]) == asked
