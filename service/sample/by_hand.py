"""The pages that were written by hand, each of another kind, with what they say beside them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from service.sample.page_dates import HANOI
from service.sample.truth import HeldOffice, NamedPerson, SamplePage, Truth

_PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Written:
    """`at` is the instant under which it stands among the others."""

    portal: str
    at: datetime
    suffix: str
    text: str
    province: str
    truth: Truth

    def page(self, number: int) -> SamplePage:
        name = f"{self.portal}/{self.at:%Y/%m/%Y-%m-%d}-{number:04}{self.suffix}"
        return SamplePage(name, self.text, self.province, self.truth)


def written_pages() -> Iterator[Written]:
    for beside in sorted(_PAGES.glob("*.json")):
        said = json.loads(beside.read_text("utf-8"))
        (file,) = (path for path in _PAGES.glob(f"{beside.stem}.*") if path != beside)
        text = file.read_text("utf-8")
        at = _instant(said["at"])
        yield Written(said["portal"], at, file.suffix, text, said["province"], _truth(said))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(HANOI)


def _truth(said: dict[str, Any]) -> Truth:
    return Truth(
        title=said["title"],
        published_at=_instant(said["published_at"]),
        people=tuple(_person(name, *held) for name, held in said["people"].items()),
        bodies=tuple(said["bodies"]),
        meeting_day=said["meeting_day"],
        hosts=tuple(said["hosts"]),
        groups=tuple(said["groups"]),
        byline=tuple(said["byline"]),
    )


def _person(name: str, offices: list[str], roles: list[str]) -> NamedPerson:
    return NamedPerson(name, tuple(_office(office) for office in offices), tuple(roles))


def _office(text: str) -> HeldOffice:
    """`Chủ tịch|Hội Nông dân xã X|former`"""
    label, body, *former = text.split("|")
    return HeldOffice(label, body or None, bool(former))
