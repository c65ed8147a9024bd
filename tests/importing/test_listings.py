"""Lists of articles are refused; short articles among furniture, dates and lists are read."""

import pytest

from service.importing.page import Context, PageRefused, read_page
from service.importing.refusal import RefusalCode
from tests.importing.expected import HANOI

TITLES = (
    "Đồi Mây dọn đường hoa vào xã",
    "Ra mắt tổ hòa giải của bản Nà Lạc",
    "Trao giống cây cho các hộ trồng rừng",
    "Chuyện giữ nghề dệt ở bản Luông",
    "Lớp học đêm của các già làng",
)
TEXTS = tuple(
    f"Sáng {day}/5, bà con các bản của xã Đồi Mây {what}, để đường vào xã sạch đẹp và mùa gặt tới "
    "thêm vui."
    for day, what in enumerate(
        ("dọn cỏ ven đường", "lập tổ hòa giải", "nhận giống cây", "dệt vải", "mở lớp học"), 11
    )
)
DATES = ("15/05/2022", "14/05/2022", "13/05/2022", "12/05/2022", "11/05/2022")
PAGER = "Tổng số: 431 | Trang: 1 trên tổng số 44 trang"
ENTRIES = list(zip(TITLES, DATES, TEXTS, strict=True))


def page(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def read(raw: bytes, suffix: str = ".txt") -> tuple[str, ...]:
    reading = read_page(raw, suffix=suffix, context=Context("Sơn Lĩnh", HANOI))
    assert reading.lede
    return (reading.lede.value, *reading.body)


@pytest.mark.parametrize(
    "raw",
    [
        page("Tin tức", *(line for t, d, _ in ENTRIES for line in (t, d))),
        page("Tin tức", *(line for t, d, s in ENTRIES for line in (t, d, s))),
        page("Tin tức", *(line for t, d, s in ENTRIES for line in (d, t, s))),
        page("Tin tức", *(line for t, d, s in ENTRIES for line in (t, f"({d}) - {s}"))),
        page("Tin tức", *(line for t, _, s in ENTRIES for line in (t, s)), PAGER),
        page("Tin tức", *(line for t, _, s in ENTRIES for line in (t, f"{s[:-1]}..."))),
        page("Tin tức", *(line for t, _, s in ENTRIES for line in (t, s, "Xem tiếp"))),
        page("Tin tức", *(line for t, _, s in ENTRIES for line in (t, f"{s} Đọc tiếp »"))),
        page("Tin tức", *(line for t, _, s in ENTRIES for line in (t, "3 ngày trước", s))),
        page("Tin tức", *(line for t, d, s in ENTRIES[:2] for line in (t, d, s)), "Trang 1/2"),
    ],
)
def test_headlines_and_teasers_in_turn_are_a_listing(raw: bytes) -> None:
    with pytest.raises(PageRefused) as refused:
        read(raw)

    assert refused.value.code is RefusalCode.LISTING


def test_teasers_in_markup_are_a_listing() -> None:
    items = "".join(f"<li><h3>{t}</h3><p>{s}</p><a>Chi tiết</a></li>" for t, _, s in ENTRIES)

    with pytest.raises(PageRefused):
        read(f"<html><body><h1>Tin</h1><ul>{items}</ul></body></html>".encode(), ".html")


@pytest.mark.parametrize(
    "raw",
    [
        page(TITLES[0], TEXTS[0]),
        page(TITLES[0], DATES[0], TEXTS[0], PAGER),
        page("Thứ Hai, 03/08/2026 10:22", f"Ngày đăng: {DATES[1]}", TITLES[0], DATES[0], TEXTS[0]),
        page(TITLES[0], DATES[0], TEXTS[0], "Xem thêm", "Chi tiết"),
        page(TITLES[0], DATES[0], TEXTS[0], *(f"{t} ({d})" for t, d, _ in ENTRIES[1:])),
        page(TITLES[0], DATES[0], TEXTS[0], "Tin khác", *(t for t, _, _ in ENTRIES[1:])),
    ],
)
def test_a_short_article_is_read_without_what_stands_round_it(raw: bytes) -> None:
    assert read(raw) == (TEXTS[0],)


def test_days_between_paragraphs_make_no_listing() -> None:
    parts = [line for d, s in zip(DATES, TEXTS, strict=True) for line in (d, s)]

    assert len(read(page("Các mốc của mùa gặt", "16/05/2022 - 08:00", *parts))) == len(TEXTS)


def test_photos_between_paragraphs_make_no_listing() -> None:
    shown = ("Ông Hà Văn Sĩ phát biểu", "Các già làng trao cây giống", "Quang cảnh lớp học")
    parts = [line for c, s in zip(shown, TEXTS[1:], strict=False) for line in (c, s)]

    assert len(read(page(TITLES[0], DATES[0], TEXTS[0], *parts, PAGER))) == 1 + len(shown)
