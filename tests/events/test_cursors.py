"""A cursor is a place in one log: of another, or beyond its ends, it is refused by name."""

import pytest

from service.errors import CursorExpired, CursorInvalid
from service.events import cursors
from service.events.cursors import Place

LOG, OTHER = "a" * 32, "b" * 32
END = Place(LOG, 300)


@pytest.mark.parametrize("position", [10, 11, 255, 256, 300])
def test_a_cursor_is_the_place_that_it_was_made_of(position: int) -> None:
    place = Place(LOG, position)
    assert cursors.parse(str(place), END, kept_after=10) == place


def test_cursors_sort_as_text_in_the_order_of_commits() -> None:
    cursors_in_order = [str(Place(LOG, position)) for position in (0, 9, 10, 255, 256, 2**40)]
    assert sorted(cursors_in_order) == cursors_in_order


@pytest.mark.parametrize(
    "text", ["", "1", "a" * 47, "a" * 49, "A" * 48, "g" * 48, "a" * 48 + "\n", "á" * 48, "\0" * 48]
)
def test_what_is_no_cursor_is_invalid(text: str) -> None:
    with pytest.raises(CursorInvalid):
        cursors.parse(text, END, kept_after=0)


@pytest.mark.parametrize(
    ("log_id", "position"), [(OTHER, 5), (LOG, 301), (LOG, 2**64 - 1), (LOG, 9), (LOG, 0)]
)
def test_a_place_that_the_log_does_not_reach_is_expired(log_id: str, position: int) -> None:
    with pytest.raises(CursorExpired):
        cursors.parse(str(Place(log_id, position)), END, kept_after=10)
