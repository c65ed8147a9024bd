"""One spelling to store, and the keys by which Vietnamese text is compared, ordered and addressed.

The keys are computed here and stored in columns: every database then compares and orders alike.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from slugify import slugify


class _Unmarked(dict[int, str]):
    """Each character's letter without its marks, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFD", chr(code))
        bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
        self[code] = unicodedata.normalize("NFC", bare.replace("đ", "d").replace("Đ", "D"))
        return self[code]


_UNMARKED = _Unmarked()
_STORED = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ"}
    | dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
    | dict.fromkeys((*range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF, 0xAD))
)
_ALIKE = _STORED | str.maketrans({"ɖ": "đ", "’": "'", "ʼ": "'"})
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
_TONE_MARK = re.compile(f"[{_TONES}]")
_SHAPED = "âăêôơư"
_VOWELS = "aeiouy" + _SHAPED
_NOT_A_WORD = re.compile(r"[^\w'\u0300-\u036f]+|_+|(?<!\w)'|'(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


def nfc(text: str) -> str:
    """NFC with the Vietnamese Đ, plain spaces, and no invisible characters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_STORED))


def _alike(text: str) -> str:
    """NFC, with one character for each of those that look and mean the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_ALIKE))


def spelling(text: str) -> str:
    """NFC with each tone mark in its one place; letters, case and punctuation stay: Uỷ → Ủy."""
    return _WORD.sub(lambda match: _settle(match[0]), nfc(text))


def tone_key(text: str) -> str:
    """Equal for equal Vietnamese words, wherever the tone mark was put: hoà = hòa, Tân ≠ Tấn.

    Lower case. All that is no letter, digit or apostrophe inside a word becomes one space, so the
    words of the text are the words of the key. The key of a key is itself.
    """
    words = _NOT_A_WORD.sub(" ", _alike(text).lower()).split()
    return " ".join([word if word.isascii() else _spelled(word) for word in words])


def beginnings(key: str) -> tuple[str, ...]:
    """What the tone key of a text begins with where the text begins with this key.

    That is the key itself and, where its last word bears its tone elsewhere before a consonant,
    that form too: hòa → hòa, hoà (of hoàng).
    """
    return tuple(dict.fromkeys((key, spelling(f"{key}n")[:-1])))


def has_ended(text: str) -> bool:
    """Whether its last word has: a letter behind it would begin another. An empty text has none."""
    return bool(nfc(text)) and len(tone_key(f"{text}n").split()) > len(tone_key(text).split())


def plain_key(text: str) -> str:
    """The tone key without any mark: Đặng Thuý and dang thuy are equal."""
    return unmarked(tone_key(text))


def unmarked(text: str) -> str:
    """Without any mark, so that a tone key becomes the plain key: đặng → dang."""
    return unicodedata.normalize("NFC", text).translate(_UNMARKED)


def sort_key(text: str) -> str:
    """ASCII whose byte order is the Vietnamese order: alphabet, then tones, then case.

    A space stands before every digit, a digit before every letter, and letters of other scripts
    after z. Marks of punctuation count as a space.
    """
    shown = spelling(" ".join(_NOT_A_WORD.sub(" ", _alike(text)).split()))
    letters = [_letter(character) for character in shown]
    tones = "".join(tone for _, tone in letters)
    cases = "".join("1" if character.isupper() else "0" for character in shown)
    return " ".join(("".join(rank for rank, _ in letters), tones.rstrip("0"), cases.rstrip("0")))


def slug(text: str, limit: int = 120) -> str:
    """ASCII words joined by hyphens, whole words up to the limit; empty where there is no word."""
    return slugify(nfc(text), max_length=limit, word_boundary=True, save_order=True)


@lru_cache(maxsize=65536)
def _spelled(word: str) -> str:
    return spelling(word)


@lru_cache(maxsize=65536)
def _settle(word: str) -> str:
    """Moves the tone of a syllable inside its group of vowels; a word of several tones stays."""
    decomposed = unicodedata.normalize("NFD", word)
    if len(_TONE_MARK.findall(decomposed)) != 1:
        return unicodedata.normalize("NFC", word)
    letters = _letters(decomposed)
    marked = next(i for i, letter in enumerate(letters) if _tone(letter))
    tone = _tone(letters[marked])
    letters[marked] = _toneless(letters[marked])
    place = _tone_place([letter.lower() for letter in letters], marked)
    return unicodedata.normalize("NFC", "".join(_with(letters, place, tone)))


def _letters(decomposed: str) -> list[str]:
    """The letters of a word, each with its marks."""
    letters: list[str] = []
    for character in decomposed:
        if unicodedata.combining(character) and letters:
            letters[-1] += character
        else:
            letters.append(character)
    return [unicodedata.normalize("NFC", letter) for letter in letters]


def _with(letters: list[str], place: int, tone: str) -> list[str]:
    return [letter + tone if i == place else letter for i, letter in enumerate(letters)]


def _tone(letter: str) -> str:
    match = _TONE_MARK.search(unicodedata.normalize("NFD", letter))
    return match[0] if match else ""


def _toneless(letter: str) -> str:
    return unicodedata.normalize("NFC", _TONE_MARK.sub("", unicodedata.normalize("NFD", letter)))


def _tone_place(letters: list[str], marked: int) -> int:
    """Which letter bears the tone: the last of â ă ê ô ơ ư, else by the vowel group's shape."""
    if letters[marked] not in _VOWELS:
        return marked
    group = _vowel_group(letters, marked)
    shaped = [i for i in group if letters[i] in _SHAPED]
    if shaped:
        return shaped[-1]
    closed = group[-1] + 1 < len(letters)
    return group[-1] if closed or len(group) == 1 else group[-2]


def _vowel_group(letters: list[str], marked: int) -> list[int]:
    """The vowels that stand together round the marked one, without the u of qu and the i of gi."""
    runs = groupby(range(len(letters)), lambda i: letters[i] in _VOWELS)
    group = next(run for run in (list(indexes) for _, indexes in runs) if marked in run)
    before = letters[group[0] - 1] if group[0] else ""
    glide = {"q": "u", "g": "i"}.get(before)
    return group[1:] if letters[group[0]] == glide and len(group) > 1 else group


@lru_cache(maxsize=4096)
def _letter(character: str) -> tuple[str, str]:
    """The place of one character in the alphabet, and its tone as a digit."""
    if character == " ":
        return "-", "0"
    if character.isascii() and character.isdigit():
        return character, "0"
    letter, tone = _toneless(character.lower()), _tone(character)
    weight = str(_TONES.find(tone) + 1) if tone else "0"
    return _rank(letter), weight


def _rank(letter: str) -> str:
    known = letter if letter in _ALPHABET else unmarked(letter)
    if len(known) == 1 and known in _ALPHABET:
        return chr(ord("A") + _ALPHABET.index(known))
    return "" if letter in ("", "'") else f"z{ord(letter[0]):06x}"
