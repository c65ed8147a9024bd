"""The real page beside the repository, where it is at hand."""

from pathlib import Path

from service.dates import PartialDate
from service.importing.findings import PageReading
from service.importing.page import Context, read_page
from service.vocabulary import AdministrativeLevel, Ladder, MeetingRole, MeetingStatus, PartOfDay
from tests.importing.expected import HANOI

REAL = Path(__file__).parents[3] / "shared" / "pages" / "lam-binh-2020-06-24.txt"


def read(province: str | None = "Tuyên Quang") -> PageReading:
    return read_page(REAL.read_bytes(), suffix=".txt", context=Context(province, HANOI))


def test_its_article_stands_without_furniture() -> None:
    reading = read()

    assert reading.published_at
    assert reading.published_at.value.isoformat() == "2020-06-24T21:00:00+07:00"
    assert [photo.value.caption for photo in reading.photos] == ["Quang cảnh hội nghị"]
    assert [paragraph[:11] for paragraph in reading.body] == [
        "Dự hội nghị",
        "Đại biểu dự",
        "Phát biểu v",
    ]
    assert reading.body[-1].endswith("khi thiếu khuyết…")
    assert (reading.flags, reading.unread) == ((), ())


def test_its_people_are_two_and_one_signs() -> None:
    reading = read()

    assert [(p.name, p.credited_position, p.roles) for p in reading.people] == [
        ("Lê Văn Quốc", "Phó Trưởng Ban Dân vận Tỉnh ủy", (MeetingRole.ATTENDEE,)),
        (
            "Lê Ngọc Tân",
            "Phó Chủ tịch Uỷ ban MTTQ tỉnh",
            (MeetingRole.ATTENDEE, MeetingRole.SPEAKER),
        ),
    ]
    (signed,) = reading.byline
    assert signed.value.credited_name == "Nông Văn Lành"
    assert signed.value.credited_position == "Phó Chủ tịch Ủy ban MTTQ huyện Lâm Bình"


def test_its_meeting_has_a_host_a_day_and_five_groups() -> None:
    meeting = read().meeting

    assert meeting
    assert meeting.starts_on
    assert meeting.part_of_day
    assert meeting.classification
    assert meeting.starts_on.value == PartialDate(2020, 6, 23)
    assert meeting.starts_on.rule == "nearest-day-not-after-page"
    assert meeting.part_of_day.value is PartOfDay.MORNING
    assert meeting.status.value is MeetingStatus.HELD
    assert meeting.classification.value == "hội nghị chuyên đề"
    assert [host.value.name for host in meeting.hosts] == [
        "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam huyện Lâm Bình"
    ]
    assert [unnamed.value for unnamed in meeting.unnamed_hosts] == [
        "các tổ chức chính trị - xã hội huyện Lâm Bình"
    ]
    assert len(meeting.groups) == 5


def test_its_bodies_stand_on_their_ladders() -> None:
    bodies = {body.value.name: body.value for body in read().bodies}

    committee = bodies["Ủy ban Mặt trận Tổ quốc Việt Nam huyện Lâm Bình"]
    office = bodies["Ban Dân vận Tỉnh ủy Tuyên Quang"]
    assert (committee.ladder, committee.level) == (Ladder.FRONT, AdministrativeLevel.DISTRICT)
    assert (office.ladder, office.level) == (Ladder.PARTY, AdministrativeLevel.PROVINCE)
    assert committee.parent
    assert committee.parent.name == "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Tuyên Quang"
    assert office.parent
    assert office.parent.name == "Tỉnh ủy Tuyên Quang"


def test_without_a_context_its_province_stays_unknown() -> None:
    person = read(province=None).people[1]

    body = person.positions[0].value.body
    assert body
    assert (body.name, body.area) == ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", None)
    assert person.positions[0].certainty == "NEEDS_REVIEW"
