"""The words by which a text is found: each in its one spelling, abbreviations spelled out."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import accumulate, chain
from typing import TypedDict

from service.searching.abbreviations import ABBREVIATIONS
from service.text import tone_key, unmarked

_LONGEST = 255  # characters: longer than any query, and within PostgreSQL's 2,046 bytes a lexeme
_MOST = 1_000_000  # bytes: within PostgreSQL's 1 MiB a row
_EXPANSIONS = {key: f" {expansion} " for key, expansion in ABBREVIATIONS.items()}


class Keys(TypedDict):
    """The columns by which a row is found.

    `search_key` holds its canonical words in their order, `search_words` its lexemes in order.
    """

    search_key: str
    search_words: str


def keys(texts: Iterable[str | None]) -> Keys:
    """Of all the texts by which a row is to be found."""
    key = canonical(" ".join(filter(None, texts)))
    each = map(_lexemes, dict.fromkeys(key.split()))
    lexemes = dict.fromkeys(chain(_abbreviations(key), *each))
    return Keys(search_key=key, search_words=" ".join(sorted(_within_limit(lexemes))))


def canonical(text: str) -> str:
    return " ".join(words(text))


def words(text: str) -> tuple[str, ...]:
    """The words of its tone key, those of its expansion for each abbreviation."""
    return tuple(chain.from_iterable(map(_canonical, tone_key(text).split())))


@lru_cache(maxsize=65536)
def is_marked(word: str) -> bool:
    return unmarked(word) != word


def plain_lexeme(word: str) -> str:
    """By which a word is found whatever its marks."""
    return f"={unmarked(word)}"


@lru_cache(maxsize=65536)
def _canonical(word: str) -> tuple[str, ...]:
    plain = unmarked(word)
    if expansion := ABBREVIATIONS.get(plain):
        return tuple(expansion.split())
    return (word,) if plain else ()


@lru_cache(maxsize=65536)
def _lexemes(word: str) -> tuple[str, ...]:
    plain = plain_lexeme(word[:_LONGEST])
    return (plain, word[:_LONGEST]) if is_marked(word) else (plain,)


def _abbreviations(key: str) -> list[str]:
    """The lexemes of the abbreviations for what stands in the key."""
    padded = f" {key} "
    return [plain_lexeme(short) for short, long in _EXPANSIONS.items() if long in padded]


def _within_limit(lexemes: Collection[str]) -> list[str]:
    """All of them but for a text of extraordinary length: then the first ones."""
    sizes = accumulate(len(lexeme.encode()) for lexeme in lexemes)
    return [lexeme for lexeme, size in zip(lexemes, sizes, strict=True) if size <= _MOST]
