"""`python -m tests.importing.table`: expected, found, flagged and missed values of each page."""

import sys

from service.importing.page import read_page
from tests.importing.expected import NAMES, ExpectedPage, expected_page
from tests.importing.facts import facts_of

_ROW = "{:<28}{:>10}{:>8}{:>10}{:>9}"


def row(page: ExpectedPage) -> tuple[str, int, int, int, int]:
    """Found: the value and its certainty are as expected. Flagged: of those, what is for review."""
    facts = facts_of(read_page(page.text.encode(), suffix=".txt", context=page.context))
    found = [name for name, value in page.facts.items() if facts.get(name) == value]
    flagged = [name for name in found if page.facts[name][1] != "CERTAIN"]
    return page.name, len(page.facts), len(found), len(flagged), len(page.facts) - len(found)


def main() -> None:
    lines = [_ROW.format("page", "expected", "found", "flagged", "missed")]
    lines += [_ROW.format(*row(expected_page(name))) for name in NAMES]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
