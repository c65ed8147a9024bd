"""Documents are read once, as long as they are in use, whichever way they come."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import orjson
import pytest
from graphql import parse, validate

from schema.execution import documents
from schema.execution.documents import Document, Documents
from tests.graph import Graph

TEXT = "{ articles { totalCount } }"


class Calls(Counter[CodeType]):
    def of(self, function: Callable[..., Any]) -> int:
        return self[function.__code__]


@contextmanager
def _calls() -> Iterator[Calls]:
    """Every call of a function of Python's from here on, whoever makes it."""
    calls = Calls()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            calls[frame.f_code] += 1

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)


@pytest.fixture(scope="module")
def contract() -> Graph:
    """Without an archive."""
    return Graph()


@pytest.fixture
def known(contract: Graph) -> Documents:
    """Nothing is known yet."""
    return Documents(contract._schema._schema)


def _texts(count: int) -> list[str]:
    return [f"{{ a{n}: __typename }}" for n in range(count)]


def _errors(document: Document) -> list[str]:
    return [error.message for error in document.errors]


# --- once, whichever way --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [TEXT, "{ spaceships }", "subscription { articlePublished { cursor } }"]
)
async def test_a_text_is_read_once_whichever_way_it_comes(graph: Graph, text: str) -> None:
    with _calls() as calls:
        for _ in range(2):
            await graph.compiled(text, None, {})
            await graph.run(text, None, {})
            await graph._schema.streams.open(text, None, None, None)

    assert (calls.of(parse), calls.of(validate)) == (1, 1)


async def test_it_makes_no_difference_on_which_way_it_comes_first(graph: Graph) -> None:
    async def opened(text: str) -> object:
        return await graph._schema.streams.open(text, None, None, None)

    async def run(text: str) -> object:
        return await graph.run(text, None, {})

    async def compiled(text: str) -> object:
        return await graph.compiled(text, None, {})

    ways = (opened, run, compiled)
    for number, first in enumerate(ways):
        with _calls() as calls:
            for way in (first, *ways):
                await way(f"{{ a{number}: __typename }}")
        assert (calls.of(parse), calls.of(validate)) == (1, 1)


@pytest.mark.parametrize("text", ["{", "{}", "{ site {} }", f"{{ __typename }}{' ' * 1_000_000}"])
async def test_what_cannot_be_parsed_is_refused_by_each_way_as_a_syntax_error(
    graph: Graph, text: str
) -> None:
    for _ in range(2):
        assert await graph.compiled(text, None, {}) is None
        (told,) = (await graph.run(text, None, {}))["errors"]
        opened = await graph._schema.streams.open(text, None, None, None)
        assert isinstance(opened, list)
        assert [error.formatted for error in opened] == [told]
        assert told["extensions"] == {"code": "GRAPHQL_PARSE_FAILED"}


async def test_an_invalid_document_is_refused_the_same_however_often_it_comes(graph: Graph) -> None:
    text = "{ spaceships { id } article { id } }"
    told = [await graph.run(text, None, {}) for _ in range(3)]
    again = Graph()

    assert told == [await again.run(text, None, {})] * 3
    assert len(told[0]["errors"]) == 2
    assert {error["extensions"]["code"] for error in told[0]["errors"]} == {
        "GRAPHQL_VALIDATION_FAILED"
    }


# --- as long as it is in use ----------------------------------------------------------------


