"""Random cursors: of rows of a list, and such as no list has made."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from tests.oracle import pages
from tests.oracle.pages import ORDERS, Order

_KEYS: tuple[Any, ...] = (
    None, True, 0, 1, -1, 1.5, 4, 2**31, 2**63, "", "1", "a\0b", [], {},
    "2020-01-01", "2020-01-01T00:00:00", "2020-01-01T00:00:00+00:00",
)  # fmt: skip


class Positions:
    """In a list of this order, among rows of its model."""

    def __init__(self, order: Order, rows: Sequence[Any], rng: Random) -> None:
        self._order, self._rows, self._rng = order, rows, rng

    def some(self) -> str:
        if not self._rows:
            return pages.cursor([self._order.mark, 0, 1])
        return self._order.cursor(self._rng.choice(self._rows))

    def none(self, rows_of_others: Sequence[Any], other: Order) -> str:
        """Refused. `other`: an order of the rows of others, or another of these."""
        chance = self._rng.random()
        if chance < 0.3 and rows_of_others:
            return other.cursor(self._rng.choice(rows_of_others))
        if chance < 0.7 and self._rows:
            return self._order.cursor(self._rng.choice(self._rows), self._damaged)
        return self._rng.choice(("", "x", "====", "đ", "AAAA", *self._malformed()))

    def _malformed(self) -> list[str]:
        mark = self._order.mark
        keys = [date(2020, 1, 1).isoformat()] * len(self._order.kinds)
        contents: tuple[Any, ...] = (
            [],
            {},
            7,
            None,
            [mark],
            [mark, *keys],
            [mark, *keys, 1, 1],
            [mark, *(None for _ in keys), 1],
            [mark, *({} for _ in keys), 1],
            [mark, *keys, -1],
            [mark, *keys, 1.5],
            [mark, *keys, "1"],
            [mark, *keys, True],
            [mark, *keys, 2**63],
        )
        return [pages.cursor(content) for content in contents]

    def _damaged(self, keys: list[Any]) -> list[Any]:
        """One of them is another, mostly of a kind that does not belong there."""
        place = self._rng.randrange(len(keys))
        other = _mistaken(keys[place]) if self._rng.random() < 0.5 else self._rng.choice(_KEYS)
        return [*keys[:place], other, *keys[place + 1 :]]


def another(order: Order, rng: Random) -> Order:
    """Mostly of the same model."""
    own = order.model != "Participant" and rng.random() < 0.7
    return rng.choice(list(ORDERS[order.model if own else rng.choice(list(ORDERS))].values()))


def _mistaken(key: Any) -> Any:
    """Nearly the same, as a careless reader takes it."""
    if isinstance(key, bool):
        return int(key)
    return -key if isinstance(key, int) else str(key).removesuffix("+00:00")
