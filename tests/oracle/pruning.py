"""A world without what is not public: what is left is all that a reader may ever know of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from tests.oracle.world import World

T = TypeVar("T")


def pruned(world: World) -> World:
    """Without articles that are not PUBLISHED and all that hangs on them, mentions that wait for a
    reviewer, and earlier texts."""
    public = {article.id for article in world.articles if article.status == "PUBLISHED"}

    def hung(rows: Sequence[T]) -> list[T]:
        return [row for row in rows if _article(row) in public]

    return replace(
        world,
        articles=[article for article in world.articles if article.id in public],
        former_slugs=hung(world.former_slugs),
        revisions=[],
        photos=[p for p in world.photos if p.article_id is None or p.article_id in public],
        attestations=hung(world.attestations),
        bylines=hung(world.bylines),
        corrections=hung(world.corrections),
        mentions=[m for m in hung(world.mentions) if m.certainty != "NEEDS_REVIEW"],
        article_topics=hung(world.article_topics),
        article_meetings=hung(world.article_meetings),
    )


def _article(row: Any) -> int:
    key: int = row.article_id
    return key
