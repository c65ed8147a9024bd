"""What a merge leaves behind: the duplicate's id and slug find the survivor."""

from collections.abc import Collection
from typing import TypeVar

from service.models import Merge, Row

R = TypeVar("R", bound=Row)


async def survivors(model: type[Row], ids: Collection[int]) -> dict[int, int]:
    """By each of these ids that was merged away, the id that it finds."""
    merged = Merge.filter(record_kind=model.__name__, duplicate_id__in=ids)
    return dict(await merged.values_list("duplicate_id", "survivor_id"))


async def rows(model: type[R], ids: Collection[int]) -> dict[int, R]:
    """By each of these ids the row that it finds; without those that find none."""
    found = {row.id: row for row in await model.filter(id__in=ids)}
    merged = await survivors(model, missing) if (missing := set(ids) - found.keys()) else {}
    kept = {row.id: row for row in await model.filter(id__in=set(merged.values()))}
    return found | {key: kept[other] for key, other in merged.items() if other in kept}


async def left_slug(model: type[Row], slug: str, *, to_others_than: int = 0) -> bool:
    """Whether a duplicate's slug that was left to a row of another id finds it."""
    merged = Merge.filter(record_kind=model.__name__, duplicate_slug=slug)
    return await merged.exclude(survivor_id=to_others_than).exists()
