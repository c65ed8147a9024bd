"""The text of an article: kept as clean HTML, given as what is asked for."""

import re
import unicodedata
from collections import Counter
from html import escape

import nh3
from selectolax.lexbor import LexborHTMLParser

from service.vocabulary import BodyFormat

_PASSES = 5
_MAX_OPEN = 100
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_NEVER_WITHIN_ITSELF = frozenset(
    "p li dd dt tr td th thead tbody tfoot caption colgroup option optgroup "
    "area base br col embed hr img input link meta source track wbr".split()
)
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|d[dt]|t[dh]|div|pre|blockquote|figcaption|caption)>")
_LINE_END = re.compile(r"<br\b[^>]*>")
_PARTING = "\u2029"  # paragraph separator
_BREAK = re.compile(r"\r\n?")
_PREFORMATTED = re.compile(r"(<pre\b[^>]*>)\n")


def from_paragraphs(paragraphs: tuple[str, ...]) -> str:
    """Plain paragraphs as HTML."""
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def clean(html: str) -> str:
    """Without anything that could do more than show text: no scripts, styles or frames.

    The clean text of a clean text is itself. Raises ValueError where none is found, and for what
    leaves so many elements open that parsers take quadratic time.
    """
    if _most_open(html) > _MAX_OPEN:
        raise ValueError("its HTML has too many elements within each other")
    for _ in range(_PASSES):
        once = nh3.clean(unicodedata.normalize("NFC", html), url_schemes={"http", "https"})
        # Whoever parses it again drops the first newline of a <pre>.
        once = _PREFORMATTED.sub(r"\1\n\n", _BREAK.sub("\n", once))
        once = unicodedata.normalize("NFC", once)
        if once == html:
            return once
        html = once
    raise ValueError("its HTML cannot be cleaned")


def _most_open(html: str) -> int:
    """How many elements are open at once, at most; without those that close each other."""
    open_, most, each = 0, 0, Counter[str]()
    for closing, name in _TAG.findall(html.lower()):
        if name in _NEVER_WITHIN_ITSELF:
            continue
        if not closing:
            each[name] += 1
            open_ += 1
            most = max(most, open_)
        elif each[name]:
            each[name] -= 1
            open_ -= 1
    return most


def rendered(html: str, format: BodyFormat) -> str:  # noqa: A002 -- the contract's name
    """`format`: how to write it out."""
    return html if format is BodyFormat.HTML else plain_text(html)


def plain_text(html: str) -> str:
    """The words of each block of a clean text, blocks separated by an empty line."""
    parted = _BLOCK_END.sub(rf"\g<0>{_PARTING}", _LINE_END.sub(" ", html))
    blocks = LexborHTMLParser(parted).text().split(_PARTING)
    return "\n\n".join(filter(None, (" ".join(block.split()) for block in blocks)))
