"""Who and what the articles tell of: as rows, with ids that count from 1."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from service import dates, meetings, naming, organizations, people
from service.dates import PartialDate
from service.models import (
    Meeting,
    Membership,
    Organization,
    OrganizationName,
    OrganizationParent,
    Participant,
    Person,
    Post,
    Row,
    Topic,
)
from service.vocabulary import AdministrativeLevel, MeetingRole, MeetingStatus
from tests.benchmarks.million.words import Language

FIRST = datetime(2016, 7, 1, tzinfo=UTC)
SPAN = timedelta(days=3652)
REFORM = date(2025, 7, 1)
"""From here on there are no districts: communes stand below their province."""
TOPICS = 40
PROVINCES = 34

_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
_MIDDLE = "Văn Thị Đức Minh Ngọc Quang Hữu Thanh Xuân Bá".split()
_GIVEN = "An Bình Chi Dũng Giang Hà Hải Hạnh Hùng Lan Linh Mai Nam Phúc Sơn Thảo Thủy Tuấn".split()
_LABELS = ("Chủ tịch", "Phó Chủ tịch", "Ủy viên Thường trực")
_KINDS = ("Ủy ban Mặt trận Tổ quốc", "Ủy ban nhân dân", "Hội Nông dân", "Hội Phụ nữ", "Công đoàn")
_LEVELS = {
    AdministrativeLevel.PROVINCE: "tỉnh",
    AdministrativeLevel.DISTRICT: "huyện",
    AdministrativeLevel.COMMUNE: "xã",
}

Columns = dict[str, Any]
Rows = Iterator[tuple[type[Row], Columns]]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many of each: of a million articles 20,000 people, 3,000 bodies, 100,000 meetings."""

    articles: int
    """That are published."""

    @property
    def hidden(self) -> int:
        """Drafts, and what was withdrawn."""
        return self.articles // 20

    @property
    def people(self) -> int:
        return max(200, self.articles // 50)

    @property
    def bodies(self) -> int:
        return max(10 * PROVINCES, self.articles * 3 // 1_000)

    @property
    def districts(self) -> int:
        return self.bodies // 9

    @property
    def meetings(self) -> int:
        return max(100, self.articles // 10)

    @property
    def posts(self) -> int:
        return self.bodies * len(_LABELS)

    @property
    def memberships(self) -> int:
        return self.bodies * 10


def rows(extent: Extent, language: Language, chance: random.Random) -> Rows:
    """In an order in which no row refers to a later one of another table."""
    for number in range(1, TOPICS + 1):
        name = f"{language.sentence(2, 3, chance)} {number}"
        yield Topic, {**_followed(number), "slug": f"chu-de-{number}", **naming.keys(name)}
    for number in range(1, extent.bodies + 1):
        yield from _body(number, extent, language, chance)
    for number in range(1, extent.people + 1):
        yield Person, _person(number, chance)
    for number in range(1, extent.posts + 1):
        yield Post, _post(number, extent)
    for number in range(1, extent.memberships + 1):
        yield Membership, _membership(number, extent, chance)
    for number in range(1, extent.meetings + 1):
        yield from _meeting(number, extent, language, chance)


def famous(count: int, chance: random.Random) -> int:
    """A number up to the count: the lower, the more often."""
    return 1 + int(count * chance.random() ** 2)


def level_of(number: int, extent: Extent) -> AdministrativeLevel:
    if number <= PROVINCES:
        return AdministrativeLevel.PROVINCE
    is_district = number <= PROVINCES + extent.districts
    return AdministrativeLevel.DISTRICT if is_district else AdministrativeLevel.COMMUNE


def _followed(number: int, at: datetime = FIRST) -> Columns:
    return {
        "id": number,
        "version": 1,
        "created_at": at,
        "updated_at": at + timedelta(seconds=number * 37 % 100_003),
    }


def _body(number: int, extent: Extent, language: Language, chance: random.Random) -> Rows:
    level, kind = level_of(number, extent), _KINDS[number % len(_KINDS)]
    area = language.places.values[number]
    name = f"{kind} {_LEVELS[level]} {area.capitalize()}"
    former = f"{kind} lâm thời {_LEVELS[level]} {area.capitalize()}"
    names = (former, name) if number % 5 == 0 else (name,)
    ended = PartialDate(2025, 6, 30) if level is AdministrativeLevel.DISTRICT else None
    told = organizations.columns(name, names=names, classification=kind, area=area.capitalize())
    yield (
        Organization,
        {
            **_followed(number),
            **told,
            "slug": f"to-chuc-{number}",
            "level": level,
            **dates.columns("founded", PartialDate(1976) if number % 3 else None),
            **dates.columns("dissolved", ended),
        },
    )
    turn = PartialDate(chance.randint(2017, 2024), 1, 1)
    for each in names:
        since, until = (None, turn) if each is former else (turn if former in names else None, None)
        yield OrganizationName, _name(number, each, dates.period(since, until))
    yield from _parents(number, level, extent)


def _name(number: int, name: str, period: Columns) -> Columns:
    return {
        "organization_id": number,
        "name": name,
        "name_tone": naming.tone(name),
        **period,
    }


def _parents(number: int, level: AdministrativeLevel, extent: Extent) -> Rows:
    """Districts stand below a province; communes below a district, and since the reform as well."""
    if level is AdministrativeLevel.DISTRICT:
        yield _parent(number, 1 + number % PROVINCES, dates.period(None, None))
    if level is AdministrativeLevel.COMMUNE:
        district = PROVINCES + 1 + number % extent.districts
        yield _parent(number, district, dates.period(None, PartialDate(2025, 6, 30)))
        yield _parent(number, 1 + district % PROVINCES, dates.period(PartialDate.of(REFORM), None))


def _parent(number: int, above: int, period: Columns) -> tuple[type[Row], Columns]:
    return OrganizationParent, {"organization_id": number, "parent_id": above, **period}


def _person(number: int, chance: random.Random) -> Columns:
    name = " ".join(chance.choice(words) for words in (_FAMILIES, _MIDDLE, _GIVEN))
    return {**_followed(number), "slug": f"nguoi-{number}", **people.columns(name)}


def _post(number: int, extent: Extent) -> Columns:
    rank, body = divmod(number - 1, extent.bodies)
    return {
        **_followed(number),
        **dates.period(None, None),
        "organization_id": body + 1,
        "label": _LABELS[rank],
        "label_tone": naming.tone(_LABELS[rank]),
    }


def _membership(number: int, extent: Extent, chance: random.Random) -> Columns:
    post = 1 + (number - 1) % extent.posts
    label = _LABELS[(post - 1) // extent.bodies]
    since = PartialDate(chance.randint(2010, 2023), chance.randint(1, 12))
    until = PartialDate(chance.randint(2024, 2026))
    return {
        **_followed(number),
        **dates.period(
            since if chance.random() < 0.6 else None, until if chance.random() < 0.3 else None
        ),
        "person_id": chance.randint(1, extent.people),
        "organization_id": 1 + (post - 1) % extent.bodies,
        "post_id": post,
        "is_derived": True,
        "label": label,
        "label_tone": naming.tone(label),
    }


def _meeting(number: int, extent: Extent, language: Language, chance: random.Random) -> Rows:
    at = FIRST + SPAN * (number / extent.meetings)
    account = meetings.Account(
        name=f"{language.sentence(4, 8, chance)} lần thứ {number}",
        topic=None,
        classification="Hội nghị",
        starts_on=_some(at, chance),
        ends_on=None,
        part_of_day=None,
        starts_at=None,
        location=f"Hội trường {language.places.one(chance)}",
        status=MeetingStatus.HELD if chance.random() < 0.97 else MeetingStatus.POSTPONED,
    )
    yield (
        Meeting,
        {**_followed(number, at), "slug": f"hoi-nghi-{number}", **meetings.columns(account)},
    )
    for position, body in enumerate(chance.sample(range(1, extent.bodies + 1), 2)):
        role = MeetingRole.ATTENDEE if position else MeetingRole.HOST
        yield Participant, _participant(number, position, role, organization=body)
    for position, person in enumerate(chance.sample(range(1, extent.people + 1), 4), 2):
        role = MeetingRole.CHAIR if position == 2 else MeetingRole.ATTENDEE
        yield Participant, _participant(number, position, role, person=person)


def _some(at: datetime, chance: random.Random) -> PartialDate:
    """Of most the day, of some only the month, of few all but the year."""
    known, day = chance.random(), at.date()
    if known < 0.01:
        return PartialDate(None, day.month, day.day)
    return PartialDate(day.year, day.month) if known < 0.05 else PartialDate.of(day)


def _participant(
    meeting: int,
    position: int,
    role: MeetingRole,
    person: int | None = None,
    organization: int | None = None,
) -> Columns:
    return {
        "meeting_id": meeting,
        "position": position,
        "person_id": person,
        "organization_id": organization,
        "credited_name": f"Người {person}" if person else f"Tổ chức {organization}",
        **{column: role is own for own, column in meetings.ROLE_COLUMNS.items()},
    }
