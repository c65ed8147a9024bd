"""Bytes → the paragraphs of a page in one spelling; refuses what is no text."""

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from service.importing.markup import read_markup
from service.importing.refusal import PageRefused, RefusalCode
from service.text import nfc

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(rb"charset=[\"']?([\w-]{3,20})", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = frozenset((".html", ".htm", ".xhtml"))
_VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]")
_OTHER_LETTER = re.compile(r"[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class CleanPage:
    """`lines` are paragraphs in NFC with single spaces; the rest is what the markup declares."""

    lines: tuple[str, ...]
    title: str | None = None
    url: str | None = None
    published: str | None = None

    @property
    def text(self) -> str:
        """The page of which every quote is a part."""
        return "\n".join(self.lines)


def clean(raw: bytes, *, suffix: str) -> CleanPage:
    """Raises PageRefused where the bytes are empty, binary or in no encoding that makes sense."""
    text = _decoded(raw)
    page = _from_markup(text) if _is_markup(text, suffix) else CleanPage(_lines(text))
    if not page.lines:
        raise PageRefused(RefusalCode.EMPTY, "The file holds no text.")
    return page


def _decoded(raw: bytes) -> str:
    if not raw.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        raise PageRefused(RefusalCode.EMPTY, "The file is empty.")
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _strictly(raw, encoding)
    if b"\x00" in raw:
        raise PageRefused(RefusalCode.BINARY, "The file is binary, not a page of text.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = _guessed(raw)
    if len(_CONTROLS.findall(text)) * 20 > len(text):
        raise PageRefused(RefusalCode.BINARY, "The file is mostly control characters, not text.")
    return text


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise PageRefused(
            RefusalCode.UNDECODABLE, f"The file says it is {encoding}, but does not decode as that."
        ) from error


def _guessed(raw: bytes) -> str:
    """The declared encoding, the Vietnamese one, or the likeliest; only if it reads Vietnamese."""
    for encoding in (*_declared(raw), "cp1258", *_likeliest(raw)):
        try:
            text = nfc(raw.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
        if _reads_as_vietnamese(text):
            return text
    raise PageRefused(
        RefusalCode.UNDECODABLE,
        "The file's encoding is unknown: no decoding gives Vietnamese text.",
    )


def _declared(raw: bytes) -> list[str]:
    match = _DECLARED.search(raw[:4096])
    return [match[1].decode("ascii", "ignore")] if match else []


def _likeliest(raw: bytes) -> list[str]:
    best = from_bytes(raw[:65536]).best()
    return [best.encoding] if best else []


def _reads_as_vietnamese(text: str) -> bool:
    lower = text.lower()
    if len(_CONTROLS.findall(text)) * 50 > len(text):
        return False
    marked = len(_VIETNAMESE.findall(lower))
    return marked > 0 and marked >= 0.9 * len(_OTHER_LETTER.findall(lower))


def _is_markup(text: str, suffix: str) -> bool:
    return suffix.lower() in _MARKUP or text.lstrip("\ufeff \r\n\t")[:15].lower().startswith(
        ("<!doctype html", "<html")
    )


def _from_markup(text: str) -> CleanPage:
    page = read_markup(text)
    lines = _lines("\n".join(page.blocks))
    title = _line(page.title) if page.title else None
    if title and title not in lines:
        lines = (title, *lines)
    return CleanPage(lines, title, page.url, page.published)


def _lines(text: str) -> tuple[str, ...]:
    stripped = (_line(line) for line in nfc(text).splitlines())
    return tuple(line for line in stripped if line)


def _line(text: str) -> str:
    return " ".join(_CONTROLS.sub("", nfc(text)).split())
