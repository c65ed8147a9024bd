"""The first days of the lunar years, by which the weeks before Tết are known."""

from datetime import date

_TET = (
    date(2015, 2, 19),
    date(2016, 2, 8),
    date(2017, 1, 28),
    date(2018, 2, 16),
    date(2019, 2, 5),
    date(2020, 1, 25),
    date(2021, 2, 12),
    date(2022, 2, 1),
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
)
_FIRST, _LAST = 28, 2


def is_before_tet(day: date) -> bool:
    """Whether people now give presents for Tết: in the last four weeks of the old year."""
    return any(_LAST <= (tet - day).days <= _FIRST for tet in _TET)
