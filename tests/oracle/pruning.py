"""A world without what is not public: what is left is all that a reader may ever know of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from tests.oracle.world import Byline, Participant, World

T = TypeVar("T")
L = TypeVar("L", Byline, Participant)


def pruned(world: World) -> World:
    """Without articles that are not PUBLISHED and all that hangs on them, mentions that wait for a
    reviewer, memberships that were derived from nothing that is left, and earlier texts."""
    public = {article.id for article in world.articles if article.status == "PUBLISHED"}

    def hung(rows: Sequence[T]) -> list[T]:
        return [row for row in rows if _article(row) in public]

    attestations = hung(world.attestations)
    proven = {each.membership_id for each in attestations}
    memberships = [m for m in world.memberships if m.id in proven or not m.is_derived]
    held = {membership.id for membership in memberships}
    return replace(
        world,
        articles=[article for article in world.articles if article.id in public],
        former_slugs=hung(world.former_slugs),
        revisions=[],
        photos=[p for p in world.photos if p.article_id is None or p.article_id in public],
        memberships=memberships,
        attestations=attestations,
        bylines=_pointing(hung(world.bylines), held),
        corrections=hung(world.corrections),
        mentions=[m for m in hung(world.mentions) if m.certainty != "NEEDS_REVIEW"],
        article_topics=hung(world.article_topics),
        article_meetings=hung(world.article_meetings),
        participants=_pointing(world.participants, held),
    )


def _pointing(rows: Sequence[L], held: Collection[int]) -> list[L]:
    """The same rows; to a membership that is not among these they do not point."""
    return [row if row.membership_id in held else replace(row, membership_id=None) for row in rows]


def _article(row: Any) -> int:
    key: int = row.article_id
    return key
