"""The earlier texts of an article: how it stood after each change, and whose change it was.

A snapshot has the article's fields by their names in the contract, as `updateArticle` takes them;
ids in it are those of rows.
"""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from service import revising
from service.articles import contents
from service.articles.contents import Content, Credit, Picture
from service.database import bulk
from service.events.changes import Change
from service.models import Article, ArticleFormerSlug, Revision

STATE = {"status": "status", "published_at": "publishedAt", "scheduled_for": "scheduledFor"}
"""The columns of an article that tell of its state, by the names that they have in a snapshot."""
_AT_ONCE = 500  # articles whose texts are in memory


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


async def write_each(
    was: Mapping[int, Mapping[str, Any]], also: Mapping[int, tuple[str, ...]], change: Change
) -> dict[int, tuple[str, ...]]:
    """The same of many that the caller has locked, and of which all else is written: by their ids.

    `was`: the parts of each that may be others by now, as they were until then.
    """
    changed: dict[int, tuple[str, ...]] = {}
    for some in bulk.chunks(sorted(was.keys() | also.keys()), _AT_ONCE):
        changed |= await _write_some(some, was, also, change)
    return changed


async def _write_some(
    articles: list[int],
    was: Mapping[int, Mapping[str, Any]],
    also: Mapping[int, tuple[str, ...]],
    change: Change,
) -> dict[int, tuple[str, ...]]:
    changed, kept, begun = {}, [], await _begun(articles)
    standing = await contents.of_each(articles)
    rows = Article.filter(id__in=articles).values("id", "version", "updated_at", *STATE)
    for columns in await rows:
        key, revised = columns["id"], {**columns, "version": columns["version"] + 1}
        content, before = standing[key], replace(standing[key], **was.get(key, {}))
        if names := (*contents.differences(before, content), *also.get(key, ())):
            changed[key] = names
            if key not in begun:
                kept.append(_row(key, columns, before, (), None, columns["updated_at"]))
            kept.append(_row(key, revised, content, names, change.by, change.now))
    await revising.renew(Article, changed, change)
    await bulk.insert(Revision, kept)
    return changed


async def _begun(articles: Collection[int]) -> set[int]:
    """Those that have a revision."""
    kept = Revision.filter(article_id__in=articles).distinct()
    return {int(str(key)) for key in await kept.values_list("article_id", flat=True)}


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
        "byline": [_named(each) for each in content.byline],
        "photos": [_named(each) for each in content.photos],
        "organizationId": content.organization,
        "topicIds": sorted(content.topics),
        "meetingIds": sorted(content.meetings),
    }


def _named(part: Credit | Picture) -> dict[str, Any]:
    """By its fields' names in the contract."""
    return {name: getattr(part, field) for name, field in _NAMES[type(part)].items()}


def _camel(name: str) -> str:
    first, *more = name.split("_")
    return "".join((first, *map(str.capitalize, more)))


_NAMES = {
    shape: {_camel(field.name): field.name for field in fields(shape)}
    for shape in (Credit, Picture)
}
