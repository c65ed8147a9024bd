"""Dates known in part, and days by a clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import dates
from service.dates import DayRange, PartialDate

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-05-12", date(2021, 5, 12), date(2021, 5, 12)),
        ("--06-23", None, None),
        ("--02-29", None, None),
    ],
)
def test_a_partial_date_spans_the_days_that_it_may_mean(
    text: str, first: date | None, last: date | None
) -> None:
    found = PartialDate.parse(text)
    assert (str(found), found.first_day, found.last_day) == (text, first, last)


@pytest.mark.parametrize(
    "text",
    ["", "21", "2021-5", "2021-13", "2021-02-29", "--02-30", "--06", "0000", "2021-05-12 ", "٢٠٢١"],
)
def test_what_is_no_partial_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="'"):
        PartialDate.parse(text)


@given(st.dates())
def test_a_day_is_a_partial_date_of_one_day(day: date) -> None:
    found = PartialDate.of(day)
    assert (found.first_day, found.last_day) == (day, day)
    assert PartialDate.parse(str(found)) == found


def test_a_local_day_is_that_of_the_clock_there() -> None:
    assert dates.local_day(datetime(2020, 6, 23, 23, 30, tzinfo=UTC), HANOI) == date(2020, 6, 24)


def test_days_are_instants_half_open() -> None:
    days = DayRange(date(2020, 6, 24), date(2020, 6, 24))
    assert dates.instants(days, HANOI) == (
        datetime(2020, 6, 23, 17, tzinfo=UTC),
        datetime(2020, 6, 24, 17, tzinfo=UTC),
    )


def test_a_day_beyond_the_calendar_is_an_open_end() -> None:
    assert dates.instants(DayRange(date.min, date.max), HANOI) == (None, None)
    assert dates.instants(DayRange(), HANOI) == (None, None)
