"""A small invented world and the news pages that tell of it, for the demonstration archive."""

from collections.abc import Iterator

from service.sample.bodies import register
from service.sample.newsroom import Newsroom
from service.sample.truth import HeldOffice, NamedPerson, SamplePage, Truth

__all__ = ["HeldOffice", "NamedPerson", "SamplePage", "Truth", "pages", "register"]


def pages(count: int) -> Iterator[SamplePage]:
    """So many pages from 2015 to 2026 in order of publication; the same count, the same pages."""
    return Newsroom(count).pages()
