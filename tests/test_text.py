"""The keys by which Vietnamese text is compared, ordered and addressed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text import beginnings, has_ended, nfc, plain_key, slug, sort_key, spelling, tone_key

LETTERS = st.text(alphabet="aăâeêioôơuưyàảãáạầậờợýỷdđghnqtHĐÂƯỘ '-.2\u00a0\u0300\u0301\u0323")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("uỷ", "ủy"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("họat", "hoạt"),
        ("qúy", "quý"),
        ("gìa", "già"),
        ("HÒA BÌNH", "hoà bình"),
        ("To\u0302\u0309 dân phố", "Tổ  dân\u00a0phố"),
        ("Ðà Bắc", "Đà Bắc"),
    ],
)
def test_two_spellings_of_a_word_have_one_tone_key(one: str, other: str) -> None:
    assert tone_key(one) == tone_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tân", "Tấn"), ("Da", "Đa"), ("mưa", "mua"), ("hòa", "hoa"), ("Thu Hà", "Thu Hồng")],
)
def test_different_words_keep_different_tone_keys(one: str, other: str) -> None:
    assert tone_key(one) != tone_key(other)


def test_the_words_of_a_text_are_the_words_of_its_key() -> None:
    assert tone_key(" Ủy ban\tnhân dân – xã (Yên Thạch), H’Hen ") == (
        "ủy ban nhân dân xã yên thạch h'hen"
    )


def test_the_plain_key_has_no_marks_at_all() -> None:
    assert plain_key("Đặng Thuý Ưng") == "dang thuy ung"


@settings(deadline=None)
@given(LETTERS)
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert tone_key(tone_key(text)) == tone_key(text)
    assert plain_key(tone_key(text)) == plain_key(text)


@settings(deadline=None)
@given(st.text())
def test_any_text_has_keys_and_the_sort_key_is_ascii(text: str) -> None:
    tone_key(text), plain_key(text), slug(text)
    assert sort_key(text).isascii()
    assert "\0" not in sort_key(text)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("hòa", ("hòa", "hoà")),
        ("kế họa", ("kế họa", "kế hoạ")),
        ("hòa hùy", ("hòa hùy", "hòa huỳ")),
        ("toái", ("toái", "toaí")),
        ("hoàn", ("hoàn",)),
        ("quà", ("quà",)),
        ("gì", ("gì",)),
        ("thuyề", ("thuyề",)),
        ("hòa bình", ("hòa bình",)),
        ("hoa", ("hoa",)),
        ("hòa2", ("hòa2",)),
        ("", ("",)),
    ],
)
def test_a_tone_stands_elsewhere_where_a_word_goes_on(key: str, expected: tuple[str, ...]) -> None:
    assert beginnings(key) == expected


@pytest.mark.parametrize("word", "hoàng hoạch huỳnh toàn thoáng khuỷu hòa thúy gìn quýt".split())
def test_a_word_begins_with_each_of_its_beginnings(word: str) -> None:
    for end in range(1, len(word) + 1):
        assert tone_key(word).startswith(beginnings(tone_key(word[:end])))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("H ", "Hà!", "Hà_", "“Hà”", "Hà '", "Hà ’", " ", "…", "'")),
        *((text, False) for text in ("", "H", " 24", "d'", "d’", "Hà\u200b", "\ufeff", "á")),
    ],
)
def test_a_word_has_ended_where_a_letter_would_begin_another(text: str, expected: bool) -> None:
    assert has_ended(text) is expected


def test_storing_text_drops_what_cannot_be_seen() -> None:
    assert nfc("Ðo\u0323\u0302i\u200b\u00a0múa\ufeff") == "Đội múa"


def test_spelling_moves_the_tone_and_keeps_the_case() -> None:
    assert spelling("Uỷ ban THUỶ LỢI, hoà") == "Ủy ban THỦY LỢI, hòa"


def test_names_stand_in_vietnamese_alphabetical_order() -> None:
    ordered = [
        "2 Bà",
        "An",
        "An Bình",
        "Anh",
        "Ăn",
        "Ân",
        "ba",
        "bà",
        "bả",
        "bã",
        "bá",
        "bạ",
        "Bình An",
        "Dung",
        "Đa",
        "em",
        "Êm",
        "hoà",
        "Hoà",
        "hoá",
        "hòa bình",
        "Ong",
        "Ông",
        "Ơn",
        "Ung",
        "Ưng",
        "Zơ",
    ]
    assert sorted(set(ordered), key=sort_key) == ordered


def test_tones_decide_only_where_the_letters_are_equal() -> None:
    assert sort_key("bạ an") < sort_key("ba ân") < sort_key("bạ ân")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Đại hội – lần thứ X", "dai-hoi-lan-thu-x"), ("Ủy ban, xã Ưng", "uy-ban-xa-ung"), ("—", "")],
)
def test_a_slug_is_plain_words_with_hyphens(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_slug_ends_with_a_whole_word_within_its_limit() -> None:
    assert slug("mot hai ba bon", limit=9) == "mot-hai"
