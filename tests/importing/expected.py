"""The six pages of our own, and what a careful reader finds on each."""

import json
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from service.importing.page import Context
from tests.importing.facts import Facts

PAGES = Path(__file__).parents[1] / "pages"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """`province` is what the import's context says of the portal."""

    name: str
    text: str
    province: str | None
    facts: Facts

    @property
    def context(self) -> Context:
        return Context(self.province, HANOI)


def expected_page(name: str) -> ExpectedPage:
    said = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    facts = {fact: (value, certainty) for fact, (value, certainty) in said["facts"].items()}
    text = (PAGES / f"{name}.txt").read_text("utf-8")
    return ExpectedPage(name, text, said["province"], facts)


NAMES = tuple(sorted(path.stem for path in PAGES.glob("*.json")))
