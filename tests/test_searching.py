"""What a row is found by, what a search asks for, and where it matched."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import searching
from service.searching import ABBREVIATIONS, Kind, Lexeme, Run, Term
from service.text import nfc, plain_key, tone_key, unmarked

SYLLABLES = """tân tấn tan đồng hòa hoà hoạt họat ủy uỷ ban nhân dân mặt trận tổ quốc đà da ở u ub
    MTTQ UBND HĐND Hdnd hội đồng bch ccbx o'neil 2025""".split()
WORD = st.sampled_from(SYLLABLES) | st.text("aăâeêoơưyàảãáạậýđdbchmntqu'2", min_size=1, max_size=5)
TEXT = st.lists(WORD, min_size=1, max_size=8).map(" ".join) | st.text(max_size=40)
PHRASE = TEXT.map('"{}"'.format)
SEARCH = (
    st.lists(WORD | PHRASE, min_size=1, max_size=3)
    .map(" ".join)
    .filter(lambda search: searching.words(search) and len(tone_key(search).split()) <= 20)
)


class Archive:
    """One row in SQLite, searched as the service's statements do."""

    def __init__(self, text: str, title: str) -> None:
        keys = searching.keys([text])
        self._key = keys["search_key"]
        self._title_key = searching.canonical(title)
        self._database = sqlite3.connect(":memory:")
        tokenizer = "ascii tokenchars '='''"
        self._database.execute(
            f'CREATE VIRTUAL TABLE row USING fts5(words, tokenize = "{tokenizer}")'
        )
        self._database.execute("INSERT INTO row VALUES (?)", (keys["search_words"],))

    def close(self) -> None:
        self._database.close()

    def finds(self, query: searching.Query) -> bool:
        match = "SELECT count(*) FROM row WHERE row MATCH ?"
        (count,) = self._database.execute(match, (searching.fts5(query),)).fetchone()
        required = searching.required_runs(query)
        return bool(count) and all(self._stands(run, self._key) for run in required)

    def level(self, query: searching.Query) -> int:
        if any(self._stands(run, self._title_key) for run in searching.whole_runs(query)):
            return 3
        terms = [
            any(self._stands(run, self._title_key) for run in runs)
            for runs in searching.term_runs(query)
        ]
        return 2 if all(terms) else int(any(terms))

    def _stands(self, run: Run, key: str) -> bool:
        sql = "SELECT ' ' || ? || ' ' GLOB ?"
        (is_there,) = self._database.execute(sql, (key, searching.glob(run))).fetchone()
        return bool(is_there)


def is_found(search: str, text: str) -> bool:
    with closing(Archive(text, "")) as archive:
        return archive.finds(searching.parse(search))


def level(search: str, title: str) -> int:
    return searching.level(searching.parse(search), searching.canonical(title))


def highlights(search: str, *fields: str | None) -> list[str]:
    return searching.highlights(searching.parse(search), fields)


def follows_the_rules(search: str, text: str) -> bool:
    """Whether the row is to be found, by the rules one by one."""
    said = searching.words(text)
    known = {f"={unmarked(word)}" for word in said}
    known |= {word for word in said if word != unmarked(word)}
    known |= {f"={key}" for key, long in ABBREVIATIONS.items() if stand(long.split(), said)}
    return all(_holds(term, said, known) for term in searching.parse(search).terms)


def _holds(term: Term, said: tuple[str, ...], known: set[str]) -> bool:
    if term.kind is Kind.PHRASE:
        return stand(term.words, said)
    wanted = f"={term.key}" if term.key == unmarked(term.key) else term.key
    return wanted in known or (term.is_prefix and any(_begins(wanted, word) for word in known))


def _begins(wanted: str, word: str) -> bool:
    begun = word[: len(wanted)]
    return wanted in (begun, tone_key(begun))


def stand(run: list[str] | tuple[str, ...], said: tuple[str, ...]) -> bool:
    places = range(len(said) - len(run) + 1)
    return any(all(map(_means, run, said[place:])) for place in places)


def _means(asked: str, word: str) -> bool:
    return word == asked or unmarked(word) == asked


def prefixes(search: str) -> Iterator[bool]:
    return (term.is_prefix for term in searching.parse(search).terms)


# --- what a row is found by -----------------------------------------------------------------


