"""The earlier texts of an article: how it stood after each change, and whose change it was.

A snapshot has the article's fields by their names in the contract, as `updateArticle` takes them;
ids in it are those of rows.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType
from typing import Any

from service import revising
from service.articles import contents
from service.articles.contents import Content
from service.database import bulk
from service.events.changes import Change
from service.models import Article, ArticleFormerSlug, Revision

STATE = {"status": "status", "published_at": "publishedAt", "scheduled_for": "scheduledFor"}
"""The columns of an article that tell of its state, by the names that they have in a snapshot."""


async def begin(article: Article) -> None:
    """Before its first change an article that was filed keeps how it stood until then."""
    if not await Revision.filter(article_id=article.id).exists():
        await _keep(article, (), None, article.updated_at)


async def write(
    article: Article,
    standing: Content,
    content: Content,
    change: Change,
    *,
    columns: Mapping[str, Any] = MappingProxyType({}),
    also: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Makes it what it is to be, as its next version with a revision; says what has changed.

    `columns`: of its state. `also`: what else is another by now. Where nothing is, it is no change.
    """
    parts = contents.differences(standing, content)
    changed = (*parts, *(name for column, name in STATE.items() if column in columns), *also)
    if not changed:
        return ()
    await begin(article)
    await revising.keep(article, {**(content.columns() if parts else {}), **columns}, change)
    await contents.hang(article, content, parts)
    if "slug" in parts:
        await ArticleFormerSlug.filter(slug=content.slug).delete()  # its own, taken back
        await ArticleFormerSlug.create(article_id=article.id, slug=standing.slug)
    await keep(article, changed, change, content)
    return changed


async def keep(
    article: Article, changed: Collection[str], change: Change, content: Content | None = None
) -> None:
    """How it stands now. `changed`: names of fields, or of the columns of its state.

    `content`: where it is known already.
    """
    names = [STATE.get(name, name) for name in changed]
    await _keep(article, names, change.by, change.now, content)


async def keep_turned(turned: Mapping[int, Mapping[str, Any]], change: Change) -> None:
    """Of scheduled articles that have become public: by id, the columns that were written."""
    standing = await contents.of_each(list(turned))
    rows = [
        _row(key, columns, standing[key], STATE.values(), change.by, change.now)
        for key, columns in turned.items()
    ]
    await bulk.insert(Revision, rows)


async def _keep(
    article: Article,
    changed: Collection[str],
    by: str | None,
    at: datetime,
    content: Content | None = None,
) -> None:
    columns = {name: getattr(article, name) for name in ("version", *STATE)}
    content = content or await contents.of(article)
    await Revision.create(**_row(article.id, columns, content, changed, by, at))


def _row(
    key: int,
    columns: Mapping[str, Any],
    content: Content,
    changed: Collection[str],
    by: str | None,
    at: datetime,
) -> dict[str, Any]:
    snapshot = _of_content(content)
    for column, name in STATE.items():
        value = columns[column]
        snapshot[name] = value.isoformat() if isinstance(value, datetime) else value
    return {
        "article_id": key,
        "version": columns["version"],
        "created_at": at,
        "by": by,
        "changed": list(changed),
        "snapshot": snapshot,
    }


def _of_content(content: Content) -> dict[str, Any]:
    return {
        "title": content.title,
        "lede": content.lede,
        "body": content.body.text,
        "bodyFormat": content.body.format,
        "slug": content.slug,
        "url": content.url,
        "language": content.language,
        "source": content.source,
        "byline": [_camel(asdict(each)) for each in content.byline],
        "photos": [_camel(asdict(each)) for each in content.photos],
        "organizationId": content.organization,
        "topicIds": sorted(content.topics),
        "meetingIds": sorted(content.meetings),
    }


def _camel(fields: dict[str, Any]) -> dict[str, Any]:
    """By their names in the contract."""
    return {
        "".join((first, *map(str.capitalize, more))): value
        for (first, *more), value in ((name.split("_"), value) for name, value in fields.items())
    }
