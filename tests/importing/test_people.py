"""People and offices in every form of the grammar, each in one sentence of a small page."""

import pytest

from service.importing.findings import PageReading
from service.importing.page import Context, read_page
from service.vocabulary import Certainty, MeetingRole
from tests.importing.expected import HANOI

LEDE = (
    "Sáng 19/6, Ủy ban MTTQ huyện Khuôn Sen tổ chức hội nghị sơ kết phong trào làm đường hoa và "
    "giữ sạch nguồn nước của các bản trong huyện."
)


def read(*paragraphs: str, province: str | None = "Sơn Lĩnh") -> PageReading:
    raw = "\n".join(("Khuôn Sen sơ kết phong trào", "20/06/2019 - 07:47", LEDE, *paragraphs))
    return read_page(raw.encode(), suffix=".txt", context=Context(province, HANOI))


def offices(reading: PageReading) -> list[tuple[str, list[str]]]:
    return [
        (
            person.name,
            [
                f"{found.value.label} / {found.value.body.name if found.value.body else None}"
                for found in person.positions
            ],
        )
        for person in reading.people
    ]


@pytest.mark.parametrize(
    ("sentence", "name", "held"),
    [
        (
            "Chủ tịch UBND xã Đồi Mây Lê Thị Nhài báo cáo.",
            "Lê Thị Nhài",
            ["Chủ tịch / Ủy ban nhân dân xã Đồi Mây"],
        ),
        (
            "Chủ tịch UBND xã Hồng Thái Nông Văn Mậu báo cáo.",
            "Nông Văn Mậu",
            ["Chủ tịch / Ủy ban nhân dân xã Hồng Thái"],
        ),
        (
            "Phó Chủ tịch UBND tỉnh Hà Thị Quyến dự.",
            "Hà Thị Quyến",
            ["Phó Chủ tịch / Ủy ban nhân dân tỉnh Sơn Lĩnh"],
        ),
        (
            "Ông Giàng A Sử - Bí thư Chi bộ bản Nà Lạc nói.",
            "Giàng A Sử",
            ["Bí thư / Chi bộ bản Nà Lạc"],
        ),
        (
            "Bà Âu Thị Vy (Chủ tịch Hội LHPN huyện) nói.",
            "Âu Thị Vy",
            ["Chủ tịch / Hội Liên hiệp Phụ nữ huyện Khuôn Sen"],
        ),
        (
            "Đồng chí Bùi Tá Lương, Phó Bí thư, Chủ tịch UBND huyện nói.",
            "Bùi Tá Lương",
            ["Phó Bí thư / Huyện ủy Khuôn Sen", "Chủ tịch / Ủy ban nhân dân huyện Khuôn Sen"],
        ),
        (
            "Đồng chí Bùi Tá Lương, TUV, Bí thư Huyện ủy nói.",
            "Bùi Tá Lương",
            ["Tỉnh ủy viên / Tỉnh ủy Sơn Lĩnh", "Bí thư / Huyện ủy Khuôn Sen"],
        ),
        (
            "Đồng chí Bùi Tá Lương, Trưởng Ban Dân vận Huyện ủy kiêm Chủ tịch UBMTTQ huyện nói.",
            "Bùi Tá Lương",
            [
                "Trưởng Ban / Ban Dân vận Huyện ủy Khuôn Sen",
                "Chủ tịch / Ủy ban Mặt trận Tổ quốc Việt Nam huyện Khuôn Sen",
            ],
        ),
        (
            "Bà Vi Thị Tơ, Phó Chủ tịch - Tổng Thư ký Ủy ban MTTQ tỉnh nói.",
            "Vi Thị Tơ",
            ["Phó Chủ tịch - Tổng Thư ký / Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Lĩnh"],
        ),
        (
            "Bà Vi Thị Tơ, Phó Chủ tịch Hội Nông dân Việt Nam nói.",
            "Vi Thị Tơ",
            ["Phó Chủ tịch / Hội Nông dân Việt Nam"],
        ),
        (
            "Chánh Văn phòng HĐND huyện NGUYỄN THỊ LÀI nói.",
            "Nguyễn Thị Lài",
            ["Chánh Văn phòng / Văn phòng Hội đồng nhân dân huyện Khuôn Sen"],
        ),
        (
            "Phó Trưởng phòng Lao động - Thương binh và Xã hội huyện Tô Văn Bảy nói.",
            "Tô Văn Bảy",
            ["Phó Trưởng phòng / Phòng Lao động - Thương binh và Xã hội huyện Khuôn Sen"],
        ),
        (
            "Chị H'Ngân Byă, Chi hội trưởng Chi hội Phụ nữ buôn Ea Kly nói.",
            "H'Ngân Byă",
            ["Chi hội trưởng / Chi hội Phụ nữ buôn Ea Kly"],
        ),
    ],
)
def test_each_form_names_the_person_and_the_office(
    sentence: str, name: str, held: list[str]
) -> None:
    assert offices(read(sentence)) == [(name, held)]


