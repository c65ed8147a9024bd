"""HTML that can do nothing but show text, and its words."""

import re
import unicodedata
from collections import Counter
from html import escape

import nh3
from selectolax.lexbor import LexborHTMLParser

_PASSES = 5
_MAX_OPEN = 100
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_NEVER_WITHIN_ITSELF = _VOID | frozenset(
    "p li dd dt tr td th thead tbody tfoot caption colgroup option optgroup".split()
)
_BLOCKS = (
    "article aside blockquote center dd details div dl dt figcaption figure footer h[1-6] "
    "header hgroup hr li nav ol p pre section summary table ul"
).replace(" ", "|")
BLOCK_EDGE = rf"<(?:/?(?:{_BLOCKS})|/(?:t[dh]|caption))[\s>]"
"""Where a block begins or ends; between the cells of a table no text can stand."""
_BLOCK_EDGE = re.compile(f"(?={BLOCK_EDGE})")
_LINE_END = re.compile(r"<br\b[^>]*>")
_PARTING = "\u2029"  # paragraph separator
_BREAK = re.compile(r"\r\n?")
_PREFORMATTED = re.compile(r"(<pre\b[^>]*>)\n")


def from_paragraphs(paragraphs: tuple[str, ...]) -> str:
    """Plain paragraphs as HTML."""
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def clean(html: str) -> str:
    """Without anything that could do more than show text: no scripts, styles or frames.

    The clean text of a clean text is itself. Raises ValueError where none is found, and for so
    many elements within each other that who reads them takes quadratic time, or stack.
    """
    _bound(html, _NEVER_WITHIN_ITSELF)  # these close each other
    for _ in range(_PASSES):
        once = nh3.clean(unicodedata.normalize("NFC", html), url_schemes={"http", "https"})
        # Whoever parses it again drops the first newline of a <pre>.
        once = _PREFORMATTED.sub(r"\1\n\n", _BREAK.sub("\n", once))
        once = unicodedata.normalize("NFC", once)
        if once == html:
            _bound(once, _VOID)
            return once
        html = once
    raise ValueError("its HTML cannot be cleaned")


def _bound(html: str, uncounted: frozenset[str]) -> None:
    """Refuses too many elements that are open at once."""
    open_, each = 0, Counter[str]()
    for closing, name in _TAG.findall(html.lower()):
        if name in uncounted:
            continue
        if not closing:
            each[name] += 1
            open_ += 1
            if open_ > _MAX_OPEN:
                raise ValueError("it has too many elements within each other")
        elif each[name]:
            each[name] -= 1
            open_ -= 1


def plain_text(html: str) -> str:
    """The words of each block of a clean text, blocks separated by an empty line."""
    parted = _BLOCK_EDGE.sub(_PARTING, _LINE_END.sub(" ", html))
    blocks = LexborHTMLParser(parted).text().split(_PARTING)
    return "\n\n".join(filter(None, (" ".join(block.split()) for block in blocks)))