def test_a_row_is_found_by_its_words_marked_and_plain_and_by_the_abbreviations_of_them() -> None:
    assert searching.keys(["UBND xã Đồng Tân,", None, "Đống Đa 2025"]) == {
        "search_key": "ủy ban nhân dân xã đồng tân đống đa 2025",
        "search_words": "=2025 =ban =da =dan =dong =nhan =tan =ubnd =uy =xa "
        "dân nhân tân xã đa đống đồng ủy",
    }


@pytest.mark.parametrize("key", ABBREVIATIONS)
def test_an_abbreviation_and_what_it_stands_for_are_found_by_the_same(key: str) -> None:
    expansion = ABBREVIATIONS[key]

    assert len(key) >= 3
    assert key == plain_key(key)
    assert searching.canonical(expansion) == expansion
    assert searching.keys([key.upper()]) == searching.keys([expansion])
    assert is_found(key, expansion)
    assert is_found(f'"{plain_key(expansion)}"', key)
    for beginning in accumulate(key):
        for text in (key.upper(), f"Xã {expansion}"):
            assert is_found(beginning, text)
            assert level(beginning, text) == 3
            assert highlights(beginning, text)


def test_no_text_is_too_long_for_the_databases() -> None:
    words = " ".join(f"ạ{n}ớ" for n in range(120_000))
    assert len(searching.keys([words])["search_words"].encode()) < 2**20 + 120_000
    assert is_found("ạ1ớ", words)
    assert is_found("đ" * 200, "Đ" * 70_000)
    assert not is_found(f"{'đ' * 198} a", "Đ" * 70_000 + " a")


@settings(deadline=None)
@given(TEXT)
def test_the_canonical_words_of_canonical_words_are_themselves(text: str) -> None:
    canonical = searching.canonical(text)
    assert searching.keys([canonical]) == searching.keys([text])


# --- what a search asks for -----------------------------------------------------------------


def test_words_phrases_and_abbreviations_are_told_apart() -> None:
    assert searching.parse('HĐND "Xã  Tân" uỷ “MTTQ xã” tan') == searching.Query(
        key="hđnd xã tân ủy mttq xã tan",
        terms=(
            Term(Kind.ABBREVIATION, "hdnd", ("hội", "đồng", "nhân", "dân")),
            Term(Kind.PHRASE, "xã tân", ("xã", "tân")),
            Term(Kind.WORD, "ủy", ("ủy",)),
            Term(Kind.PHRASE, "mttq xã", ("mặt", "trận", "tổ", "quốc", "xã")),
            Term(Kind.WORD, "tan", ("tan",), is_prefix=True),
        ),
    )


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("xã tân", [False, True]),
        ("xã tân … ", [False, True]),
        ("ubnd", [True]),
        ('xã "tân"', [False, False]),
        ('"xã" tân', [False, True]),
        ('xã "tân', [False, True]),
        ('xã tân"', [False, True]),
        ('tân ""', [True]),
    ],
)
def test_the_last_word_may_be_a_beginning_where_nothing_follows(
    search: str, expected: list[bool]
) -> None:
    assert [*prefixes(search)] == expected


@pytest.mark.parametrize("search", ["", "   ", "… “”", '""', "\u0301", "\ud800", "'", "\0"])
def test_a_search_without_a_word_is_refused(search: str) -> None:
    with pytest.raises(ValueError, match=r"^A search needs at least one word\.$"):
        searching.parse(search)


def test_a_search_has_an_end() -> None:
    assert len(searching.parse("a" * 200).key) == 200
    assert len(searching.parse("ubmttqvn " * 20).terms) == 20
    assert len(searching.parse("." * 5000 + "ở" * 200).key) == 200
    with pytest.raises(ValueError, match=r"^A search has at most 200 characters\.$"):
        searching.parse("a" * 201)
    with pytest.raises(ValueError, match=r"^A search has at most 20 words\.$"):
        searching.parse('"a" ' * 21)


def test_what_a_search_needs_is_said_once_and_quoted_for_each_database() -> None:
    query = searching.parse('"tân xã" o\'neil xã tân')

    assert searching.lexemes(query) == (
        Lexeme(("tân",)),
        Lexeme(("xã",)),
        Lexeme(("=o'neil",)),
        Lexeme(("tân",), is_prefix=True),
    )
    assert searching.fts5(query) == '"tân" AND "xã" AND "=o\'neil" AND "tân" *'
    assert searching.tsquery(query) == "'tân' & 'xã' & '=o''neil' & 'tân':*"


