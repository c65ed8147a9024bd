"""What the README shows is what happens."""

import json
import re
from pathlib import Path

from service import demo, sample
from service.records import load
from service.records.lines import Line
from service.records.load import Report
from tests import rows
from tests.graph import Graph
from tests.importing import measure, table
from tests.importing.expected import NAMES, expected_page
from tests.test_explorer import EXAMPLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


async def test_the_query_gives_the_answer_that_is_shown(graph: Graph, tmp_path: Path) -> None:
    async for _ in demo.fill(tmp_path, 431):
        pass
    query, (answer,) = _blocks("graphql")[0], _blocks("json")

    assert await graph.data(query) == json.loads(answer)


def test_every_example_of_the_explorer_is_shown_as_it_is() -> None:
    assert sorted(_blocks("graphql")) == sorted(example.read_text() for example in EXAMPLES)


async def test_the_records_that_are_shown_are_taken_in(graph: Graph) -> None:
    (block,) = _blocks("jsonl")
    shown = [Line(n, line.encode()) for n, line in enumerate(block.splitlines(), 1)]
    report = Report()
    bad = [line async for some in load.load(shown, rows.ZONE, report) for line in some]

    assert (bad, report.filed) == ([], 7)


def test_ci_runs_exactly_the_test_command() -> None:
    _, test = _blocks("sh")
    assert test in (ROOT / ".ci" / "run").read_text()


def test_the_table_of_pages_is_current() -> None:
    for name in NAMES:
        shown = re.search(rf"^{name} .*$", README, re.MULTILINE)
        assert shown is not None
        assert shown[0].split() == [str(value) for value in table.row(expected_page(name))]


def test_the_measure_of_the_sample_is_current() -> None:
    tallies, _ = measure.measured(sample.pages(431))
    measured = {tally.row(name) for name, tally in tallies.items()}
    shown = set(re.findall(r"^[a-z].* [01]\.\d{3}$", README, re.MULTILINE))

    assert len(shown) == 9
    assert shown <= measured


def test_every_command_and_setting_is_listed() -> None:
    for word in ("demo", "serve", "import", "export", "token", "migrate", "schema"):
        assert f"| `tinbai {word}" in README
    for word in ("DATABASE_URL", "SITE_NAME", "TIME_ZONE", "HOST", "PORT"):
        assert f"`TINBAI_{word}`" in README
