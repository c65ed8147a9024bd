"""The archives that tests are given: one that was used before is as new."""

from service.events import log
from tests import rows
from tests.databases import Postgres


async def _filled() -> tuple[int, int, int]:
    """The ids of what was written, and where the log ends."""
    article = await rows.article("Bài", rows.NOW)
    meeting = await rows.meeting("Hội nghị", "2026-01-01")
    return article.id, meeting.id, (await log.end()).position


def test_what_one_test_wrote_no_other_finds(postgres: Postgres) -> None:
    given = []
    for _ in range(2):
        with postgres.archive() as url:
            given.append((url, rows.written(url, _filled)))

    assert given[0] == given[1]  # the same database, and the same ids in it


def test_an_archive_whose_tables_have_changed_is_not_given_again(postgres: Postgres) -> None:
    with postgres.archive() as spoilt:
        postgres.drop_table(spoilt, "photo CASCADE")
    with postgres.archive() as dropped:
        postgres.drop(dropped)
    with postgres.archive() as url:
        assert url not in {spoilt, dropped}
        rows.written(url, _filled)
