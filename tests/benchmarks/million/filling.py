"""An archive of ten years' news: its texts are drawn from some thousand pieces, and sent by COPY.

The keys by which rows are found and listed are those that the service makes. No article has
pictures, revisions or findings, and the log tells of none.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from service import articles, database
from service.database import address, bulk, migrating
from service.models import (
    Article,
    ArticleMeeting,
    ArticleTopic,
    Attestation,
    Byline,
    Mention,
    Row,
)
from service.records.rows import MODELS
from service.vocabulary import BodyFormat, PublicationStatus
from tests.benchmarks.million import world
from tests.benchmarks.million.words import Headline, Language, Piece, Spread, keys
from tests.benchmarks.million.world import FIRST, SPAN, TOPICS, Columns, Extent, Rows, famous
from tests.rows import ZONE

Say = Callable[[str], None]
_AT_ONCE = 30_000  # rows
_HEADLINES, _LEDES, _SENTENCES = 2_000, 2_000, 4_000
_GROWING = (Article, ArticleMeeting, ArticleTopic, Attestation, Byline, Mention)
_INDEXES = """
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made
    FROM pg_index WHERE indrelid = ANY($1::regclass[]) AND NOT indisunique
"""
_LINKS = (
    # one or two topics: of 40 the second half as often as the first, and so on
    """
    INSERT INTO article_topic (article_id, topic_id)
    SELECT DISTINCT article, floor(exp(random() * ln({topics} + 1)))::bigint
    FROM generate_series(1, {every}) AS article, generate_series(0, 1) AS position
    WHERE position = 0 OR random() < 0.5
    """,
    # of three articles one tells of a meeting of its day
    """
    INSERT INTO article_meeting (article_id, meeting_id)
    SELECT article, 1 + (article - 1)::bigint * {meetings} / {every}
    FROM generate_series(1, {every}) AS article WHERE random() < 0.33
    """,
    # two people and a body, known ones more often
    """
    INSERT INTO mention (article_id, position, person_id, agent_organization_id,
        credited_name, quote, rule, certainty)
    SELECT article, position, CASE WHEN position < 2 THEN agent END,
        CASE WHEN position = 2 THEN agent END, 'Tên ' || agent, 'như đã đưa tin', 'benchmark',
        CASE WHEN random() < 0.97 THEN 'CERTAIN' ELSE 'NEEDS_REVIEW' END
    FROM (
        SELECT article, position, 1 + floor(random() ^ 2
            * CASE WHEN position < 2 THEN {people} ELSE {bodies} END)::bigint AS agent
        FROM generate_series(1, {every}) AS article, generate_series(0, 2) AS position
    ) AS named
    """,
    # every second article says who holds a post
    """
    INSERT INTO attestation (article_id, membership_id, attested_on)
    SELECT id, 1 + floor(random() ^ 2 * {memberships})::bigint, published_on
    FROM article WHERE random() < 0.5
    """,
)


def fill(url: str, extent: Extent, say: Say) -> None:
    """A database without tables."""
    asyncio.run(_fill(url, extent, say))


async def _fill(url: str, extent: Extent, say: Say) -> None:
    async with database.opened(address.parse(url)):
        await migrating.migrate()
        chance = random.Random(extent.articles)
        language = Language(chance)
        indexes = await _without_indexes()
        await _write(world.rows(extent, language, chance))
        say("The world stands; now its articles.")
        await _write(_articles(extent, language, chance))
        say("They are there; now what they tell of, and their indexes.")
        for statement in (*_links(extent), *indexes):
            await _execute(statement)
        await _settle()


async def _write(rows: Rows) -> None:
    while some := list(islice(rows, _AT_ONCE)):
        tables: dict[type[Row], list[Columns]] = defaultdict(list)
        for model, row in some:
            tables[model].append(row)
        async with database.transaction() as client:
            await client.execute_script(_UNCHECKED)
            for model, columns in tables.items():
                await bulk.insert(model, columns)


_UNCHECKED = "SET LOCAL session_replication_role = replica"  # what rows refer to is there


async def _without_indexes() -> list[str]:
    """Takes those from the tables that grow, and gives what makes them anew."""
    tables = [model._meta.db_table for model in _GROWING]
    found = await database.connection().execute_query_dict(_INDEXES, [tables])
    for index in found:
        await _execute(f"DROP INDEX {index['name']}")
    return [index["made"] for index in found]


def _links(extent: Extent) -> Iterator[str]:
    for statement in _LINKS:
        yield "SELECT setseed(0.5);" + statement.format(
            every=extent.articles + extent.hidden,
            topics=TOPICS,
            meetings=extent.meetings,
            people=extent.people,
            bodies=extent.bodies,
            memberships=extent.memberships,
        )


async def _execute(statement: str) -> None:
    async with database.transaction() as client:
        await client.execute_script(f"{_UNCHECKED}; SET LOCAL maintenance_work_mem = '1GB'")
        await client.execute_script(statement)


async def _settle() -> None:
    """The ids go on behind those that are taken; and what autovacuum would do meanwhile is done."""
    client = database.connection()
    for model in MODELS.values():
        table = model._meta.db_table
        await client.execute_query(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
        )
    await client.execute_query("VACUUM ANALYZE")


def _articles(extent: Extent, language: Language, chance: random.Random) -> Rows:
    """In the order of their instants; those that are not public stand among them."""
    desk, every = _Desk(extent, language, chance), extent.articles + extent.hidden
    for number in range(1, every + 1):
        at = FIRST + SPAN * ((number - chance.random()) / every)
        yield from desk.article(number, at.replace(microsecond=0))


class _Desk:
    """Puts articles together."""

    def __init__(self, extent: Extent, language: Language, chance: random.Random) -> None:
        self._extent, self._chance = extent, chance
        self._headlines = [Headline.of(text) for text in self._texts(_HEADLINES, 6, 10, language)]
        self._ledes = [Piece.of(text) for text in self._texts(_LEDES, 12, 24, language)]
        self._sentences = [Piece.of(text) for text in self._texts(_SENTENCES, 14, 28, language)]
        self._places = Spread([Piece.of(place.capitalize()) for place in language.places.values])
        self._signatures = [Piece.of(f"Người {n}") for n in range(1, extent.people + 1)]

    def article(self, number: int, at: datetime) -> Rows:
        signed = [famous(self._extent.people, self._chance) for _ in range(2)]
        yield Article, self._row(number, at, signed)
        for position, person in enumerate(signed):
            yield Byline, self._byline(number, position, person)

    def _texts(self, count: int, least: int, most: int, language: Language) -> Iterator[str]:
        return (language.sentence(least, most, self._chance) for _ in range(count))

    def _row(self, number: int, at: datetime, signed: list[int]) -> Columns:
        chance = self._chance
        headline, lede = chance.choice(self._headlines), chance.choice(self._ledes)
        sentences = chance.choices(self._sentences, k=chance.randint(3, 5))
        body = [*sentences, self._places.one(chance)]
        signatures = [self._signatures[person - 1] for person in signed]
        return {
            "id": number,
            "version": 1,
            "slug": f"tin-{number}",
            "url": f"https://bao.example/tin/{number}",
            **headline.numbered(number),
            "lede": lede.text,
            "body": "".join(f"<p>{piece.text}.</p>" for piece in body),
            "body_format": BodyFormat.HTML,
            "word_count": lede.words + sum(piece.words for piece in body),
            "language": "en" if chance.random() < 0.01 else "vi",
            "organization_id": famous(self._extent.bodies, chance),
            "search_beside": [piece.text for piece in signatures],
            **keys([headline.piece, lede, *body, *signatures], number),
            **self._state(number, at),
        }

    def _state(self, number: int, at: datetime) -> Columns:
        """Of 21 one is not public: by turns a draft, or withdrawn."""
        changed = at + timedelta(days=self._chance.choice((0, 0, 0, 0, 3, 40)), minutes=7)
        status = PublicationStatus.PUBLISHED
        if number % 21 == 0:
            is_draft = number % 2 == 0
            status = PublicationStatus.DRAFT if is_draft else PublicationStatus.WITHDRAWN
        return {
            "status": status,
            "created_at": at,
            "updated_at": changed,
            "removed_at": changed if status is PublicationStatus.WITHDRAWN else None,
            **articles.publication(None if status is PublicationStatus.DRAFT else at, ZONE),
        }

    def _byline(self, number: int, position: int, person: int) -> Columns:
        return {
            "article_id": number,
            "position": position,
            "credited_name": self._signatures[person - 1].text,
            "person_id": person,
        }
