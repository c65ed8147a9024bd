"""The text of an article: kept as clean HTML or as Markdown, given as what is asked for."""

import re
from dataclasses import dataclass

from service.bodies.from_markdown import html_of, is_harmless, tidied
from service.bodies.html import clean, from_paragraphs, plain_text
from service.bodies.to_markdown import markdown_of
from service.vocabulary import BodyFormat

__all__ = ["EMPTY", "Body", "clean", "from_paragraphs", "kept", "plain_text", "rendered"]

_EMPTY_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Body:
    """A text as it is kept: clean HTML, or Markdown."""

    text: str = ""
    format: BodyFormat = BodyFormat.HTML


EMPTY = Body()


def kept(sent: str, written_as: BodyFormat) -> Body:
    """As it is to be kept; what is kept so already stays as it is. TEXT becomes HTML.

    Markdown stays as its author wrote it, unless there is HTML or an address in it that is shown as
    text here: it is written so that it is text for every reader.

    Raises ValueError where it cannot be kept, with the reason.
    """
    match written_as:
        case BodyFormat.HTML:
            return Body(clean(sent).strip())
        case BodyFormat.MARKDOWN:
            markdown = tidied(sent)
            html = html_of(markdown)  # raises what is wrong with it
            text = markdown if is_harmless(markdown) else markdown_of(html)
            return Body(text, BodyFormat.MARKDOWN)
        case BodyFormat.TEXT:
            paragraphs = map(str.strip, _EMPTY_LINE.split(sent))
            return Body(clean(from_paragraphs(tuple(filter(None, paragraphs)))))


def rendered(
    body: str,
    stored_as: BodyFormat,
    format: BodyFormat,  # noqa: A002 -- the contract's name
) -> str:
    """`format`: how to write it out. What is kept in that format is given as it stands."""
    if format is stored_as:
        return body
    html = html_of(body) if stored_as is BodyFormat.MARKDOWN else body
    match format:
        case BodyFormat.HTML:
            return html
        case BodyFormat.MARKDOWN:
            return markdown_of(html)
        case BodyFormat.TEXT:
            return plain_text(html)
