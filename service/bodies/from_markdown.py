"""Markdown as clean HTML: CommonMark without raw HTML, with GitHub's tables and strikethrough."""

import re
import unicodedata
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType, StateBase
from markdown_it.token import Token

from service.bodies.html import clean

_DEEPEST = 20  # levels; a list takes two
_MOST = 250_000  # steps of the reader, and elements
_MOST_WRITTEN = 1_000_000  # characters
_LINE_BREAK = re.compile(r"\r\n?")
_SCHEME = re.compile(r"\s*([^/?#]*?):")
_RAW, _WEB = frozenset({"html_block", "html_inline"}), frozenset({"http", "https"})
_EMPTY_LINES_BEFORE = re.compile(r"\A(?:[ \t]*\n)+")


def tidied(markdown: str) -> str:
    """NFC, with plain ends of lines, and nothing around it: of its first line, the indent stays."""
    plain = _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", markdown))
    return _EMPTY_LINES_BEFORE.sub("", plain.rstrip())


def html_of(markdown: str) -> str:
    """Raises ValueError for what would take too long to read, or grow too long."""
    tokens = _READER.parse(markdown)
    if any(token.level >= _DEEPEST for token in tokens):
        raise ValueError("it has too many quotations or lists within each other")
    if _written(tokens) > _MOST_WRITTEN:
        raise ValueError("its HTML would be too long")
    return clean(_READER.renderer.render(tokens, _READER.options, {})).strip()


def is_harmless(markdown: str) -> bool:
    """Whether no reader of another kind finds HTML in it, or an address that is not of the web."""
    return all(map(_is_harmless, _LENIENT.parse(markdown)))


def _is_harmless(token: Token) -> bool:
    schemes = (_SCHEME.match(str(token.attrs.get(name, ""))) for name in ("href", "src"))
    return (
        token.type not in _RAW
        and all(found is None or found[1].lower() in _WEB for found in schemes)
        and all(map(_is_harmless, token.children or ()))
    )


def _written(tokens: Sequence[Token]) -> int:
    """Characters; an address counts wherever a link refers to it."""
    return sum(
        len(token.content)
        + sum(len(str(value)) for value in token.attrs.values())
        + _written(token.children or ())
        for token in tokens
    )


def _count(state: StateBase, *_: object) -> bool:
    """A rule that never applies, but is asked at every step. Time itself would be no fair bound."""
    state.env["steps"] = state.env.get("steps", 0) + 1
    if max(state.env["steps"], len(state.tokens)) > _MOST:  # type: ignore[attr-defined]
        raise ValueError("its Markdown is too intricate")
    return False


def _reader(*, is_lenient: bool) -> MarkdownIt:
    # One level more than is accepted: what lies deeper is left out without a word.
    reader = MarkdownIt("commonmark", {"html": is_lenient, "maxNesting": _DEEPEST + 1})
    if is_lenient:
        reader.validateLink = lambda url: True  # type: ignore[method-assign]
    reader.enable(["table", "strikethrough"])
    everywhere: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    reader.block.ruler.before("table", "count", _count, everywhere)
    reader.inline.ruler.before("text", "count", _count)
    return reader


_READER, _LENIENT = _reader(is_lenient=False), _reader(is_lenient=True)
