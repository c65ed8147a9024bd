"""Who holds a meeting, and what kind of meeting it is, from the sentence that tells of it."""

import pytest

from service.importing.findings import MeetingReading
from service.importing.page import Context, read_page
from tests.importing.expected import HANOI

REST = "Bà con trong xã nghe kể chuyện giữ rừng, giữ nước và cùng nhau hẹn ngày dọn đường."


def meeting(lede: str) -> MeetingReading:
    raw = "\n".join(("Đồi Mây họp bàn chuyện nước", "20/06/2019 - 07:47", lede, REST))
    found = read_page(raw.encode(), suffix=".txt", context=Context("Sơn Lĩnh", HANOI)).meeting
    assert found
    return found


def test_a_delegation_is_a_host_without_being_the_body_that_sent_it() -> None:
    said = meeting(
        "Sáng 19/6, Đoàn giám sát của Ủy ban MTTQ tỉnh do bà Vi Thị Tơ làm Trưởng đoàn đã có buổi "
        "làm việc với xã Đồi Mây về nước sạch."
    )

    assert said.hosts == ()
    assert [one.value for one in said.unnamed_hosts] == ["Đoàn giám sát của Ủy ban MTTQ tỉnh"]


def test_the_places_after_a_hall_are_no_hosts() -> None:
    said = meeting(
        "Sáng 19/6, tại hội trường UBND phường Bến Lau, thị xã Cồn Gió, Hội Nông dân tỉnh tổ chức "
        "hội nghị bàn chuyện nước sạch."
    )

    assert [host.value.name for host in said.hosts] == ["Hội Nông dân tỉnh Sơn Lĩnh"]
    assert said.unnamed_hosts == ()


def test_the_short_form_in_brackets_does_not_part_a_body_from_its_place() -> None:
    said = meeting(
        "Sáng 19/6, Ủy ban nhân dân (UBND) huyện Khuôn Sen phối hợp với Ủy ban Mặt trận Tổ quốc "
        "(MTTQ) Việt Nam tỉnh tổ chức hội nghị bàn chuyện nước sạch."
    )

    assert [host.value.name for host in said.hosts] == [
        "Ủy ban nhân dân huyện Khuôn Sen",
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Lĩnh",
    ]


def test_the_party_committee_that_hosts_names_the_district() -> None:
    raw = "\n".join(
        (
            "Cùng lo nước sạch",
            "20/06/2019 - 07:47",
            "Sáng 19/6, Ban Thường vụ Huyện ủy Ân Lữ tổ chức hội nghị bàn chuyện nước sạch cho bà "
            "con các bản.",
            "Dự hội nghị có bà Vi Thị Tơ, Chủ tịch UBND huyện.",
        )
    )
    reading = read_page(raw.encode(), suffix=".txt", context=Context("Sơn Lĩnh", HANOI))

    body = reading.people[0].positions[0].value.body
    assert body
    assert body.name == "Ủy ban nhân dân huyện Ân Lữ"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("lễ ra quân làm sạch kênh", "lễ ra quân"),
        ("lễ khởi công cầu treo", "lễ khởi công"),
        ("lễ tiếp nhận giống cây", "lễ tiếp nhận"),
        ("Hội nghị triển khai việc trồng rừng", "hội nghị triển khai"),
        ("hội nghị lấy ý kiến về giá nước", "hội nghị lấy ý kiến"),
        ("Liên hoan tiếng hát các bản", "liên hoan"),
        ("họp mặt người trồng rừng", "họp mặt"),
        ("Hội nghị lần thứ 9 (mở rộng) bàn chuyện nước", "hội nghị"),
        ("Hội nghị hiệp thương lần thứ hai", "hội nghị hiệp thương"),
    ],
)
def test_the_kind_of_a_meeting_holds_its_purpose_but_no_number(said: str, kind: str) -> None:
    found = meeting(
        f"Sáng 19/6, Hội Nông dân huyện Khuôn Sen tổ chức {said}, cùng bà con trong huyện lo cho "
        "mùa khô đang đến."
    )

    assert found.classification
    assert found.classification.value == kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("tổ chức ra mắt mô hình vườn hoa của các bản", "ra mắt"),
        ("khai giảng lớp học nghề dệt", "lớp"),
        ("gặp mặt người trồng rừng", "gặp mặt"),
        ("đã họp mặt già làng các bản", "họp mặt"),
    ],
)
def test_the_verb_itself_tells_of_a_gathering(said: str, kind: str) -> None:
    found = meeting(f"Sáng 19/6, Hội Nông dân huyện Khuôn Sen {said}, bàn chuyện mùa khô sắp tới.")

    assert found.classification
    assert found.classification.value == kind
    assert [host.value.name for host in found.hosts] == ["Hội Nông dân huyện Khuôn Sen"]
    assert found.starts_on


@pytest.mark.parametrize(
    "lede",
    [
        "Sáng 19/6, Công an huyện Khuôn Sen bàn giao chiếc xe đã mất cho chủ của nó ở bản Luông, "
        "bà con ai cũng mừng.",
        "Ngày 19/6, Hội Nông dân huyện Khuôn Sen gửi báo cáo tổng kết phong trào trồng rừng của "
        "các bản lên tỉnh.",
        "Sáng 19/6, Hội Nông dân huyện Khuôn Sen họp bàn để tổng kết phong trào trồng rừng của "
        "các bản.",
    ],
)
def test_other_deeds_of_a_body_are_no_meeting(lede: str) -> None:
    raw = "\n".join(("Chuyện trong huyện", "20/06/2019 - 07:47", lede, REST))

    found = read_page(raw.encode(), suffix=".txt", context=Context("Sơn Lĩnh", HANOI))

    assert found.meeting is None


def test_the_manner_is_no_part_of_a_collective_host() -> None:
    said = meeting(
        "Sáng 19/6, các khu dân cư của xã Đồi Mây đồng loạt tổ chức ngày hội trồng cây bên suối "
        "và dọn đường hoa."
    )

    assert [one.value for one in said.unnamed_hosts] == ["các khu dân cư của xã Đồi Mây"]
