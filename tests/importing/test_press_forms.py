"""Forms that the pages of the sample brought to light, each in one sentence of a small page."""

import pytest

from service.importing.findings import PageReading
from service.importing.page import Context, read_page
from service.vocabulary import Certainty, MeetingRole
from tests.importing.expected import HANOI

LEDE = (
    "Sáng 19/6, Ủy ban MTTQ huyện Khuôn Sen tổ chức hội nghị sơ kết phong trào làm đường hoa và "
    "giữ sạch nguồn nước của các bản trong huyện."
)


def read(*paragraphs: str, title: str = "Khuôn Sen sơ kết phong trào") -> PageReading:
    raw = "\n".join((title, "20/06/2019 - 07:47", *paragraphs))
    return read_page(raw.encode(), suffix=".txt", context=Context("Sơn Lĩnh", HANOI))


def held(reading: PageReading, name: str) -> list[tuple[str, str | None, Certainty]]:
    (person,) = (person for person in reading.people if person.name == name)
    return [
        (
            found.value.label,
            found.value.body.name if found.value.body else None,
            found.certainty,
        )
        for found in person.positions
    ]


def test_an_office_with_a_holder_before_it_needs_no_other_in_its_places_name() -> None:
    reading = read(LEDE, "Bà Phan Thị Tuyền, Chủ tịch UBND xã Đặng Xá Đông nói chuyện giữ rừng.")

    assert [person.name for person in reading.people] == ["Phan Thị Tuyền"]
    assert held(reading, "Phan Thị Tuyền")[0][:2] == ("Chủ tịch", "Ủy ban nhân dân xã Đặng Xá Đông")


def test_a_unit_alone_takes_its_name_from_the_office_before() -> None:
    lede = LEDE.replace(" huyện Khuôn Sen", " tỉnh").replace(" trong huyện", "")
    reading = read(
        lede,
        "Dự có ông Vi Văn Mậu, Ủy viên Ban Thường vụ Huyện ủy Khuôn Sen, Chủ tịch UBND huyện.",
    )

    assert held(reading, "Vi Văn Mậu") == [
        ("Ủy viên", "Ban Thường vụ Huyện ủy Khuôn Sen", Certainty.CERTAIN),
        ("Chủ tịch", "Ủy ban nhân dân huyện Khuôn Sen", Certainty.CERTAIN),
    ]


def test_a_town_is_no_commune_of_the_same_name() -> None:
    reading = read(
        "Sáng 19/6, MTTQ xã Vĩnh Nhuận (thị xã Lam Thượng) tổ chức hội nghị sơ kết phong trào.",
        "Ông Vi Văn Mậu, Chủ tịch UBND xã dự.",
    )

    assert held(reading, "Vi Văn Mậu") == [
        ("Chủ tịch", "Ủy ban nhân dân xã Vĩnh Nhuận", Certainty.CERTAIN)
    ]


def test_a_paper_with_the_appointment_gives_the_office() -> None:
    reading = read(LEDE, "Dịp này, bà Phan Thị Tuyền nhận quyết định giữ chức Bí thư Tỉnh đoàn.")

    assert held(reading, "Phan Thị Tuyền") == [
        ("Bí thư", "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Sơn Lĩnh", Certainty.CERTAIN)
    ]


def test_who_may_be_the_end_of_a_bodys_name_is_for_review() -> None:
    reading = read(LEDE, "Bà Lê Thị Lam, Giám đốc Hợp tác xã Nông nghiệp Đặng Xá Đông nói.")

    certain = [person.name for person in reading.people if person.certainty is Certainty.CERTAIN]
    assert certain == ["Lê Thị Lam"]


