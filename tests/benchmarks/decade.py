"""An archive of ten years' news, of any size: the same records whoever asks, all of them public.

`python -m tests.benchmarks.decade URL ARTICLES` fills the archive at the URL. The rows are made by
the service's own import and written by its bulk writing; its checks of each line and its event log
are left out, so that a million take minutes.
"""

import asyncio
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from service import database
from service.database import address, bulk
from service.dates import PartialDate
from service.records import shapes
from service.records.rows import MODELS, TABLES, Rows
from service.records.shapes import Record, Reference
from service.vocabulary import Certainty, MeetingRole, MeetingStatus, PublicationStatus

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = datetime(2015, 7, 1, tzinfo=UTC)
SPAN = timedelta(days=3652)

_PEOPLE, _BODIES, _TOPICS, _AN_ARTICLE_IN = 300, 40, 12, 8  # the last: has a meeting of its own
_AT_ONCE = 5_000
_LONG_UP_TO = 100_000  # articles; beyond, bodies are short
_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ".split()
_MIDDLE = "Văn Thị Đức Minh Ngọc Quang".split()
_GIVEN = "An Bình Chi Dũng Giang Hà Hải Hạnh Hùng Lan Linh Mai Nam Phúc Sơn Thảo Thủy Tuấn".split()
_POSITIONS = ("Chủ tịch", "Phó Chủ tịch Thường trực", "Phó Chủ tịch", "Ủy viên", "Chánh Văn phòng")
_WORDS = (
    "hội nghị tổng kết công tác mặt trận năm qua đại biểu tham dự phát biểu chỉ đạo nhân dân các "
    "dân tộc trên địa bàn tỉnh phong trào toàn dân đoàn kết xây dựng nông thôn mới đô thị văn minh "
    "giám sát phản biện xã hội an sinh quỹ vì người nghèo khu dân cư tiêu biểu"
).split()


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who and what articles tell of."""

    topics: list[shapes.Topic]
    bodies: list[shapes.Organization]
    people: list[shapes.Person]


def fill(url: str, articles: int) -> None:
    """An archive that is empty and migrated."""
    asyncio.run(_fill(url, articles))


async def _fill(url: str, articles: int) -> None:
    async with database.opened(address.parse(url)):
        ids: dict[Reference, int] = {}
        records = _records(articles)
        while some := list(islice(records, _AT_ONCE)):
            async with database.transaction():
                await _write(some, ids)
        await bulk.refresh_statistics(TABLES)
        if database.dialect() == "postgres":
            await _settle()


async def _settle() -> None:
    """What autovacuum would do while others measure; and no parallel workers, which end uncounted.

    The latter holds for connections that are made from here on.
    """
    client = database.connection()
    await client.execute_query("VACUUM")
    (row,) = await client.execute_query_dict("SELECT current_database() AS name")
    await client.execute_query(
        f'ALTER DATABASE "{row["name"]}" SET max_parallel_workers_per_gather = 0'
    )


async def _write(records: list[Record], ids: dict[Reference, int]) -> None:
    for kind, model in MODELS.items():
        new = [Reference(kind, record.key) for record in records if record.type == kind]
        ids.update(zip(new, await bulk.take_ids(model, len(new)), strict=True))
    rows = Rows(ids, ZONE, FIRST + SPAN)
    for record in records:
        rows.add(record)
    for table, columns in rows.tables():
        await bulk.insert(table, columns)
    for record in records:
        if record.type == "article":  # nothing refers to one
            del ids[Reference(record.type, record.key)]


def _records(articles: int) -> Iterator[Record]:
    chance = random.Random(articles)
    cast = _Cast(
        [
            shapes.Topic(type="topic", slug=f"chu-de-{n}", name=f"Chủ đề {n}")
            for n in range(_TOPICS)
        ],
        [_body(n) for n in range(_BODIES)],
        [_person(n, chance) for n in range(_PEOPLE)],
    )
    yield from (*cast.topics, *cast.bodies, *cast.people)
    told: list[str] = []
    for number in range(articles):
        at = FIRST + SPAN * ((number + chance.random()) / articles)
        if number % _AN_ARTICLE_IN == 0:
            meeting = _meeting(number // _AN_ARTICLE_IN, at, cast, chance)
            told = [*told[-1:], meeting.slug]
            yield meeting
        yield _article(number, at, cast, told if number % 3 == 0 else [], articles, chance)


def _topic(number: int) -> shapes.Topic:
    return shapes.Topic(type="topic", slug=f"chu-de-{number}", name=f"Chủ đề {number}")


def _body(number: int) -> shapes.Organization:
    return shapes.Organization(
        type="organization",
        slug=f"uy-ban-mat-tran-{number}",
        name=f"Ủy ban Mặt trận Tổ quốc Việt Nam huyện số {number}",
        classification="Ủy ban Mặt trận Tổ quốc",
    )


def _person(number: int, chance: random.Random) -> shapes.Person:
    name = " ".join(chance.choice(words) for words in (_FAMILIES, _MIDDLE, _GIVEN))
    return shapes.Person(type="person", slug=f"nguoi-{number}", name=name)


def _meeting(number: int, at: datetime, cast: _Cast, chance: random.Random) -> shapes.Meeting:
    hosts = chance.sample(cast.bodies, chance.randint(1, 2))
    guests = chance.sample(cast.people, chance.randint(4, 8))
    return shapes.Meeting(
        type="meeting",
        slug=f"hoi-nghi-{number}",
        name=f"Hội nghị lần thứ {number}",
        starts_on=PartialDate.of(at.astimezone(ZONE).date()),
        location="Trung tâm Hội nghị tỉnh",
        status=MeetingStatus.HELD,
        participants=(
            *(
                shapes.Participant(
                    organization=host.slug, credited_name=host.name, roles=(MeetingRole.HOST,)
                )
                for host in hosts
            ),
            *(
                shapes.Participant(
                    person=guest.slug,
                    credited_name=guest.name,
                    credited_position=chance.choice(_POSITIONS),
                    roles=(MeetingRole.ATTENDEE,),
                )
                for guest in guests
            ),
        ),
    )


def _article(
    number: int,
    at: datetime,
    cast: _Cast,
    meetings: list[str],
    articles: int,
    chance: random.Random,
) -> shapes.Article:
    people = chance.sample(cast.people, 8)
    paragraphs, words = (6, 60) if articles <= _LONG_UP_TO else (1, 20)
    # Without the checks of what comes from outside: half of the time.
    return shapes.Article.model_construct(
        type="article",
        slug=f"bai-viet-so-{number}",
        title=f"{_text(8, chance)} (số {number})",
        lede=_text(words // 2, chance),
        body="\n".join(f"<p>{_text(words, chance)}.</p>" for _ in range(paragraphs)),
        organization=chance.choice(cast.bodies).slug,
        status=PublicationStatus.PUBLISHED,
        published_at=at.replace(microsecond=0),
        created_at=at,
        topics=(chance.choice(cast.topics).slug,),
        meetings=tuple(meetings),
        byline=tuple(_signed(person) for person in people[: chance.randint(1, 2)]),
        mentions=tuple(_mentions(people[2:], cast, chance)),
    )


def _signed(person: shapes.Person) -> shapes.Byline:
    return shapes.Byline.model_construct(
        credited_name=person.name, credited_position=None, person=person.slug, membership=None
    )


def _mentions(
    people: list[shapes.Person], cast: _Cast, chance: random.Random
) -> Iterator[shapes.Mention]:
    """Three to six people, one or two bodies; one in ten people not for certain."""
    for person in people[: chance.randint(3, 6)]:
        certain = chance.random() < 0.9
        yield shapes.Mention.model_construct(
            person=person.slug,
            organization=None,
            credited_name=person.name,
            credited_position=chance.choice(_POSITIONS),
            held_in=chance.choice(cast.bodies).slug,
            quote=person.name,
            rule="benchmark",
            certainty=Certainty.CERTAIN if certain else Certainty.NEEDS_REVIEW,
        )
    for body in chance.sample(cast.bodies, chance.randint(1, 2)):
        yield shapes.Mention.model_construct(
            person=None,
            organization=body.slug,
            credited_name=body.name,
            credited_position=None,
            held_in=None,
            quote=body.name,
            rule="benchmark",
            certainty=Certainty.CERTAIN,
        )


def _text(words: int, chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize()


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))
