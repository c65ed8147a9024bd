"""Who attends without a name, and where lists of attendance begin and end."""

import pytest

from service.vocabulary import MeetingRole
from tests.importing.test_people import offices, read


def groups(*paragraphs: str) -> list[str]:
    reading = read(*paragraphs)
    assert reading.meeting
    return [group.value.credited_name for group in reading.meeting.groups]


@pytest.mark.parametrize(
    ("end", "parts"),
    [
        ("đại diện các phòng và hơn 40 hội viên", ["đại diện các phòng", "hơn 40 hội viên"]),
        ("các già làng cùng trưởng các bản", ["các già làng", "trưởng các bản"]),
        (
            "lãnh đạo các phòng và Chủ tịch UBND 12 xã",
            ["lãnh đạo các phòng", "Chủ tịch UBND 12 xã"],
        ),
        (
            "bí thư chi bộ các bản và lãnh đạo các hội",
            ["bí thư chi bộ các bản", "lãnh đạo các hội"],
        ),
        ("lãnh đạo Huyện ủy, đại diện các hội", ["lãnh đạo Huyện ủy", "đại diện các hội"]),
        ("đông đảo cán bộ và nhân dân", ["đông đảo cán bộ và nhân dân"]),
    ],
)
def test_the_conjunction_of_the_last_item_joins_two_groups(end: str, parts: list[str]) -> None:
    assert groups(f"Dự hội nghị có bà Vi Thị Tơ; {end}.") == parts


def test_titles_that_share_the_place_after_them_are_one_group() -> None:
    item = "Chủ tịch, Phó Chủ tịch UBND và lãnh đạo các hội của các xã"

    assert groups(f"Dự hội nghị có bà Vi Thị Tơ; {item}; trưởng các bản.") == [
        item,
        "trưởng các bản",
    ]
    assert groups(f"Dự hội nghị có bà Vi Thị Tơ; {item}.")[0].startswith("Chủ tịch, Phó Chủ tịch")


def test_an_office_of_several_places_is_a_group_and_nobodys_position() -> None:
    reading = read("Dự có ông Hà Văn Sĩ, Phó Chủ tịch UBND huyện, Trưởng thôn các thôn vùng cao.")

    assert offices(reading) == [
        ("Hà Văn Sĩ", ["Phó Chủ tịch / Ủy ban nhân dân huyện Khuôn Sen"]),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Bà Vi Thị Tơ chủ trì hội nghị; tham dự hội nghị còn có ông Hà Văn Sĩ; 30 già làng.",
        "Tiếp và làm việc với đoàn có ông Hà Văn Sĩ, Phó Chủ tịch UBND huyện cùng 30 già làng.",
        "Ông Hà Văn Sĩ, Phó Chủ tịch UBND huyện cùng 30 già làng dự hội nghị.",
    ],
)
def test_an_opening_in_mid_sentence_a_reception_and_a_closing_list_attendance(
    sentence: str,
) -> None:
    reading = read(sentence)

    assert groups(sentence) == ["30 già làng"]
    assert [p.roles for p in reading.people if p.name == "Hà Văn Sĩ"] == [(MeetingRole.ATTENDEE,)]


def test_a_draft_of_a_resolution_opens_no_list() -> None:
    sentence = "Hội nghị góp ý dự thảo Nghị quyết của HĐND huyện quy định mức hỗ trợ làm nhà."

    assert groups(sentence) == []


def test_what_runs_on_after_an_office_is_no_group() -> None:
    reading = read("Dự hội nghị có ông Hà Văn Sĩ, Chủ tịch Hội Sinh vật ủy ban lâm thời huyện.")

    assert reading.meeting
    assert reading.meeting.groups == ()
