"""Dates: the page's own, and the days of a meeting with the year that the page leaves out."""

from datetime import date

import pytest

from service.importing.event_dates import event_date, resolve
from service.importing.findings import MeetingReading
from service.importing.page import Context, read_page
from service.importing.page_dates import date_line
from service.vocabulary import Certainty, MeetingStatus, PartOfDay
from tests.importing.expected import HANOI

TITLE = "Xã Đồi Mây họp bàn chuyện làm đường"
TEXT = (
    "{when}, Hội Nông dân xã Đồi Mây {will}tổ chức hội nghị tổng kết phong trào làm đường hoa và "
    "giữ sạch nguồn nước của các bản trong xã."
)


def meeting(when: str, *, page: str = "20/06/2019 - 07:47", will: str = "") -> MeetingReading:
    raw = f"{TITLE}\n{page}\n{TEXT.format(when=when, will=will)}\n"
    found = read_page(raw.encode(), suffix=".txt", context=Context("Sơn Lĩnh", HANOI)).meeting
    assert found
    return found


@pytest.mark.parametrize(
    ("line", "day", "clock"),
    [
        ("Thứ Tư, ngày 24 tháng 6 năm 2020 - 21:00", "2020-06-24", "21:00:00"),
        ("20/06/2019 - 07:47", "2019-06-20", "07:47:00"),
        ("08:57, 28/04/2021", "2021-04-28", "08:57:00"),
        ("14:20 28/09/2023 GMT+7", "2023-09-28", "14:20:00"),
        ("23-09-2024 | 11:12:32", "2024-09-23", "11:12:32"),
        ("Đăng ngày 17 - 05 - 2024", "2024-05-17", "None"),
        ("12/10/2023 02:19:55 PM", "2023-10-12", "14:19:55"),
        ("12/10/2023 12:05:00 AM", "2023-10-12", "00:05:00"),
        ("(23/04/2020)", "2020-04-23", "None"),
        ("Ngày đăng: 12/05/2021 08:30 | Lượt xem: 345", "2021-05-12", "08:30:00"),
        ("Cập nhật lúc 14h20 ngày 3/5/2019", "2019-05-03", "14:20:00"),
        ("Gửi lúc: 9:05' 2/3/2018", "2018-03-02", "09:05:00"),
    ],
)
def test_a_line_that_is_only_a_date_dates_the_page(line: str, day: str, clock: str) -> None:
    found = date_line(0, line)

    assert found
    assert (str(found.day), str(found.clock)) == (day, clock)


@pytest.mark.parametrize(
    "line",
    [
        "Quyết định số 15/QĐ-MTTQ ngày 3/4/2020 của tỉnh",
        "Sáng 23/6/2020, xã họp bàn việc làm đường",
        "31/02/2020",
        "2 tháng 2 tuần trước",
        "15/17 hộ",
    ],
)
def test_a_date_inside_other_words_does_not_date_the_page(line: str) -> None:
    assert date_line(0, line) is None


@pytest.mark.parametrize(
    ("when", "starts_on", "ends_on"),
    [
        ("Sáng 19/6", "2019-06-19", None),
        ("Chiều ngày 5-6", "2019-06-05", None),
        ("Tối 3.2", "2019-02-03", None),
        ("Sáng 21/6", "2018-06-21", None),
        ("Ngày 20-21/5", "2019-05-20", "2019-05-21"),
        ("Trong 2 ngày 14 và 15/4", "2019-04-14", "2019-04-15"),
        ("Từ ngày 7 đến 9-3-2017", "2017-03-07", "2017-03-09"),
        ("Từ ngày 30/12 đến 2/1", "2018-12-30", "2019-01-02"),
        ("Sáng nay (19/6)", "2019-06-19", None),
        ("Ngày 5 tháng 4", "2019-04-05", None),
        ("Ngày 5 tháng 4 năm 2018", "2018-04-05", None),
        ("Sáng thứ Năm, 13/6", "2019-06-13", None),
        ("Chiều hôm qua (18/6)", "2019-06-18", None),
        ("Ngày 29/2", "2016-02-29", None),
    ],
)
def test_a_day_without_a_year_is_the_nearest_not_after_the_page(
    when: str, starts_on: str, ends_on: str | None
) -> None:
    found = meeting(when)

    assert found.starts_on
    assert str(found.starts_on.value) == starts_on
    assert (str(found.ends_on.value) if found.ends_on else None) == ends_on


def test_the_rule_says_where_the_year_came_from() -> None:
    rules = [meeting(when).starts_on for when in ("Sáng 19/6", "Sáng 19/6/2018")]

    assert [found.rule for found in rules if found] == [
        "nearest-day-not-after-page",
        "year-printed",
    ]


def test_a_meeting_ahead_is_planned_and_its_day_not_before_the_page() -> None:
    found = meeting("Vào 8 giờ 30 phút ngày 15/1", will="sẽ ")

    assert found.status.value is MeetingStatus.PLANNED
    assert found.starts_on
    assert found.starts_at
    assert found.starts_on.rule == "nearest-day-after-page-planned"
    assert found.starts_at.value.isoformat() == "2020-01-15T08:30:00+07:00"


def test_yesterday_morning_has_a_part_of_day() -> None:
    found = meeting("Sáng hôm qua (18/6)").part_of_day

    assert found
    assert found.value is PartOfDay.MORNING


def test_an_hour_is_never_invented() -> None:
    assert meeting("Sáng 19/6").starts_at is None


def test_without_a_page_date_the_day_keeps_no_year() -> None:
    found = meeting("Sáng 19/6", page="3 tuần trước").starts_on

    assert found
    assert (str(found.value), found.rule) == ("--06-19", "no-year")
    assert found.certainty is Certainty.NEEDS_REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "kỷ niệm Ngày Thương binh (27/7/1947 – 27/7/2026)",
        "Đại hội nhiệm kỳ 2015-2020",
        "theo Quyết định số 15/QĐ-MTTQ ngày 3/4/2020",
        "đạt 15/17 hộ",
        "Đại hội lần thứ 4",
        "nhân ngày 20/11",
        "Sáng 31/2 chẳng có ai",
    ],
)
def test_other_numbers_are_no_event_dates(text: str) -> None:
    assert event_date(text) is None


@pytest.mark.parametrize("clock", ["Thứ Hai, 23/11/2026 10:00", "Hôm nay: Thứ Hai, 23/11/2026"])
def test_a_header_clock_does_not_date_the_page(clock: str) -> None:
    raw = f"{clock}\nTrang chủ » Tin tức\n{TITLE}\n12/03/2018 08:15\n" + TEXT.format(
        when="Sáng 11/3", will=""
    )

    found = read_page(raw.encode(), suffix=".txt", context=Context(None, HANOI)).published_at

    assert found
    assert found.value.isoformat() == "2018-03-12T08:15:00+07:00"


def test_a_day_of_another_leap_year_is_still_found() -> None:
    said = event_date("Sáng 29/2")

    assert said
    assert said.first
    assert str(resolve(said.first, date(2023, 5, 1), planned=False).day) == "2020-02-29"
