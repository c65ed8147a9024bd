"""The sample: coherent with its own world, readable by the importer, the same every time."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from itertools import islice, pairwise
from pathlib import PurePath

import pytest

from service.importing.page import Context, read_page
from service.sample import SamplePage, pages, register
from service.sample.page_dates import HANOI
from service.sample.people import TERMS
from service.sample.places import MERGED_ON
from service.text import nfc, tone_key

FILE_NAME = re.compile(r"[a-z-]+/(\d{4})/(\d\d)/\1-\2-(\d\d)-\d{4,}\.(?:txt|html)")


@cache
def sample() -> tuple[SamplePage, ...]:
    return tuple(pages(431))


def day_of(page: SamplePage) -> date:
    match = FILE_NAME.fullmatch(page.file_name)
    assert match, page.file_name
    return date(*(int(part) for part in match.groups()))


def test_the_same_count_gives_the_same_pages() -> None:
    assert tuple(pages(431)) == sample()


@pytest.mark.parametrize("count", [0, 1, 6, 40, 431])
def test_there_are_as_many_pages_as_asked_for(count: int) -> None:
    assert len(list(pages(count))) == count


def test_the_pages_cover_the_years_in_order_of_publication() -> None:
    days = [day_of(page) for page in sample()]

    assert days == sorted(days)
    assert {day.year for day in days} == set(range(2015, 2027))
    assert days[-1].month == 10


def test_the_dates_that_pages_print_are_in_order_where_they_have_an_hour() -> None:
    printed = [page.truth.published_at for page in sample()]
    hours = [at for at in printed if at is not None and (at.hour, at.minute) != (0, 0)]

    assert all(one <= next_one for one, next_one in pairwise(hours))


def test_no_two_pages_are_alike() -> None:
    many = list(pages(2000))

    assert len({page.text for page in many}) == len(many)
    assert len({page.file_name for page in many}) == len(many)


def test_no_title_is_used_twice_at_one_instant() -> None:
    stands: list[tuple[str, datetime | None]] = [
        (tone_key(page.truth.title), page.truth.published_at)
        for page in islice(pages(100_000), 4000)
        if page.truth.published_at is not None
    ]

    assert len(set(stands)) == len(stands)


def test_every_page_is_accepted_by_the_importer() -> None:
    for page in sample():
        read_page(
            page.text.encode(),
            suffix=PurePath(page.file_name).suffix,
            context=Context(page.province, HANOI),
        )


def test_whoever_a_page_is_said_to_name_stands_on_it() -> None:
    for page in sample():
        text = tone_key(page.text)
        for person in page.truth.people:
            assert tone_key(person.name) in text, (page.file_name, person.name)
        for name in page.truth.byline:
            assert tone_key(name) in text, (page.file_name, name)


def meeting_days(page: SamplePage) -> Iterator[date]:
    """A page may still speak of who held a post on the day of the meeting it tells of."""
    said = page.truth.meeting_day
    if said is not None:
        yield date.fromisoformat(said if said[0] != "-" else f"{day_of(page).year}{said[1:]}")


def holdings() -> Iterator[tuple[str, str, str, date, date | None]]:
    """Name, title and body of every term, and its days; by the names of both its last day and now.

    A body that was merged into another under a term gives two.
    """
    for charges in TERMS.values():
        for terms in charges.values():
            for term in terms:
                for day in (term.since, term.until or date(2026, 12, 31)):
                    for label, body in term.post.offices_on(day):
                        yield term.person.name, label, body.name, term.since, term.until


def test_nobody_holds_a_post_outside_their_term() -> None:
    bodies = {body for _, _, body, _, _ in holdings()}
    held: dict[tuple[str, str, str], list[tuple[date, date | None]]] = {}
    for name, label, body, since, until in holdings():
        held.setdefault((name, label, body), []).append((since, until))

    for page in sample():
        days = {day_of(page), *meeting_days(page)}
        for person in page.truth.people:
            for office in person.offices:
                if office.former or office.body not in bodies:
                    continue
                terms = held.get((person.name, office.label, office.body), [])
                assert any(a <= day <= (b or day) for a, b in terms for day in days), (
                    page.file_name,
                    person.name,
                    office,
                )


def test_bodies_that_ended_with_the_districts_do_not_act_afterwards() -> None:
    ended = {str(body["name"]) for body in register() if body["dissolvedOn"] == "2025-06-30"}
    standing = {str(body["name"]) for body in register() if body["dissolvedOn"] is None}

    after = [page for page in sample() if day_of(page) >= MERGED_ON]
    assert len(after) > 30
    for page in after:
        acting = set(page.truth.hosts) | {
            office.body
            for person in page.truth.people
            for office in person.offices
            if office.body and not office.former
        }
        assert not acting & (ended - standing), page.file_name
        assert page.province == "Hạc Giang"


def test_the_register_goes_from_the_top_down_and_names_successors() -> None:
    bodies = list(register())

    for index, body in enumerate(bodies):
        parent = body["parent"]
        assert parent is None or (isinstance(parent, int) and parent < index)
    district = next(b for b in bodies if b["name"] == "Ủy ban nhân dân huyện Tam Khuê")
    successors = district["successors"]
    assert isinstance(successors, list)
    assert [bodies[index]["name"] for index in successors] == [
        "Ủy ban nhân dân xã Tam Khuê",
        "Ủy ban nhân dân xã Bản Lìn",
    ]
    assert district["dissolvedOn"] == "2025-06-30"


def test_the_importer_knows_the_bodies_of_the_register_under_the_same_names() -> None:
    registered = {(str(b["name"]), str(b["province"])): b for b in register()}
    compared = 0
    for page in sample():
        reading = read_page(
            page.text.encode(),
            suffix=PurePath(page.file_name).suffix,
            context=Context(page.province, HANOI),
        )
        for found in reading.bodies:
            body = registered.get((found.value.name, page.province))
            if body is None:
                continue
            read = (found.value.kind, found.value.ladder, found.value.level, found.value.area)
            assert read == (body["classification"], body["ladder"], body["level"], body["area"])
            compared += 1

    assert compared > 1000


FORMS = {
    # the page
    "font tools": r"Cỡ chữ: A\+ A-",
    "views": r"Lượt xem: \d",
    "pager's rest": r"Tổng số: \d+ \| Trang: 1 trên tổng số \d+ trang",
    "by day": r"Xem tin theo ngày:",
    "related": r"Tin liên quan",
    "header clock": r"Thứ Hai, 09/11/2026 10:22:31",
    "no-break spaces": "\u00a0{4}",
    "old letter": "Ð",
    "old spelling": r"Uỷ ban",
    "misplaced tone": r"họat động",
    "prefix in brackets": r"^\(Mặt trận\) - ",
    "prefix with a dash": r"^\(MTLK\) – ",
    "agency": r"^CTTĐT - ",
    "caption twice": r"^(Quang cảnh [^\n]+)\n+\1$",
    "source": r"^Nguồn: ",
    "according to": r"^Theo Báo ",
    "signature with label": r"^\W*Tin, ảnh: ",
    "made by": r"^\W*Thực hiện: ",
    "desk": r"^\W*PV$",
    "initials": r"^\W*T\.H$",
    "agency's name": r" \(TTXVN\)$",
    "markup": r"<article>",
    "correction": r"^Đính chính \(\d\d/\d\d/\d{4}\): ",
    # its date
    "long date": r"^Thứ \w+, ngày \d+ tháng \d+ năm \d{4} - \d\d:\d\d$",
    "day and hour": r"^\d\d/\d\d/\d{4} - \d\d:\d\d$",
    "hour and day": r"^\d\d:\d\d, \d\d/\d\d/\d{4}$",
    "offset": r"\d\d:\d\d \d\d/\d\d/\d{4} GMT\+7",
    "piped": r"\d\d-\d\d-\d{4} \| \d\d:\d\d:\d\d",
    "posted on": r"^Đăng ngày \d\d - \d\d - \d{4}$",
    "half days": r"^\d\d/\d\d/\d{4} \d\d:\d\d:\d\d PM$",
    "in brackets": r"^\(\d\d/\d\d/\d{4}\)$",
    "ago": r"^(?:\d+ (?:năm|tháng|tuần) )+trước$",
    "labelled": r"^Ngày đăng: ",
    "sent at": r"^Gửi lúc: ",
    # the day of the meeting
    "part and day": r"Sáng \d+/\d+,",
    "part within": r" chiều \d+/\d+",
    "two days in one": r"[Nn]gày \d+-\d+/\d+",
    "in two days": r"[Tt]rong 2 ngày \d+ và \d+/\d+",
    "from to": r"[Tt]ừ ngày \d+ đến \d+-\d+-\d{4}",
    "this morning": r"[Ss]áng nay \(\d+/\d+\)",
    "with hyphen": r"(?:Sáng|Chiều) \d+-\d+,",
    "with points": r"(?:Sáng|Chiều) \d+\.\d+,",
    "in words": r"ngày \d+ tháng \d+,",
    "planned": r"vào \d+ giờ(?: \d+ phút)? ngày \d+/\d+",
    "will": r" sẽ tổ chức ",
    "evening": r"[Tt]ối (?:ngày )?\d",
    # no days of meetings
    "anniversary": r"\(27/7/1947 - 27/7/\d{4}\)",
    "term": r"nhiệm kỳ \d{4} - \d{4}",
    "share": r"\d+/\d+ khu phố",
    # people
    "position, then name": r"Chủ tịch (?:UBND|Ủy ban|Uỷ ban)[^,.;\n]* [A-ZĐ]\w+ \w+ [A-ZĐ]\w+ ",
    "name, position": r"đồng chí (?:[A-ZĐ]\w+ ){2,4}?[A-ZĐ]\w+, Phó Chủ tịch",
    "name - position": r"(?:[A-ZĐ]\w+ ){2}[A-ZĐ]\w+ - (?:Phó )?Chủ tịch",
    "name (position)": r"(?:[A-ZĐ]\w+ ){2}[A-ZĐ]\w+ \((?:Phó )?(?:Chủ tịch|Trưởng)",
    "distributive": r"các đồng chí (?:Phó Chủ tịch|PCT) [^:\n]+: ",
    "colon": r"Các đồng chí: ",
    "elected": r"được bầu giữ chức ",
    "left": r"thôi giữ chức ",
    "several positions": r"Phó Bí thư, Chủ tịch UBND (?:huyện|tỉnh)",
    "also": r" kiêm Trưởng Ban ",
    "former": r"nguyên (?:Phó )?Chủ tịch ",
    "new": r"[Tt]ân (?:Phó )?(?:Bí thư|Chủ tịch) ",
    "joint": r"Phó Chủ tịch - Tổng Thư ký",
    "rank": r"Đại tá [A-ZĐ]",
    "capitals": r"đồng chí [A-ZĐÀ-Ỹ]{2,} [A-ZĐÀ-Ỹ ]{3,}, ",
    "short form": r"Ông \w+ (?:nói|bảo|kể|trả lời|nhấn mạnh)",
    "bullets": r"^- Đồng chí ",
    "group without names": r"lãnh đạo các phòng, ban, ngành",
    "standing committee": r"Thường trực Huyện ủy",
    "abbreviated": r"UVBTV|PCT |TUV",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_press_appears(form: str) -> None:
    pattern = re.compile(FORMS[form], re.MULTILINE | (re.IGNORECASE if "capital" in form else 0))

    assert any(pattern.search(page.text) for page in sample())


def test_some_pages_are_decomposed_and_about_one_in_eight_is_markup() -> None:
    decomposed = [
        page for page in sample() if page.text != nfc(page.text) and "\u0301" in page.text
    ]
    markup = [page for page in sample() if page.file_name.endswith(".html")]

    assert decomposed
    assert 35 <= len(markup) <= 75