def test_a_beginning_is_looked_for_in_each_of_its_spellings() -> None:
    query = searching.parse("xã hoà")

    assert searching.lexemes(query) == (Lexeme(("xã",)), Lexeme(("hòa", "hoà"), is_prefix=True))
    assert searching.fts5(query) == '"xã" AND ("hòa" * OR "hoà" *)'
    assert searching.tsquery(query) == "'xã' & ('hòa':* | 'hoà':*)"
    assert [*searching.whole_runs(query)] == [
        Run(("xã", "hòa"), is_prefix=True),
        Run(("xã", "hoà"), is_prefix=True),
    ]


def test_only_a_phrase_of_several_words_needs_a_look_at_their_order() -> None:
    query = searching.parse('"xã" "MTTQ" tan "tân ca" ubnd')
    assert searching.required_runs(query) == (
        Run(("mặt", "trận", "tổ", "quốc")),
        Run(("tân", "ca")),
    )


def test_a_pattern_is_marked_words_as_they_are_and_plain_words_with_any_marks() -> None:
    run = Run(("tấn", "da"))
    assert searching.glob(run).startswith("* tấn [dďđ")
    assert searching.regex(Run(("đà", "2x"), is_prefix=True)) == " đà 2[xẋẍ]"
    assert re.search(searching.regex(run), " tấn đá ")
    assert not re.search(searching.regex(run), " tân đá ")


@settings(deadline=None, max_examples=300)
@given(TEXT, SEARCH)
def test_a_row_is_found_by_the_rules(text: str, search: str) -> None:
    assert is_found(search, text) == follows_the_rules(search, text)


@settings(deadline=None)
@given(st.lists(WORD, min_size=1, max_size=8).map(" ".join), st.data())
def test_a_row_is_found_by_each_of_its_words_and_runs(text: str, data: st.DataObject) -> None:
    said = searching.words(text)
    if not said:
        return
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(said) - 1)] * 2)))
    run = [word if data.draw(st.booleans()) else unmarked(word) for word in said[first : last + 1]][
        :20
    ]
    beginning = unmarked(run[-1])[: data.draw(st.integers(1, 9))]

    for search in (run[0], beginning, f'"{" ".join(run)}"', " ".join(reversed(run))):
        assert is_found(search, text)
        assert level(search, text) >= 2
        assert highlights(search, text)


# --- how high a title ranks -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "title", "expected"),
    [
        ("ủy ban xã", "Uỷ ban xã Tân Phú", 3),
        ("uy ban xa t", "Uỷ ban xã Tân Phú", 3),
        ("uy ban xa", "Uỷ ban xãn", 3),
        ("xã ủy ban", "Uỷ ban xã Tân Phú", 2),
        ("uy ban xa phú", "Uỷ ban xã Tân Phú", 2),
        ('"ban xã" tân', "Uỷ ban xã Tân Phú", 3),
        ('"ban tân" xã', "Uỷ ban xã Tân Phú", 1),
        ("UBND xã", "Ủy ban nhân dân xã", 3),
        ("xã ubnd", "xã: ủy ban nhân dân", 3),
        ("xã ubnd", "ủy ban nhân dân xã", 2),
        ("nhân dân", "UBND xã", 3),
        ("xã ccb", "Xã CCBX", 3),
        ("xã ccb khác", "Xã CCBX", 1),
        ("tấn", "Tân Tan", 0),
        ("tan", "Tấn", 3),
        ("ta tân", "Tân", 1),
        ("uy hoà", "Uỷ Hoàng", 3),
        ("toà ủy", "Uỷ toàn", 1),
        ("xã mt", "Xã MTTQ", 3),
        ("mt xã", "MTTQ xã", 1),
        ("tan", "", 0),
    ],
)
def test_a_title_ranks_by_how_much_of_the_search_stands_in_it(
    search: str, title: str, expected: int
) -> None:
    assert level(search, title) == expected


@settings(deadline=None)
@given(TEXT, SEARCH)
def test_the_patterns_rank_as_the_words_do(title: str, search: str) -> None:
    with closing(Archive("", title)) as archive:
        assert archive.level(searching.parse(search)) == level(search, title)


