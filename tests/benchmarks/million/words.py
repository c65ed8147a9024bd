"""Texts as a newspaper's words: a few stand in almost every one, some thousands in hardly any."""

import random
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, Self, TypeVar

from service import naming, searching

T = TypeVar("T")
_USUAL = (
    "của và các trong cho với là được có công tác nhân dân mặt trận hội nghị tỉnh xã người năm đại "
    "biểu phát triển kinh tế thực hiện đồng chí ban chủ tịch phường huyện đoàn kết tổ chức xây dựng"
).split()
_ONSETS = "b c ch d đ g h kh l m n ng nh ph qu r s t th tr v x".split()
_RIMES = (
    "a ai am an ang ao âm ân âu en eo ê ên i iên in inh o oa oi on ong ô ôi ông ơi u ui ưng ươn"
)
_TONES = "\u0300 \u0309 \u0303 \u0301 \u0323".split()
_PLACES = 20_000


class Spread(Generic[T]):
    """Values of which the first is drawn most often, the second half as often, and so on."""

    def __init__(self, values: Sequence[T], exponent: float = 1.0) -> None:
        self.values = values
        self._sums = list(accumulate((rank + 1) ** -exponent for rank in range(len(values))))

    def some(self, count: int, chance: random.Random) -> list[T]:
        return chance.choices(self.values, cum_weights=self._sums, k=count)

    def one(self, chance: random.Random) -> T:
        return self.some(1, chance)[0]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, with what it adds to the columns by which a row is found."""

    text: str
    words: int
    key: str
    lexemes: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        found = searching.keys([text])
        lexemes = frozenset(found["search_words"].split())
        return cls(text, len(text.split()), found["search_key"], lexemes)


@dataclass(frozen=True, slots=True)
class Headline:
    """Made distinct by a number at its end, which costs nothing but to write it."""

    piece: Piece
    tone: str
    search: str
    sort: tuple[str, str, str]

    @classmethod
    def of(cls, text: str) -> Self:
        ranks, tones, cases = naming.order(text).split(" ")
        sort = (ranks, tones, cases)
        return cls(Piece.of(text), naming.tone(text), naming.search(text), sort)

    def numbered(self, number: int) -> dict[str, str]:
        """As `articles.columns` tells it of "text number"."""
        ranks, tones, cases = self.sort
        return {
            "title": f"{self.piece.text} {number}",
            "title_tone": f"{self.tone} {number}",
            "title_search": f"{self.search} {number}",
            "title_sort": f"{ranks}-{number} {tones} {cases}",
        }


def keys(pieces: Collection[Piece], number: int) -> searching.Keys:
    """As `searching.keys` of these texts and the number, but for what stands across two of them."""
    lexemes = frozenset((f"={number}",)).union(*(piece.lexemes for piece in pieces))
    key = " ".join((str(number), *(piece.key for piece in pieces)))
    return searching.Keys(search_key=key, search_words=" ".join(sorted(lexemes)))


class Language:
    """Its words, and the names of its places: each of these is one word that no other text has."""

    def __init__(self, chance: random.Random) -> None:
        syllables = [unicodedata.normalize("NFC", each) for each in _syllables()]
        chance.shuffle(syllables)
        self.words = Spread([*_USUAL, *syllables])
        halves = sorted({searching.canonical(each) for each in syllables})
        names = (a + b for a, b in zip(_drawn(halves, chance), _drawn(halves, chance), strict=True))
        self.places = Spread(sorted(dict.fromkeys(names), key=lambda _: chance.random()), 0.8)

    def sentence(self, least: int, most: int, chance: random.Random) -> str:
        count = chance.randint(least, most)
        return " ".join(self.words.some(count, chance)).capitalize()


def _syllables() -> list[str]:
    return [
        onset + rime[0] + tone + rime[1:]
        for onset in _ONSETS
        for rime in _RIMES.split()
        for tone in ("", *_TONES)
    ]


def _drawn(halves: Sequence[str], chance: random.Random) -> list[str]:
    return chance.choices(halves, k=_PLACES)
