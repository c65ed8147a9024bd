"""What is not public in a world, made as editors make it: by mutations, beside what is public."""

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import count
from typing import Any

from schema import ids
from service import database, models
from tests.desk import FUTURE, Desk, key, seen
from tests.graph import Graph
from tests.oracle import writing
from tests.oracle.pruning import pruned
from tests.oracle.world import Article, World

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # some of the world's are of other forms
_HUNG = (
    "bylines",
    "photos",
    "mentions",
    "attestations",
    "corrections",
    "former_slugs",
    "revisions",
    "article_topics",
    "article_meetings",
)
_HIGHEST = 2**62
_GROWING = (
    models.Article,
    models.ArticleMeeting,
    models.ArticleTopic,
    models.Attestation,
    models.Byline,
    models.Membership,
    models.Photo,
)
_OFFICES = ("Chủ tịch", "Phó Chủ tịch")
_CONFIRM = """mutation ($input: ConfirmMentionInput!) {
  confirmMention(input: $input) { membership { id } userErrors { message } }
}"""


def has_room(world: World) -> bool:
    """Whether articles can be made in it: of some worlds the last has the highest id of all."""
    hung = (world.bylines, world.photos, world.article_topics, world.article_meetings)
    held = (world.memberships, world.attestations)
    return all(row.id < _HIGHEST for rows in (world.articles, *hung, *held) for row in rows)


def numbered(world: World) -> World:
    """The articles that are not public have the ids that come next, so that they can be made so."""
    following = count(1 + max((each.id for each in pruned(world).articles), default=0))
    renamed = {each.id: next(following) for each in _hidden(world)}
    articles = [replace(each, id=renamed.get(each.id, each.id)) for each in world.articles]
    hung: dict[str, Any] = {
        name: [_of(row, renamed) for row in getattr(world, name)] for name in _HUNG
    }
    return replace(world, articles=articles, **hung)


async def write(world: World) -> None:
    """A world that is `numbered`, into an archive that is empty."""
    await writing.write(pruned(world))
    await _go_on_behind()
    desk = Desk(Graph())
    for article in _hidden(world):
        made = await desk.done("createArticle", **_manuscript(world, article))
        assert key(made) == article.id
        if article.status == "SCHEDULED":
            await desk.done("publishArticle", **seen(made), at=FUTURE)
        if article.status == "WITHDRAWN":
            made = await desk.done("publishArticle", **seen(made))
            await desk.done("withdrawArticle", **seen(made), reason="Sai", note="Đã gỡ")
        await _confirm(desk, world, article)


async def _confirm(desk: Desk, world: World, article: Article) -> None:
    """The people whom it names hold posts by what it says, of those that are there anyway."""
    posts = [post for post in world.posts if post.label in _OFFICES]
    named = [each for each in world.mentions if each.article_id == article.id]
    for mention in (each for each in named if posts and each.person_id is not None):
        post = posts[mention.id % len(posts)]
        said = {"credited_position": post.label, "organization_id": post.organization_id}
        row = {**asdict(mention), **said, "certainty": "NEEDS_REVIEW", "rule": "made up"}
        await models.Mention.create(**row)
        given = {"id": ids.encode("Mention", mention.id)}
        payload = (await desk.graph.data(_CONFIRM, input=given))["confirmMention"]
        assert payload["userErrors"] == []
        assert payload["membership"] is not None


def _hidden(world: World) -> list[Article]:
    hidden = (each for each in world.articles if each.status != "PUBLISHED")
    return sorted(hidden, key=lambda each: each.id)


def _of(row: Any, renamed: dict[int, int]) -> Any:
    return replace(row, article_id=renamed.get(row.article_id, row.article_id))


async def _go_on_behind() -> None:
    """Rows were written with their ids, of which PostgreSQL's sequences do not know."""
    if database.dialect() == "postgres":
        for table in (model._meta.db_table for model in _GROWING):
            await database.connection().execute_query(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
            )


def _manuscript(world: World, article: Article) -> dict[str, Any]:
    former = {each.slug for each in world.former_slugs}
    is_free = bool(_SLUG.fullmatch(article.slug)) and article.slug not in former
    return {
        "title": article.title[:500],
        "slug": article.slug if is_free else None,
        "url": article.url,
        "lede": article.lede and article.lede[:5_000],
        "body": article.body,
        "bodyFormat": article.body_format,
        "source": article.source,
        "organizationId": article.organization_id
        and ids.encode("Organization", article.organization_id),
        "byline": list(_byline(world, article)),
        "topicIds": [
            ids.encode("Topic", each.topic_id)
            for each in world.article_topics
            if each.article_id == article.id
        ],
        "meetingIds": [
            ids.encode("Meeting", each.meeting_id)
            for each in world.article_meetings
            if each.article_id == article.id
        ],
    }


def _byline(world: World, article: Article) -> Iterator[dict[str, Any]]:
    for each in world.bylines:
        if each.article_id == article.id:
            yield {
                "creditedName": each.credited_name,
                "personId": each.person_id and ids.encode("Person", each.person_id),
            }
