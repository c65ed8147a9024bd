"""The text of an article: kept as clean HTML, given as what is asked for."""

from html import escape

import nh3
from selectolax.lexbor import LexborHTMLParser

from service.vocabulary import BodyFormat


def from_paragraphs(paragraphs: tuple[str, ...]) -> str:
    """Plain paragraphs as HTML."""
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def clean(html: str) -> str:
    """Without anything that could do more than show text: no scripts, styles or frames."""
    return nh3.clean(html, url_schemes={"http", "https"})


def rendered(html: str, format: BodyFormat) -> str:  # noqa: A002 -- the contract's name
    """`format`: how to write it out."""
    return html if format is BodyFormat.HTML else plain_text(html)


def plain_text(html: str) -> str:
    """The words of each paragraph, paragraphs separated by an empty line."""
    paragraphs = LexborHTMLParser(html).css("p")
    return "\n\n".join(" ".join(paragraph.text().split()) for paragraph in paragraphs)
