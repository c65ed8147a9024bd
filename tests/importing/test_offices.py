"""Which offices belong to whom: verbs, abbreviations, lists, and where a place ends."""

import pytest

from service.vocabulary import Certainty
from tests.importing.test_people import offices, read

FRONT = "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Khuôn Sen"


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        (
            "Bà Vi Thị Tơ, PCT Hội Nông dân huyện nói.",
            "Phó Chủ tịch / Hội Nông dân huyện Khuôn Sen",
        ),
        ("Bà Vi Thị Tơ - BT Huyện ủy nói.", "Bí thư / Huyện ủy Khuôn Sen"),
        (
            "Bà Vi Thị Tơ, Phó Bí thư TT Huyện ủy nói.",
            "Phó Bí thư Thường trực / Huyện ủy Khuôn Sen",
        ),
        (
            "Bà Vi Thị Tơ, Ủy viên Ban Chấp hành Đảng bộ huyện nói.",
            "Ủy viên / Huyện ủy Khuôn Sen",
        ),
        (
            "Bà Vi Thị Tơ, Chủ tịch Ủy ban bầu cử huyện nói.",
            "Chủ tịch / Ủy ban bầu cử huyện Khuôn Sen",
        ),
        (
            "Bà Vi Thị Tơ, Chủ nhiệm Đoàn Luật sư tỉnh nói.",
            "Chủ nhiệm / Đoàn Luật sư tỉnh Sơn Lĩnh",
        ),
        (
            "Bà Vi Thị Tơ, Chủ tịch Ủy ban nhân dân (UBND) huyện nói.",
            "Chủ tịch / Ủy ban nhân dân huyện Khuôn Sen",
        ),
        ("Bà Vi Thị Tơ được hiệp thương cử giữ chức Chủ tịch UBMTTQ huyện.", f"Chủ tịch / {FRONT}"),
    ],
)
def test_each_form_gives_its_office(sentence: str, held: str) -> None:
    assert offices(read(sentence)) == [("Vi Thị Tơ", [held])]


def test_an_office_taken_up_follows_the_one_held() -> None:
    reading = read(
        "Hội nghị cử bà Vi Thị Tơ, Trưởng phòng Tư pháp huyện giữ chức Chủ tịch UBMTTQ huyện."
    )

    assert offices(reading) == [
        (
            "Vi Thị Tơ",
            ["Trưởng phòng / Phòng Tư pháp huyện Khuôn Sen", f"Chủ tịch / {FRONT}"],
        )
    ]
    assert not any(found.value.former for found in reading.people[0].positions)


def test_an_office_laid_down_may_stand_before_its_holder() -> None:
    reading = read("Hội nghị cho thôi giữ chức Chủ tịch UBMTTQ huyện đối với bà Vi Thị Tơ.")

    assert offices(reading) == [("Vi Thị Tơ", [f"Chủ tịch / {FRONT}"])]
    assert reading.people[0].positions[0].value.former


def test_an_honorific_ends_a_shared_office_where_the_first_has_none() -> None:
    reading = read(
        "Dự có các đại biểu HĐND tỉnh: Hà Văn Sĩ, Giám đốc Sở Tư pháp; bà Vi Thị Tơ, Bí thư "
        "Huyện ủy."
    )

    assert [[found.value.label for found in p.positions] for p in reading.people] == [
        ["Đại biểu", "Giám đốc"],
        ["Bí thư"],
    ]


def test_an_office_after_a_name_that_has_one_in_front_is_for_review() -> None:
    reading = read("Bí thư Huyện ủy Hà Văn Sĩ, Chủ tịch UBND xã Đồi Mây và bà con cùng dự.")

    assert [found.certainty for found in reading.people[0].positions] == [
        Certainty.CERTAIN,
        Certainty.NEEDS_REVIEW,
    ]


def test_whose_middle_name_is_thi_has_a_family_name_before_it() -> None:
    reading = read("Bí thư Huyện ủy Sô Thị Ánh Hồng và bà Tôn Nữ Thị Hoài Mai đến sớm.")

    assert [p.name for p in reading.people] == ["Sô Thị Ánh Hồng", "Tôn Nữ Thị Hoài Mai"]


@pytest.mark.parametrize(
    ("sentence", "name", "held"),
    [
        (
            "Dự có Chủ tịch Hội LHPN huyện Vũ Minh; các già làng.",
            "Vũ Minh",
            "Chủ tịch / Hội Liên hiệp Phụ nữ huyện Khuôn Sen",
        ),
        (
            "Dự có Phó Bí thư Tỉnh ủy Trương Hoàng Đăng Sơn; các già làng.",
            "Trương Hoàng Đăng Sơn",
            "Phó Bí thư / Tỉnh ủy Sơn Lĩnh",
        ),
    ],
)
def test_a_unit_that_the_page_names_elsewhere_leaves_the_words_after_it_to_a_person(
    sentence: str, name: str, held: str
) -> None:
    assert offices(read(sentence)) == [(name, [held])]


def test_an_office_said_twice_makes_no_place_of_its_holder() -> None:
    reading = read(
        "Dự có Chủ tịch HĐND huyện Hoàng A Lử; các già làng.",
        "Phát biểu tại hội nghị, Chủ tịch HĐND huyện Hoàng A Lử khen các bản.",
    )

    assert offices(reading) == [("Hoàng A Lử", ["Chủ tịch / Hội đồng nhân dân huyện Khuôn Sen"])]


def test_a_name_in_a_list_is_known_where_it_follows_its_office_later() -> None:
    reading = read(
        "Các đồng chí: Xoòng Quẩy Hóa - Phó Bí thư Huyện ủy, Hà Văn Sĩ - Chủ tịch UBND huyện dự.",
        "Phó Bí thư Huyện ủy Xoòng Quẩy Hóa dặn dò các bản.",
    )

    assert offices(reading)[0] == ("Xoòng Quẩy Hóa", ["Phó Bí thư / Huyện ủy Khuôn Sen"])
    assert len(reading.people) == 2


def test_more_than_four_capitals_after_a_unit_are_no_certain_place() -> None:
    reading = read("Ông Hà Văn Sĩ, Chủ tịch UBND xã Vọng Khê Xoòng Sa Roi nói.")

    assert reading.people[0].positions[0].certainty is Certainty.NEEDS_REVIEW
