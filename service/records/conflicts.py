"""What a new article may not share with another: its address, its slugs, its pages."""

import hashlib
from collections.abc import Iterable, Sequence

from service.database import bulk
from service.models import Article, ArticleFormerSlug, Page
from service.records.shapes import Article as Record


async def of(records: Sequence[Record]) -> dict[str, str]:
    """By slug, the first reason why the article cannot be kept beside what is there already."""
    slugs = {slug for record in records for slug in (record.slug, *record.former_slugs)}
    taken = {f"slug '{slug}'" for slug in await _values(ArticleFormerSlug, "slug", slugs)}
    taken |= {f"slug '{slug}'" for slug in await _values(Article, "slug", slugs)}
    urls = {record.url for record in records if record.url is not None}
    taken |= {f"url '{url}'" for url in await _values(Article, "url", urls)}
    pages = {each for record in records for each in _hashes(record)}
    taken |= {f"page {known}" for known in await _values(Page, "content_hash", pages)}
    found = {}
    for record in records:
        own = _own(record)
        if shared := [what for what in own if what in taken]:
            found[record.slug] = f"another article already has the {shared[0]}"
        else:
            taken.update(own)
    return found


def _own(record: Record) -> list[str]:
    own = [f"slug '{slug}'" for slug in (record.slug, *record.former_slugs)]
    if record.url is not None:
        own.append(f"url '{record.url}'")
    return own + [f"page {each}" for each in _hashes(record)]


def _hashes(record: Record) -> list[str]:
    return [hashlib.sha256(page.original).hexdigest() for page in record.pages]


async def _values(
    model: type[Article | ArticleFormerSlug | Page], column: str, wanted: Iterable[str]
) -> list[str]:
    found: list[str] = []
    for some in bulk.chunks(wanted):
        rows = model.filter(**{f"{column}__in": some}).values_list(column, flat=True)
        found += [str(value) for value in await rows]
    return found
