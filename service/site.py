"""Whose archive this is, and by which clock its days begin."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Site:
    name: str
    zone: ZoneInfo
