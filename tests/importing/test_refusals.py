"""What is no page of text is refused with a code and a sentence; nothing else is ever raised."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.importing.page import Context, PageRefused, read_page
from service.importing.refusal import RefusalCode
from tests.importing.expected import HANOI, NAMES, expected_page
from tests.importing.quotes import quotes_of

CONTEXT = Context("Sơn Lĩnh", HANOI)

TEASER = (
    "{day}/05/2022\nXã Đồi Mây dọn đường hoa lần thứ {day}\n"
    "Sáng nay bà con các bản cùng nhau dọn cỏ, trồng thêm hoa hai bên đường vào xã để đón khách "
    "về dự ngày hội mùa gặt sắp tới.\nXem tiếp\n"
)
LISTING = "Tin trong xã\n" + "".join(TEASER.format(day=day) for day in range(10, 16))
PAGER = "Tin tức\nXã Đồi Mây dọn đường\nĐồi Mây vào vụ\nTổng số: 40 | Trang: 1 trên 4 trang"
MENU = "Giới thiệu\nTổ chức bộ máy\nĐường dây nóng: 0000"


def refusal(raw: bytes, suffix: str = ".txt") -> PageRefused:
    with pytest.raises(PageRefused) as refused:
        read_page(raw, suffix=suffix, context=CONTEXT)
    return refused.value


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", RefusalCode.EMPTY),
        (b" \n\t\r\n ", RefusalCode.EMPTY),
        ("\ufeff\u00a0\u200b\n\u00a0".encode(), RefusalCode.EMPTY),
        (b"%PDF-1.4\x00\x01\x02" * 40, RefusalCode.BINARY),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", RefusalCode.BINARY),
        (bytes(range(1, 9)) * 50, RefusalCode.BINARY),
        (bytes(range(128, 256)) * 20, RefusalCode.UNDECODABLE),
        ("Sáng".encode("utf-16") + b"\x00", RefusalCode.UNDECODABLE),
        (LISTING.encode(), RefusalCode.LISTING),
        (PAGER.encode(), RefusalCode.LISTING),
        (MENU.encode(), RefusalCode.NO_TEXT),
        ("Chỉ có một tiêu đề".encode(), RefusalCode.NO_TEXT),
    ],
)
def test_what_is_no_article_is_refused_by_its_code(raw: bytes, code: RefusalCode) -> None:
    assert refusal(raw).code is code


def test_a_refusal_is_a_sentence_for_a_person() -> None:
    assert refusal(LISTING.encode()).reason == "The page is a list of articles, not an article."


def test_markup_without_text_is_refused() -> None:
    raw = b"<html><body><nav>menu</nav><script>var a = 1</script></body></html>"

    assert refusal(raw, ".html").code is RefusalCode.EMPTY


def test_the_old_vietnamese_code_page_is_read() -> None:
    page = expected_page(NAMES[0])
    raw = (
        "Nông dân Đồi Mây họp\nSáng 5/3/2020, Hội Nông dân xã Ðồi Mây tổ chức hội nghị tổng kết "
        "công tác hội và phong trào nông dân của cả năm vừa qua.\n"
    )
    combining = raw.translate({ord("ị"): "i\u0323", ord("ộ"): "ô\u0323", ord("ổ"): "ô\u0309"})
    combining = combining.translate({ord("ồ"): "ô\u0300", ord("ọ"): "o\u0323"})

    encoded = combining.replace("ế", "ê\u0301").replace("Ð", "Đ").encode("cp1258", "ignore")
    reading = read_page(encoded, suffix=".txt", context=page.context)

    assert reading.title.value == "Nông dân Đồi Mây họp"


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_refusal(raw: bytes) -> None:
    for suffix in (".txt", ".html"):
        with suppress(PageRefused):
            read_page(raw, suffix=suffix, context=CONTEXT)


WORDS = """Sáng chiều 23/6 31/2 ngày 29/2 tháng năm 2020 tổ chức hội nghị đồng chí ông các
    Lê Ngọc Tân Phó Chủ tịch Trưởng Ban Dân vận Bí thư UBND MTTQ tỉnh huyện xã Lâm , ; . :
    - ( ) và kiêm nguyên chủ trì phát biểu Dự có sẽ vào 25 giờ 99 số 0/0 từ đến GMT+99 Ảnh: Theo Tin
    Hội Sở của"""


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS.split(" ")), min_size=20, max_size=120), st.text(max_size=20))
def test_every_quote_of_any_page_stands_on_it(words: list[str], rest: str) -> None:
    half = len(words) // 2
    lines = ["Tiêu đề của bài", " ".join(words[:half]), rest, " ".join(words[half:])]

    with suppress(PageRefused):
        reading = read_page("\n".join(lines).encode(), suffix=".txt", context=CONTEXT)
        assert all(quote in reading.text for quote in quotes_of(reading))


@pytest.mark.parametrize(
    "piece", ["Lê ", "các đồng chí ", "ngày 1/1, ", "tổ chức ", "(Lê ", "và Ban "]
)
def test_a_long_row_of_one_piece_is_read_to_its_end(piece: str) -> None:
    text = "Tiêu đề\n" + piece * 3000 + "hết."

    reading = read_page(text.encode(), suffix=".txt", context=CONTEXT)

    assert reading.text.endswith("hết.")
