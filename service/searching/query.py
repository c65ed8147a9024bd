"""What somebody searches for: words, phrases and abbreviations, all of which must be there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from service.searching.abbreviations import ABBREVIATIONS
from service.searching.finding import is_marked, plain_lexeme, words
from service.text import beginnings, tone_key, unmarked

MAX_CHARACTERS = 200
MAX_WORDS = 20
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')


class Kind(Enum):
    WORD = "word"
    PHRASE = "phrase"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Term:
    """A single word or a phrase.

    `key`: its tone key, of an abbreviation its plain key. `words`: its canonical words.
    `is_prefix`: whatever begins with it is meant too.
    """

    kind: Kind
    key: str
    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """`key`: the tone key of all of it, without its quotes."""

    key: str
    terms: tuple[Term, ...]


class Lexeme(NamedTuple):
    """One of these must be among a row's search_words, itself or, `is_prefix`, as a beginning."""

    texts: tuple[str, ...]
    is_prefix: bool = False


def parse(text: str) -> Query:
    """Raises ValueError, in words for whoever asks, where it says nothing or too much."""
    key = tone_key(text)
    if len(key) > MAX_CHARACTERS:
        raise ValueError(f"A search has at most {MAX_CHARACTERS} characters.")
    if len(key.split()) > MAX_WORDS:
        raise ValueError(f"A search has at most {MAX_WORDS} words.")
    terms = [*_terms(text)]
    if not terms:
        raise ValueError("A search needs at least one word.")
    if terms[-1].kind is not Kind.PHRASE:
        terms[-1] = replace(terms[-1], is_prefix=True)
    return Query(key, tuple(terms))


def lexemes(query: Query) -> tuple[Lexeme, ...]:
    """All that must be among a row's search_words, each once."""
    return tuple(dict.fromkeys(lexeme for term in query.terms for lexeme in _lexemes(term)))


def fts5(query: Query) -> str:
    """For MATCH on a table of SQLite's FTS5 with `tokenize = "ascii tokenchars '='''"`."""
    return " AND ".join(_fts5(lexeme) for lexeme in lexemes(query))


def tsquery(query: Query) -> str:
    """The text of PostgreSQL's tsquery, to be cast."""
    return " & ".join(_tsquery(lexeme) for lexeme in lexemes(query))


def _terms(text: str) -> Iterator[Term]:
    end = 0
    for quoted in _QUOTED.finditer(text):
        yield from _singles(text[end : quoted.start()])
        yield from _phrase(quoted[1] or quoted[2] or "")
        end = quoted.end()
    yield from _singles(text[end:])


def _singles(text: str) -> Iterator[Term]:
    for word in tone_key(text).split():
        plain = unmarked(word)
        if plain in ABBREVIATIONS:
            yield Term(Kind.ABBREVIATION, plain, words(word))
        elif plain:
            yield Term(Kind.WORD, word, (word,))


def _phrase(text: str) -> Iterator[Term]:
    if canonical := words(text):
        yield Term(Kind.PHRASE, tone_key(text), canonical)


def _lexemes(term: Term) -> Iterator[Lexeme]:
    if term.is_prefix:
        yield Lexeme(tuple(map(_lexeme, beginnings(term.key))), is_prefix=True)
    else:
        for word in (term.key,) if term.kind is Kind.ABBREVIATION else term.words:
            yield Lexeme((_lexeme(word),))


def _lexeme(word: str) -> str:
    return word if is_marked(word) else plain_lexeme(word)


def _fts5(lexeme: Lexeme) -> str:
    quoted = ('"' + text.replace('"', '""') + '"' for text in lexeme.texts)
    return _any(" OR ", quoted, " *" if lexeme.is_prefix else "")


def _tsquery(lexeme: Lexeme) -> str:
    escaped = (text.replace("\\", "\\\\").replace("'", "''") for text in lexeme.texts)
    quoted = (f"'{text}'" for text in escaped)
    return _any(" | ", quoted, ":*" if lexeme.is_prefix else "")


def _any(either: str, quoted: Iterable[str], suffix: str) -> str:
    texts = [text + suffix for text in quoted]
    return texts[0] if len(texts) == 1 else f"({either.join(texts)})"