@pytest.mark.parametrize(
    ("lede", "host", "day"),
    [
        (
            "Ủy ban MTTQ huyện Khuôn Sen sẽ tổ chức hội nghị hiệp thương người ứng cử đại biểu Hội "
            "đồng nhân dân vào 14 giờ ngày 29/6 tại nhà văn hóa.",
            "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Khuôn Sen",
            "2019-06-29",
        ),
        (
            "Sáng 19/6, HĐND tỉnh họp, bầu bổ sung các chức danh của nhiệm kỳ và nghe báo cáo về "
            "tình hình hạn hán.",
            "Hội đồng nhân dân tỉnh Sơn Lĩnh",
            "2019-06-19",
        ),
        (
            "Chiều 19/6, Ban Chỉ huy Phòng, chống thiên tai huyện Khuôn Sen họp khẩn về cơn bão "
            "đang vào gần bờ biển.",
            "Ban Chỉ huy Phòng, chống thiên tai huyện Khuôn Sen",
            "2019-06-19",
        ),
        (
            "Ngày 18-19/6, UBND huyện Khuôn Sen tổ chức hai hội nghị đối thoại với nhân dân về rác "
            "thải của chợ huyện.",
            "Ủy ban nhân dân huyện Khuôn Sen",
            "2019-06-18",
        ),
        (
            "Sáng 19/6, tại Trung tâm Hội nghị tỉnh, Tỉnh ủy tổ chức lễ công bố các quyết định về "
            "công tác cán bộ của tỉnh.",
            "Tỉnh ủy Sơn Lĩnh",
            "2019-06-19",
        ),
    ],
)
def test_a_meeting_is_read_with_its_host_and_day(lede: str, host: str, day: str) -> None:
    meeting = read(lede).meeting

    assert meeting
    assert meeting.starts_on
    assert [found.value.name for found in meeting.hosts] == [host]
    assert str(meeting.starts_on.value) == day


def test_who_is_named_in_what_the_hosts_did_does_not_chair_it() -> None:
    reading = read(
        "Ngày 19/6, dưới sự chủ trì của bà Phan Thị Tuyền, Chủ tịch UBND huyện Khuôn Sen, UBND "
        "huyện đã tổ chức lễ bàn giao nhà cho gia đình ông Lê Sỹ Vịnh."
    )

    chairs = [person.name for person in reading.people if MeetingRole.CHAIR in person.roles]
    assert chairs == ["Phan Thị Tuyền"]


def test_a_short_lede_without_a_full_stop_is_no_caption() -> None:
    lede = "SLO - Chiều 19/6, Hội Nông dân huyện Khuôn Sen tổ chức lễ ra mắt chi hội trồng dứa"
    reading = read(lede, "Quả bán tại gốc, xe vào tận vườn.", LEDE.replace("Sáng 19/6, ", ""))

    assert reading.lede
    assert reading.lede.value == lede.removeprefix("SLO - ")
    assert reading.photos == ()


def test_a_brief_of_short_sentences_is_an_article() -> None:
    reading = read(
        "Sáng nay (20/6), UBND tỉnh tổ chức lễ tuyên dương người hiến máu tiêu biểu.",
        "Ban tổ chức tiếp nhận 528 đơn vị máu.",
    )

    assert reading.body == ("Ban tổ chức tiếp nhận 528 đơn vị máu.",)


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ("đông đảo nhân dân, gần 193 hộ dân", ["đông đảo nhân dân", "gần 193 hộ dân"]),
        (
            "đại diện các hộ bị thiệt hại cùng lực lượng công an, quân sự",
            ["đại diện các hộ bị thiệt hại", "lực lượng công an, quân sự"],
        ),
        (
            "lãnh đạo các phòng, ban cùng nguyên lãnh đạo Mặt trận qua các thời kỳ",
            ["lãnh đạo các phòng, ban", "nguyên lãnh đạo Mặt trận qua các thời kỳ"],
        ),
        ("bí thư chi bộ, trưởng các thôn", ["bí thư chi bộ, trưởng các thôn"]),
    ],
)
def test_groups_are_parted_where_another_begins(said: str, groups: list[str]) -> None:
    meeting = read(LEDE, f"Tham dự có {said}.").meeting

    assert meeting
    assert [group.value.credited_name for group in meeting.groups] == groups


def test_comrades_announced_before_a_list_are_no_group() -> None:
    meeting = read(
        LEDE, "Tham dự có các đồng chí:", "- Bà Phan Thị Tuyền, Bí thư Tỉnh đoàn."
    ).meeting

    assert meeting
    assert meeting.groups == ()


def test_youth_unions_name_is_nobodys() -> None:
    reading = read(LEDE, "Dịp này, Đoàn Thanh niên huyện trồng thêm hai trăm gốc đào phai.")

    assert reading.people == ()
