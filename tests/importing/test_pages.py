"""Whole pages: what a careful reader finds is found, and nothing else."""

import pytest

from service.importing.findings import PageReading
from service.importing.page import read_page
from tests.importing.altered import ALTERATIONS, altered
from tests.importing.expected import NAMES, ExpectedPage, expected_page
from tests.importing.facts import facts_of
from tests.importing.quotes import quotes_of


def read(page: ExpectedPage) -> PageReading:
    return read_page(page.text.encode(), suffix=".txt", context=page.context)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_yields_exactly_its_expected_facts(name: str) -> None:
    page = expected_page(name)

    assert facts_of(read(page)) == page.facts


@pytest.mark.parametrize("name", NAMES)
def test_other_names_places_dates_and_offices_are_found_as_well(name: str) -> None:
    page = altered(expected_page(name), ALTERATIONS[name])

    assert facts_of(read(page)) == page.facts


@pytest.mark.parametrize("name", NAMES)
def test_an_altered_page_keeps_no_word_of_what_was_replaced(name: str) -> None:
    page = altered(expected_page(name), ALTERATIONS[name])

    for replaced in ALTERATIONS[name]:
        assert replaced not in page.text


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_on_the_page(name: str) -> None:
    reading = read(expected_page(name))

    for quote in quotes_of(reading):
        assert quote in reading.text


@pytest.mark.parametrize("name", NAMES)
def test_the_same_page_in_markup_yields_the_same_facts(name: str) -> None:
    page = expected_page(name)
    lines = [line.strip() for line in page.text.splitlines() if line.strip()]
    blocks = "".join(f"<p>{line}</p>" for line in lines)
    markup = f"<html><body><nav>Trang chủ</nav><div>{blocks}</div></body></html>"

    reading = read_page(markup.encode(), suffix=".html", context=page.context)

    assert facts_of(reading) == page.facts


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_encoding_of_the_file_makes_no_difference(name: str, encoding: str) -> None:
    page = expected_page(name)

    reading = read_page(page.text.encode(encoding), suffix=".txt", context=page.context)

    assert facts_of(reading) == page.facts