def test_a_former_office_is_marked_and_one_laid_down_too() -> None:
    reading = read(
        "Bà Vi Thị Tơ, nguyên Chủ tịch HĐND huyện, và ông Bùi Tá Lương thôi giữ chức Phó Chủ tịch "
        "UBND huyện cùng được tặng hoa."
    )

    assert [p.positions[0].value.former for p in reading.people] == [True, True]


def test_a_distributive_head_gives_each_the_office_but_not_who_has_an_own_one() -> None:
    reading = read(
        "Dự hội nghị có các đồng chí Phó Chủ tịch UBND huyện: Hà Văn Sĩ, Lò Thị Ban; bà Vi Thị Tơ, "
        "Chủ tịch Hội Nông dân huyện."
    )

    assert offices(reading) == [
        ("Hà Văn Sĩ", ["Phó Chủ tịch / Ủy ban nhân dân huyện Khuôn Sen"]),
        ("Lò Thị Ban", ["Phó Chủ tịch / Ủy ban nhân dân huyện Khuôn Sen"]),
        ("Vi Thị Tơ", ["Chủ tịch / Hội Nông dân huyện Khuôn Sen"]),
    ]


def test_a_distributive_head_is_shared_by_all_where_the_first_has_an_own_office_too() -> None:
    reading = read(
        "Dự có các đại biểu HĐND tỉnh: Ông Hà Văn Sĩ, Phó Chủ tịch HĐND tỉnh; bà Vi Thị Tơ, "
        "Giám đốc Sở Tư pháp."
    )

    assert [[found.value.label for found in p.positions] for p in reading.people] == [
        ["Đại biểu", "Phó Chủ tịch"],
        ["Đại biểu", "Giám đốc"],
    ]


def test_an_office_from_which_the_page_relieves_someone_is_former() -> None:
    reading = read("Ông Hà Văn Sĩ, Chủ tịch UBND huyện được miễn nhiệm để nghỉ hưu.")

    assert reading.people[0].positions[0].value.former


def test_a_short_form_is_the_one_person_whose_name_ends_so() -> None:
    reading = read("Ông Bùi Tá Lương đến sớm.", "Phát biểu tại hội nghị, ông Lương khen các bản.")

    assert [(p.name, p.roles) for p in reading.people] == [("Bùi Tá Lương", (MeetingRole.SPEAKER,))]


def test_names_that_differ_in_one_tone_stay_two_people() -> None:
    reading = read("Ông Lê Ngọc Tân và ông Lê Ngọc Tấn đến sớm.")

    assert [p.name for p in reading.people] == ["Lê Ngọc Tân", "Lê Ngọc Tấn"]


def test_a_run_of_capitals_is_only_for_review_and_places_are_no_people() -> None:
    reading = read(
        "Về sau Phùng Quý Đôn ghé lại. Đường Trần Phú qua xã Lâm Thao, tỉnh Hà Giang và thành phố "
        "Hồ Chí Minh; Chủ tịch Hồ Chí Minh dạy phải đoàn kết."
    )

    assert [(p.name, p.rule, p.certainty) for p in reading.people] == [
        ("Phùng Quý Đôn", "capital-run", Certainty.NEEDS_REVIEW)
    ]


def test_chairs_speakers_and_attendees_are_told_apart() -> None:
    reading = read(
        "Đồng chí Bùi Tá Lương và đồng chí Lò Thị Ban đồng chủ trì hội nghị.",
        "Tham dự hội nghị có bà Vi Thị Tơ; ông Hà Văn Sĩ và hơn 40 hội viên.",
        "Kết luận hội nghị, đồng chí Lò Thị Ban dặn dò các bản.",
    )

    assert [p.roles for p in reading.people] == [
        (MeetingRole.CHAIR,),
        (MeetingRole.CHAIR, MeetingRole.SPEAKER),
        (MeetingRole.ATTENDEE,),
        (MeetingRole.ATTENDEE,),
    ]
    assert reading.meeting
    assert [group.value.credited_name for group in reading.meeting.groups] == ["hơn 40 hội viên"]


