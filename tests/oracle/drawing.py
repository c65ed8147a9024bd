"""Draws the values of rows: with ties, gaps, nulls, and days round the present one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeVar

from service import naming
from tests.oracle import phrases
from tests.oracle.world import Row

T = TypeVar("T")
R = TypeVar("R", bound=Row)

_LOCAL_MIDNIGHT = datetime(2025, 6, 30, 17, tzinfo=UTC)
_INSTANTS = (
    datetime(2015, 3, 1, 2, 30, tzinfo=UTC),
    datetime(2019, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2020, 1, 1, tzinfo=UTC),
    datetime(2020, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    datetime(2020, 1, 1, 0, 0, 0, 500000, tzinfo=UTC),
    _LOCAL_MIDNIGHT - timedelta(microseconds=1),
    _LOCAL_MIDNIGHT,
    _LOCAL_MIDNIGHT + timedelta(hours=7),
    _LOCAL_MIDNIGHT + timedelta(days=1, seconds=-1),
    datetime(1969, 12, 31, 18, tzinfo=UTC),
    datetime(2026, 8, 15, 12, 0, 0, 120, tzinfo=UTC),
)
_PARTIAL = (
    "2021", "2021-05", "2021-05-12", "2020-02", "2020-02-29", "2025-06-30", "2025-07-01",
    "2019-12-31", "--06-23", "--02-29", "9999-12-31", "1945-09-02",
)  # fmt: skip
_DAYS = ("2021-05-12", "2020-02-29", "2025-06-30", "2025-07-01", "2019-12-31")
_LARGE = (2**31 - 1, 2**31, 2**53 + 1, 2**62, 2**63 - 1)


class Drawing:
    """`scale`: how many rows there are of each kind, compared with what is usual."""

    def __init__(self, seed: int, today: date) -> None:
        self.rng = Random(seed)
        self.scale = self.rng.choice((0.4, 1, 1, 1.4, 2))
        near = [today + timedelta(days=days) for days in (-1, 0, 1)]
        parts = [str(today)[:4], str(today)[:7], str(near[0])[:7]]
        self._partial_near = [*map(str, near), *parts]
        self._days = [*map(date.fromisoformat, _DAYS), *near]
        self._slugs: set[str] = set()

    def ids(self, about: int) -> list[int]:
        """In no order, with gaps, and sometimes one that is large."""
        wanted = max(1, round(about * self.scale * self.rng.uniform(0.7, 1.3)))
        ids = self.rng.sample(range(1, wanted * 3), wanted)
        if self.rng.random() < 0.3:
            ids[-1] = self.rng.choice(_LARGE)
        return ids

    def some(self, rows: Sequence[R]) -> R:
        """The first ones are chosen more often: some have many, most have few."""
        return rows[min(int(self.rng.expovariate(3 / len(rows))), len(rows) - 1)]

    def pairs(self, about: int, left: Sequence[Row], right: Sequence[Row]) -> list[tuple[int, int]]:
        """Each once."""
        wanted = round(about * self.scale)
        pairs = {(self.some(left).id, self.some(right).id): None for _ in range(wanted)}
        return list(pairs)

    def chance(self, chance: float) -> bool:
        return self.rng.random() < chance

    def or_null(self, value: T, chance: float = 0.3) -> T | None:
        return None if self.chance(chance) else value

    def maybe_id(self, rows: Sequence[R], chance: float = 0.3) -> int | None:
        return self.or_null(self.some(rows).id, chance) if rows else None

    def phrase(self) -> str:
        return phrases.phrase(self.rng)

    def maybe(self) -> str | None:
        return phrases.maybe(self.rng)

    def instant(self) -> datetime:
        return self.rng.choice(_INSTANTS)

    def day(self) -> date:
        return self.rng.choice(self._days)

    def some_date(self) -> str:
        """As far as it is known; one in two near the present day."""
        near = self.chance(0.5)
        return self.rng.choice(self._partial_near if near else _PARTIAL)

    def partial(self, chance: float = 0.35) -> str | None:
        return self.or_null(self.some_date(), chance)

    def period(self) -> tuple[str | None, str | None]:
        """Mostly in its order."""
        first, last = self.partial(), self.partial(0.45)
        in_order = self.chance(0.7)  # drawn whatever the day is: the world is the same
        if first and last and first > last and in_order:
            return last, first
        return first, last

    def record(self) -> tuple[int, datetime, datetime]:
        return self.rng.randint(1, 9), self.instant(), self.instant()

    def slug(self) -> str:
        """Lower case, as slugs are."""
        while True:
            stem = self.rng.choice(
                ("hoi-nghi", "hoi-nghi-2", "dai-hoi", "an", "ủy-ban", "q\"'\\%_")
            )
            slug = f"{stem}-{self.rng.randint(1, 90)}"
            if slug not in self._slugs:
                self._slugs.add(slug)
                return slug

    def named(self) -> tuple[str, str, str]:
        name = self.phrase()
        return self.slug(), name, naming.order(name)

    def names(self) -> list[str]:
        return [self.phrase() for _ in range(self.rng.choice((0, 0, 1, 3)))]