# --- where it matched -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "field", "expected"),
    [
        ("tan", "Xã Tân-Phú", "Xã <mark>Tân</mark>-Phú"),
        ("tan phu", "Xã  Tân -\nPhú!", "Xã <mark>Tân - Phú</mark>!"),
        ("phú tan", "Tân Phú, Tân Ca", "<mark>Tân Phú, Tân</mark> Ca"),
        ("ph", "Tân Phú", "Tân <mark>Phú</mark>"),
        ("uỷ", "“Uỷ ban” ủy", "“<mark>Uỷ</mark> ban” <mark>ủy</mark>"),
        ('"tân phú"', "Tân Phú Tân", "<mark>Tân Phú</mark> Tân"),
        ('"tan ca tan"', "Tân ca tan ca tan.", "<mark>Tân ca tan ca tan</mark>."),
        ("mttq", "Ban Mặt trận Tổ quốc", "Ban <mark>Mặt trận Tổ quốc</mark>"),
        ("MTTQ", "Ủy ban MTTQ: UBMTTQ xã", "Ủy ban <mark>MTTQ: UBMTTQ</mark> xã"),
        ("tran", "UBMTTQ trần", "<mark>UBMTTQ trần</mark>"),
        ('"mặt trận tổ quốc xã"', "MTTQ xã", "<mark>MTTQ xã</mark>"),
        ("a&b <b>", "A&B <b>'", "<mark>A&amp;B &lt;b</mark>&gt;&#x27;"),
        ("hhen", "H’Hen", None),
        ("h'hen", "“H’Hen”", "“<mark>H’Hen</mark>”"),
        ("da", "Ðà", "<mark>Đà</mark>"),
        ("tòa", "Toàn toà, toán", "<mark>Toàn toà</mark>, toán"),
        ("uỳ", "Huỳnh Uỳnh", "Huỳnh <mark>Uỳnh</mark>"),
        ("mt", "UBMTTQ, mt", "<mark>UBMTTQ, mt</mark>"),
        ("u", "Ủy ban nhân dân: UBND", "<mark>Ủy</mark> ban nhân dân: <mark>UBND</mark>"),
        ("tấn", "Tân", None),
        ('"xã tân"', "xã, Tân xã", "<mark>xã, Tân</mark> xã"),
    ],
)
def test_what_matched_is_marked_in_the_page_s_own_words(
    search: str, field: str, expected: str | None
) -> None:
    assert highlights(search, field) == ([expected] if expected else [])


def numbers(first: int, last: int) -> str:
    return " ".join(map(str, range(first, last + 1)))


X = "<mark>x</mark>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"« {numbers(1, 29)} x »", f"« {numbers(1, 29)} {X} »"),
        (f"«{numbers(1, 30)} x»", f"…{numbers(23, 30)} {X}»"),
        (f"«x» {numbers(1, 30)}.", f"«{X}» {numbers(1, 29)}…"),
        (f"{numbers(1, 9)}, x; {numbers(1, 30)}", f"…{numbers(2, 9)}, {X}; {numbers(1, 21)}…"),
        (f"{numbers(1, 30)} x {numbers(1, 21)}.", f"…{numbers(23, 30)} {X} {numbers(1, 21)}."),
        (f"x {numbers(1, 28)} x x", f"{X} {numbers(1, 28)} {X}…"),
    ],
)
def test_of_a_long_field_thirty_words_are_shown(text: str, expected: str) -> None:
    assert highlights("x", text) == [expected]


def test_the_first_three_fields_that_match_are_shown() -> None:
    fields = ["a", "x 1", None, "", *searching.paragraphs("x 2\n\nb\n \nx 3\n\nx 4")]
    assert highlights("x", *fields) == [f"<mark>x</mark> {n}" for n in (1, 2, 3)]


@settings(deadline=None)
@given(TEXT | st.lists(WORD | st.sampled_from("<&\">'"), min_size=25).map(" ".join), SEARCH)
def test_a_highlight_is_the_field_s_own_text_with_marks_and_no_other_html(
    field: str, search: str
) -> None:
    for fragment in highlights(search, field):
        bare = re.sub(r"</?mark>", "", fragment)
        assert fragment.count("<mark>") == fragment.count("</mark>") > 0
        assert not re.search(r"[<>\"']", bare)
        own = " ".join(nfc(field).split())
        assert unescape(bare).removeprefix("…").removesuffix("…") in own