def test_without_a_context_the_province_is_not_guessed() -> None:
    reading = read("Phó Chủ tịch UBND tỉnh Hà Thị Quyến dự.", province=None)

    (found,) = reading.people[0].positions
    assert found.value.body
    assert (found.value.body.name, found.value.body.area) == ("Ủy ban nhân dân tỉnh", None)
    assert found.certainty is Certainty.NEEDS_REVIEW


def test_a_line_of_attendance_that_nothing_explains_is_reported() -> None:
    reading = read(
        "Dự hội nghị có:", "- Bà Vi Thị Tơ;", "- Trăng thanh gió mát;", "- Các già làng."
    )

    assert reading.unread == ("Trăng thanh gió mát",)


@pytest.mark.parametrize(
    ("foot", "names"),
    [
        ("Tin, ảnh: Hồ Thủy Tiên", ["Hồ Thủy Tiên"]),
        ("Tin: Hồ Thủy Tiên - Ảnh: Lò Ban", ["Hồ Thủy Tiên", "Lò Ban"]),
        ("Thực hiện: Hồ Thủy Tiên, Lò Ban", ["Hồ Thủy Tiên", "Lò Ban"]),
        ("Hồ Thủy Tiên (TTXVN)", ["Hồ Thủy Tiên"]),
        ("HỒ THỦY TIÊN", ["Hồ Thủy Tiên"]),
        ("H.T", ["H.T"]),
        ("PV", ["PV"]),
        ("Hồ Thủy Tiên\nPhó Chủ tịch UBMTTQ huyện Khuôn Sen", ["Hồ Thủy Tiên"]),
        ("Hồ Thủy Tiên - Ban Tuyên giáo Huyện ủy", ["Hồ Thủy Tiên"]),
    ],
)
def test_the_foot_of_the_page_is_its_signature(foot: str, names: list[str]) -> None:
    reading = read("Hội nghị diễn ra trong tiếng cười, ai cũng mong gặp lại.", foot)

    assert [credit.value.credited_name for credit in reading.byline] == names
    assert len(reading.body) == 1
    assert reading.people == ()


@pytest.mark.parametrize("line", ["Theo Bản tin Khuôn Sen", "(Nguồn: Bản tin Khuôn Sen)"])
def test_a_source_line_names_the_source(line: str) -> None:
    reading = read("Hội nghị diễn ra trong tiếng cười, ai cũng mong gặp lại.", line)

    assert reading.source
    assert reading.source.value == "Bản tin Khuôn Sen"


@pytest.mark.parametrize(
    ("foot", "signed"),
    [
        ("Đình Nhạn - Hữu Quế", [("Đình Nhạn", None), ("Hữu Quế", None)]),
        ("T.Phương – V.Hội", [("T.Phương", None), ("V.Hội", None)]),
        ("Ảnh, bài: Hồ Thủy Tiên", [("Hồ Thủy Tiên", None)]),
        ("Hồ Tiên/Đài TT-TH huyện", [("Hồ Tiên", None)]),
        ("Hồ Tiên\n(Ủy ban MTTQ huyện)", [("Hồ Tiên", "Ủy ban MTTQ huyện")]),
        ("Hồ Tiên\n(CTV huyện Khuôn Sen)", [("Hồ Tiên", "CTV huyện Khuôn Sen")]),
    ],
)
def test_two_pen_names_an_agency_and_a_bracketed_office_sign_too(
    foot: str, signed: list[tuple[str, str | None]]
) -> None:
    reading = read("Hội nghị diễn ra trong tiếng cười, ai cũng mong gặp lại.", foot)

    assert [(c.value.credited_name, c.value.credited_position) for c in reading.byline] == signed
    assert len(reading.body) == 1


def test_initials_may_be_a_photos_credit() -> None:
    reading = read("Các bạn trẻ trồng hoa ven đường. Ảnh: M.T")

    assert [photo.value.credit for photo in reading.photos] == ["M.T"]


@pytest.mark.parametrize("said", ["ôn lại chuyện cũ", "cho rằng phải sửa ống", "góp ý về giá nước"])
def test_who_recalls_holds_or_suggests_has_spoken(said: str) -> None:
    assert read(f"Ông Hà Văn Sĩ {said}.").people[0].roles == (MeetingRole.SPEAKER,)
