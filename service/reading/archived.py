"""The periods of an archive: their keys, and their first and last days."""

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Any

from service.errors import BadUserInput
from service.reading.sql import MOST_PERIODS


def check(found: Sequence[Any]) -> None:
    """Raises BadUserInput for more periods than are told."""
    if len(found) > MOST_PERIODS:
        message = f"There are more than {MOST_PERIODS:,}: ask for fewer days, or larger periods."
        raise BadUserInput(message, ("by",))


def starts_on(key: int) -> date:
    """Of a period whose key is YYYY0000, YYYYMM00 or YYYYMMDD."""
    return date(key // 10_000, max(key // 100 % 100, 1), max(key % 100, 1))


def ends_on(key: int) -> date:
    year, month, day = key // 10_000, key // 100 % 100 or 12, key % 100
    return date(year, month, day or calendar.monthrange(year, month)[1])
