"""Where a search matched, for each noun: which of its words are looked through, in which order."""

from service import bodies, searching
from service.searching import Query
from service.vocabulary import BodyFormat


def of_article(
    query: Query,
    title: str,
    lede: str | None,
    body: str,
    stored_as: BodyFormat,
    captions_and_signatures: list[str],
) -> list[str]:
    """As `searching.highlights`."""
    text = bodies.rendered(body, stored_as, BodyFormat.TEXT)
    fields = (title, lede, *searching.paragraphs(text), *captions_and_signatures)
    return searching.highlights(query, fields)


def of_person(query: Query, name: str, other_names: list[str]) -> list[str]:
    return searching.highlights(query, (name, *other_names))


def of_body(
    query: Query, name: str, in_time: list[str], other_names: list[str], *kind: str | None
) -> list[str]:
    return searching.highlights(query, (name, *in_time, *other_names, *kind))


def of_meeting(query: Query, *texts: str | None) -> list[str]:
    return searching.highlights(query, texts)