def test_who_has_been_used_longest_ago_goes_first(
    known: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_MOST_DOCUMENTS", 3)
    a, b, c, d = _texts(4)
    first, second, third = known.of(a), known.of(b), known.of(c)
    assert known.of(a) is first  # used again
    fourth = known.of(d)

    assert [known.of(text) for text in (a, c, d)] == [first, third, fourth]
    assert known.of(b) is not second


def test_documents_are_bounded_by_their_size(
    known: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = _texts(10), f"{{ __typename }} # {'x' * 400}"
    before = [known.of(text) for text in small]
    room = sum(each.weight for each in before)
    assert room > known.of(large).weight > 2 * before[0].weight
    monkeypatch.setattr(documents, "_MOST_BYTES", room)

    again = Documents(known._schema)
    before = [again.of(text) for text in small]
    assert [again.of(text) for text in small] == before
    kept = again.of(large)

    assert again.of(large) is kept
    assert again.of(small[9]) is before[9]
    assert again.of(small[0]) is not before[0]


def test_what_is_forgotten_leaves_its_room_to_others(
    known: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = _texts(10)
    monkeypatch.setattr(documents, "_MOST_BYTES", 4 * known.of(texts[0]).weight)
    for _ in range(5):
        for text in texts:
            known.of(text)

    last = [known.of(text) for text in texts[-4:]]
    assert [known.of(text) for text in texts[-4:]] == last


async def test_a_document_takes_more_room_with_each_of_its_plans(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = graph._schema.documents
    text = """query ($a: Boolean!, $b: Boolean!) {
        a: __typename @skip(if: $a) b: __typename @skip(if: $b) }"""
    other, grown = known.of(TEXT), known.of(text)
    monkeypatch.setattr(documents, "_MOST_BYTES", 2 * (other.weight + grown.weight))
    for a in (False, True):
        for b in (False, True):
            await graph.compiled(text, None, {"a": a, "b": b})
    known.of(text)

    assert known.of(TEXT) is not other


async def test_an_operation_keeps_a_bounded_number_of_plans(graph: Graph) -> None:
    names = [f"v{n}" for n in range(7)]
    fields = " ".join(f"{name}: __typename @include(if: ${name})" for name in names)
    text = f"query ({' '.join(f'${name}: Boolean!' for name in names)}) {{ {fields} }}"
    for number in range(2 ** len(names)):
        values = {name: bool(number >> place & 1) for place, name in enumerate(names)}
        shown = {name: "Query" for name in names if values[name]}
        assert await graph.compiled(text, None, values) == orjson.dumps({"data": shown})

    operation = graph._schema.documents.of(text).operation(None)
    assert operation is not None
    assert 0 < len(operation.plans) <= documents._MOST_PLANS


async def test_a_document_too_large_to_be_kept_pushes_out_no_other(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = graph._schema.documents
    small = known.of(TEXT)
    monkeypatch.setattr(documents, "_MOST_BYTES", 2 * small.weight)

    known.of(f"{{ __typename }} # {'x' * 9_000}")

    assert known.of(TEXT) is small


async def test_a_document_too_large_to_be_kept_is_read_once_each_time_that_it_comes(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_MOST_BYTES", 2 * graph._schema.documents.of(TEXT).weight)
    with _calls() as calls:
        await graph.run(f"{{ __typename }} # {'x' * 9_000}", None, {})

    assert (calls.of(parse), calls.of(validate)) == (1, 1)


# --- operations -----------------------------------------------------------------------------


def test_an_operation_is_found_by_its_name_or_alone(known: Documents) -> None:
    one = known.of("query A { __typename }")
    several = known.of("query A { __typename } mutation B { __typename }")
    fragments = known.of("query A { ...F } fragment F on Query { __typename }")

    for document in (one, fragments):
        assert document.operation(None) is document.operation("A") is not None
        assert document.operation("B") is None
    assert several.operation(None) is None
    assert [_name(several, name) for name in ("A", "B", "C", "")] == ["A", "B", None, None]


def _name(document: Document, name: str) -> str | None:
    operation = document.operation(name)
    return operation.name if operation else None


def test_an_invalid_document_has_no_operations(known: Documents) -> None:
    assert known.of("{ spaceships }").operation(None) is None
    assert known.of("{").operation(None) is None


def test_reading_a_document_takes_as_many_steps_as_it_is_long(known: Documents) -> None:
    """However many operations it has: else one of 50 KB holds the process for half a minute."""

    def steps(operations: int) -> int:
        text = " ".join(f"query Q{n} {{ __typename }}" for n in range(operations))
        with _calls() as calls:
            assert known.of(text).errors == []
        return calls.total()

    steps(1)  # whatever is made only once
    assert steps(200) < 2.5 * steps(100)


# --- inputs of one key ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "fragment F on Query { topic(by: {slug: $slug}) { name } } query ($slug: String!) { ...F }",
        "query ($slug: String!) { ...F } fragment F on Query { topic(by: {slug: $slug}) { name } }",
        """fragment F on Query { ...G } fragment G on Query { person(by: {slug: $slug}) { name } }
           query A($slug: String!) { ...F } query B($slug: String!) { ...G }""",
        "fragment F on Query { article(by: $by) { title } } query ($by: ArticleBy!) { ...F }",
    ],
)
def test_an_input_of_one_key_may_stand_in_a_fragment_before_its_operation(
    known: Documents, text: str
) -> None:
    assert _errors(known.of(text)) == []


@pytest.mark.parametrize(
    ("by", "variable", "refusal"),
    [
        ("{}", "$slug: String!", "exactly one field must be specified"),
        ('{slug: $slug, id: "x"}', "$slug: String!", "exactly one field must be specified"),
        ("{slug: null}", "$slug: String!", "must be non-null"),
    ],
)
def test_an_input_of_one_key_takes_exactly_one_that_is_not_null(
    known: Documents, by: str, variable: str, refusal: str
) -> None:
    fragment, operation = (
        f"fragment F on Query {{ topic(by: {by}) {{ name }} }}",
        "{ ...F site { name } }",
    )
    for text in (
        f"{fragment} query ({variable}) {operation}",
        f"query ({variable}) {operation} {fragment}",
    ):
        assert refusal in " ".join(_errors(known.of(text)))
