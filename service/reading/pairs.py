"""Links that no table holds: the statements that find which row hangs on which parent.

Each gives `parent` and `child`, or what stands for the child, and of some a `rank`, lowest first.
"""

from collections.abc import Callable

from service.reading.select import Filed, Kin, Line, Ranked, Survivor
from service.vocabulary import Certainty, PublicationStatus

RANKED = (Line, Kin)
_MOST_STEPS = 20
_MOST_KIN = 200
_KEYS = {
    "sqlite": "SELECT value AS id FROM json_each({})",
    "postgres": "SELECT unnest(CAST({} AS bigint[])) AS id",
}
_CERTAIN = f"IN ('{Certainty.CONFIRMED}', '{Certainty.CERTAIN}')"
Place = Callable[[], str]
"""Gives the parameter that comes next: the parents' ids first."""


def text(link: Ranked | None, dialect: str, parents: str, day: Place) -> str:
    """`parents`: the parameter of the parents' ids; `day`: gives that of a line's day."""
    keys = _KEYS[dialect].format(parents)
    match link:
        case None:
            return f"SELECT id AS parent FROM ({keys}) AS asked"
        case Survivor(kind):
            return _survivors(keys, kind)
        case Line():
            return _line(link, keys, dialect, day)
        case Kin():
            return _kin(keys, dialect)
        case Filed():
            return _filed(keys, dialect)


def _survivors(keys: str, kind: str) -> str:
    return f"""
SELECT asked.id AS parent, COALESCE(merge.survivor_id, asked.id) AS child
FROM ({keys}) AS asked
LEFT JOIN merge ON merge.record_kind = '{kind}' AND merge.duplicate_id = asked.id"""


def _line(link: Line, keys: str, dialect: str, day: Place) -> str:
    """A body is met once a step at most, so that rings end; what counts is its first step."""
    today = f"'{link.today}'" if dialect == "sqlite" else f"DATE '{link.today}'"
    own_day = f"CASE WHEN body.dissolved_last < {today} THEN body.dissolved_last ELSE {today} END"
    if link.day is not None:
        own_day = day() if dialect == "sqlite" else f"CAST({day()} AS date)"
    return f"""
WITH RECURSIVE asked AS ({keys}),
line(parent, child, day, step) AS (
    SELECT body.id, body.id, {own_day}, 0
    FROM asked JOIN organization AS body ON body.id = asked.id
    UNION
    SELECT line.parent, link.parent_id, line.day, line.step + 1
    FROM line
    JOIN organization AS body ON body.id = line.child
    JOIN organization_parent AS link ON link.organization_id = line.child
    JOIN organization AS above ON above.id = link.parent_id
    WHERE line.step < {_MOST_STEPS}
    AND {_covers("link.starts_first", "link.ends_last")}
    AND {_covers("body.founded_first", "body.dissolved_last")}
    AND {_covers("above.founded_first", "above.dissolved_last")}
)
SELECT parent, child, MIN(step) AS rank FROM line WHERE child <> parent GROUP BY parent, child"""


def _covers(first: str, last: str) -> str:
    return f"({first} IS NULL OR {first} <= line.day) AND ({last} IS NULL OR {last} >= line.day)"


def _kin(keys: str, dialect: str) -> str:
    """Of what an article shares with thousands, the latest some hundred are looked at."""
    shared = (
        _sharing("article_meeting", "meeting_id", 1_000_000, dialect),
        _sharing("article_topic", "topic_id", 1_000, dialect),
        _sharing("mention", "person_id", 1, dialect, "certainty"),
        _sharing("mention", "agent_organization_id", 1, dialect, "certainty"),
    )
    return f"""
WITH asked AS ({keys})
SELECT parent, child, -SUM(weight) AS rank
FROM ({" UNION ALL ".join(shared)}) AS shared GROUP BY parent, child"""


def _sharing(table: str, key: str, weight: int, dialect: str, *certain: str) -> str:
    """Each pair of articles once for each value of `key` that they share."""
    own = " ".join(f"AND own.{column} {_CERTAIN}" for column in certain)
    its = " ".join(f"AND pair.{column} {_CERTAIN}" for column in certain)
    newest = f"""
        FROM {table} AS pair
        JOIN article ON article.id = pair.article_id
            AND article.status = '{PublicationStatus.PUBLISHED}'
        WHERE pair.{key} = own.{key} AND pair.article_id <> own.article_id {its}
        ORDER BY pair.article_id DESC, pair.id DESC LIMIT {_MOST_KIN}"""
    if dialect == "sqlite":
        joined = f"CROSS JOIN {table} AS other ON other.id IN (SELECT pair.id {newest})"
    else:
        joined = f"CROSS JOIN LATERAL (SELECT pair.article_id {newest}) AS other"
    return f"""
    SELECT parent, child, {weight} AS weight FROM (
        SELECT DISTINCT own.article_id AS parent, other.article_id AS child, own.{key}
        FROM asked CROSS JOIN {table} AS own {joined}
        WHERE own.article_id = asked.id {own}
    ) AS {table}_{key}"""


def _filed(keys: str, dialect: str) -> str:
    """For each period its first and its last day. A day of SQLite is text: 02-31 bounds it well.

    And the instants `since` and `until`, between which its days are in any time zone.
    """
    if dialect == "sqlite":
        first = "printf('%04d-%02d-%02d', id / 10000, MAX(id / 100 % 100, 1), MAX(id % 100, 1))"
        last = (
            "printf('%04d-%02d-%02d', id / 10000, "
            "CASE id / 100 % 100 WHEN 0 THEN 12 ELSE id / 100 % 100 END, "
            "CASE id % 100 WHEN 0 THEN 31 ELSE id % 100 END)"
        )
        since, until = f"date({first}, '-2 days')", f"date({last}, '+3 days')"
    else:
        first = (
            "make_date(CAST(id / 10000 AS int), CAST(GREATEST(id / 100 % 100, 1) AS int), "
            "CAST(GREATEST(id % 100, 1) AS int))"
        )
        length = (
            "CASE WHEN id % 10000 = 0 THEN interval '1 year' "
            "WHEN id % 100 = 0 THEN interval '1 month' ELSE interval '1 day' END"
        )
        last = f"CAST({first} + {length} - interval '1 day' AS date)"
        since, until = (f"CAST({day} AS timestamptz)" for day in (f"{first} - 2", f"{last} + 3"))
    shown = f"{first} AS child, {last} AS through, {since} AS since, {until} AS until"
    return f"SELECT id AS parent, {shown} FROM ({keys}) AS asked"
