"""What a merge leaves behind: the duplicate's id and slug find the survivor."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from tortoise.expressions import Subquery

from service import database
from service.models import Merge, Row

R = TypeVar("R", bound=Row)


async def survivors(model: type[Row], ids: Collection[int]) -> dict[int, int]:
    """By each of these ids that was merged away, the id that it finds."""
    merged = Merge.filter(record_kind=model.__name__, duplicate_id__in=ids)
    return dict(await merged.values_list("duplicate_id", "survivor_id"))


async def meant(model: type[Row], key: int) -> frozenset[int]:
    """The id; where it was merged away, the one that it finds, and all that were merged into that.

    Among these are those that it has found on the way there, and that links of then may have: which
    they were is not kept. Raises Unavailable.
    """
    merged = Merge.filter(record_kind=model.__name__)
    own = merged.filter(duplicate_id=key).values("survivor_id")
    with database.reaching():
        found = await merged.filter(survivor_id__in=Subquery(own)).values(
            "duplicate_id", "survivor_id"
        )
    return frozenset({key, *(each for row in found for each in row.values())})


async def rows(model: type[R], ids: Collection[int]) -> dict[int, R]:
    """By each of these ids the row that it finds; without those that find none.

    A survivor that is itself merged away meanwhile finds its own.
    """
    found = {row.id: row for row in await model.filter(id__in=ids)}
    merged = await survivors(model, missing) if (missing := set(ids) - found.keys()) else {}
    kept = await rows(model, set(merged.values())) if merged else {}
    return found | {key: kept[other] for key, other in merged.items() if other in kept}


async def left_slug(model: type[Row], slug: str, *, to_others_than: int = 0) -> bool:
    """Whether a duplicate's slug that was left to a row of another id finds it."""
    merged = Merge.filter(record_kind=model.__name__, duplicate_slug=slug)
    return await merged.exclude(survivor_id=to_others_than).exists()


async def replace(duplicate: Row, survivor: int, at: datetime) -> None:
    """The duplicate is gone; its keys, and those of what was merged into it, find the survivor."""
    kind = type(duplicate).__name__
    await Merge.filter(record_kind=kind, survivor_id=duplicate.pk).update(survivor_id=survivor)
    await Merge.create(
        record_kind=kind,
        duplicate_id=duplicate.pk,
        duplicate_slug=getattr(duplicate, "slug", None),
        survivor_id=survivor,
        merged_at=at,
    )
    await duplicate.delete()
