"""Where a search matched, for each noun: which of its words are looked through, in which order."""

from service import bodies, searching
from service.searching import Query
from service.vocabulary import BodyFormat


def of_article(
    query: Query, title: str, lede: str | None, body: str, stored_as: BodyFormat
) -> list[str]:
    """As `searching.highlights`."""
    text = bodies.rendered(body, stored_as, BodyFormat.TEXT)
    return searching.highlights(query, (title, lede, *searching.paragraphs(text)))


def of_named(query: Query, name: str, other_names: list[str]) -> list[str]:
    return searching.highlights(query, (name, *other_names))


def of_meeting(query: Query, *texts: str | None) -> list[str]:
    return searching.highlights(query, texts)
