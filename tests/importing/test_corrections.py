"""Notes of correction are kept apart from the text that they correct."""

from datetime import date

import pytest

from service.importing.findings import PageReading
from service.importing.page import Context, read_page
from tests.importing.expected import HANOI

LEDE = (
    "Sáng 19/6, Ủy ban MTTQ huyện Khuôn Sen tổ chức hội nghị sơ kết phong trào làm đường hoa và "
    "giữ sạch nguồn nước của các bản trong huyện."
)
NOTE = "Bản đăng lần đầu ghi bà Phan Thị Tuyền là Chủ tịch, nay sửa là Phó Chủ tịch."


def read(*paragraphs: str) -> PageReading:
    raw = "\n".join(("Khuôn Sen sơ kết phong trào", "20/06/2019 - 07:47", *paragraphs))
    return read_page(raw.encode(), suffix=".txt", context=Context("Sơn Lĩnh", HANOI))


@pytest.mark.parametrize(
    ("before", "on"),
    [
        ("Đính chính:", None),
        ("* Đính chính:", None),
        ("ĐÍNH CHÍNH (21/06/2019):", date(2019, 6, 21)),
        ("Đính chính ngày 21-6-2019:", date(2019, 6, 21)),
        ("Đính chính (ngày 21/6/2019):", date(2019, 6, 21)),
        ("Đính chính (31/02/2019):", None),
    ],
)
def test_a_note_is_read_with_the_day_that_it_prints(before: str, on: date | None) -> None:
    reading = read(LEDE, "Quách Thị Lệ", f"{before} {NOTE}")

    (found,) = reading.corrections
    assert (found.value.on, found.value.note) == (on, NOTE)
    assert found.rule == ("correction-dated" if on else "correction-note")
    assert found.quote in reading.text


def test_a_note_is_no_part_of_the_text_and_hides_no_signature() -> None:
    reading = read(
        f"Đính chính: {NOTE}", LEDE, "Đường sạch.", "Quách Thị Lệ", f"Đính chính: {NOTE}"
    )

    assert reading.lede
    assert reading.lede.value == LEDE
    assert reading.body == ("Đường sạch.",)
    assert [credit.value.credited_name for credit in reading.byline] == ["Quách Thị Lệ"]
    assert reading.people == ()
    assert len(reading.corrections) == 2


def test_a_page_that_is_only_a_correction_keeps_its_text() -> None:
    reading = read(f"Đính chính: {NOTE} Chúng tôi xin lỗi bạn đọc về sự nhầm lẫn này.")

    assert reading.corrections == ()
    assert reading.lede
    assert reading.lede.value.startswith("Đính chính: Bản đăng lần đầu")


def test_a_sentence_that_speaks_of_a_correction_is_text() -> None:
    reading = read(LEDE, "Ban tổ chức đính chính: số hộ tham gia là 320 hộ của mười hai bản.")

    assert reading.corrections == ()
    assert len(reading.body) == 1
