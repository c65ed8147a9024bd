"""What is asked for again is done once; what was changed meanwhile is not overwritten."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from service import tokens
from service.events import log
from service.models import Article, IdempotencyKey, Revision
from service.vocabulary import Scope
from tests import rows
from tests.databases import Postgres, Sqlite
from tests.desk import seen
from tests.servers import Server
from tests.writing.callers import Caller, at_once

_RETRIES = 50
_SHOWN = "id slug title status version updatedAt"


@pytest.fixture(scope="module")
def archive_url(databases: Sqlite | Postgres) -> Iterator[str]:
    """One archive for the module."""
    with databases.archive() as url:
        yield url


@pytest.fixture(scope="module")
def server(archive_url: str) -> Iterator[Server]:
    """On PostgreSQL with two processes: a retry comes to the one or the other."""
    workers = () if archive_url.startswith("sqlite") else ("--workers", "2")
    with Server.started(archive_url, *workers) as server:
        yield server


@pytest.fixture(scope="module")
def caller(archive_url: str, server: Server) -> Iterator[Caller]:
    with _caller(archive_url, server, "Người sửa bài") as caller:
        yield caller


def _caller(url: str, server: Server, name: str, scope: Scope = Scope.ADMIN) -> Caller:
    return Caller(server, rows.written(url, lambda: tokens.create(name, [scope])))


async def _written() -> tuple[int, int, int, int]:
    """How many there are of what a change writes."""
    return (
        await Article.all().count(),
        await Revision.all().count(),
        (await log.end()).position,
        await IdempotencyKey.all().count(),
    )


def _new(url: str, before: tuple[int, ...]) -> tuple[int, ...]:
    after = rows.written(url, _written)
    return tuple(b - a for a, b in zip(before, after, strict=True))


def test_of_fifty_retries_one_makes_the_article_and_all_are_answered_the_same(
    archive_url: str, caller: Caller
) -> None:
    given = {"title": "Một lần", "body": "<p>Chữ</p>", "idempotencyKey": "tạo bài"}
    before = rows.written(archive_url, _written)

    answers = at_once([partial(caller.asked, "createArticle", given, _SHOWN)] * _RETRIES)

    assert answers == [answers[0]] * _RETRIES
    assert (answers[0]["article"]["title"], answers[0]["userErrors"]) == ("Một lần", [])
    assert _new(archive_url, before) == (1, 1, 0, 1)


def test_of_fifty_retries_one_publishes_and_all_are_answered_the_same(
    archive_url: str, caller: Caller
) -> None:
    given = {**seen(caller.done("createArticle", title="Một tin")), "idempotencyKey": "đăng bài"}
    before = rows.written(archive_url, _written)

    answers = at_once([partial(caller.asked, "publishArticle", given, _SHOWN)] * _RETRIES)

    assert answers == [answers[0]] * _RETRIES
    assert (answers[0]["article"]["status"], answers[0]["article"]["version"]) == ("PUBLISHED", 2)
    assert _new(archive_url, before) == (0, 1, 1, 1)


def test_a_key_is_of_one_input(archive_url: str, caller: Caller) -> None:
    key = {"idempotencyKey": "một đầu vào"}
    article = caller.done("createArticle", title="Một", **key)
    before = rows.written(archive_url, _written)

    conflict = [("IDEMPOTENCY_CONFLICT", "idempotencyKey")]
    assert caller.refused("createArticle", title="Hai", **key) == conflict
    assert caller.refused("createArticle", title="Một", lede="Hai", **key) == conflict
    assert caller.refused("publishArticle", **seen(article), **key) == conflict
    assert caller.done("createArticle", title="Một", **key) == article
    assert _new(archive_url, before) == (0, 0, 0, 0)


def test_of_two_inputs_under_one_key_at_once_one_is_done(archive_url: str, caller: Caller) -> None:
    key = {"idempotencyKey": "hai đầu vào"}
    before = rows.written(archive_url, _written)

    answers = at_once(
        [partial(caller.asked, "createArticle", {"title": f"{n % 2}", **key}) for n in range(20)]
    )

    codes = [error["code"] for each in answers for error in each["userErrors"]]
    assert codes == ["IDEMPOTENCY_CONFLICT"] * 10
    assert _new(archive_url, before) == (1, 1, 0, 1)


def test_a_key_is_of_one_token(archive_url: str, server: Server, caller: Caller) -> None:
    given = {"title": "Của mình", "idempotencyKey": "của mình"}
    with _caller(archive_url, server, "Người khác") as other:
        assert caller.done("createArticle", **given) != other.done("createArticle", **given)


def test_without_a_key_each_is_another(caller: Caller) -> None:
    given: dict[str, Any] = {"title": "Không khóa", "idempotencyKey": None}
    assert caller.done("createArticle", **given) != caller.done("createArticle", **given)


@pytest.mark.parametrize("key", ["x", "0", "Khóa số 1 – «đăng»", "x" * 200, "ế" * 200])
def test_a_key_has_up_to_200_printable_characters(caller: Caller, key: str) -> None:
    first = caller.done("createArticle", title="Có khóa", idempotencyKey=key)
    assert caller.done("createArticle", title="Có khóa", idempotencyKey=key) == first


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "INVALID"),
        ("a\nb", "INVALID"),
        ("a\0b", "INVALID"),
        ("x" * 201, "TOO_LONG"),
    ],
)
def test_no_other_is_a_key(archive_url: str, caller: Caller, key: str, code: str) -> None:
    before = rows.written(archive_url, _written)
    refused = caller.refused("createArticle", title="Có khóa", idempotencyKey=key)
    assert refused == [(code, "idempotencyKey")]
    assert _new(archive_url, before) == (0, 0, 0, 0)


def test_what_is_wrong_beside_the_key_is_told_with_it(archive_url: str, caller: Caller) -> None:
    article = caller.done("createArticle", title="Một")
    before = rows.written(archive_url, _written)
    key = ("INVALID", "idempotencyKey")

    faults = caller.refused("createArticle", title="", slug="Á", idempotencyKey="")
    assert faults == [("REQUIRED", "title"), ("INVALID", "slug"), key]
    assert caller.refused("publishArticle", **seen(article), idempotencyKey="") == [key]
    stale = {"id": article["id"], "expectedVersion": 7, "idempotencyKey": ""}
    assert caller.refused("publishArticle", **stale) == [("STALE_VERSION", "expectedVersion"), key]
    assert caller.done("updateArticle", **seen(article)) == article
    assert _new(archive_url, before) == (0, 0, 0, 0)


def test_what_was_refused_may_be_asked_for_again_under_its_key(caller: Caller) -> None:
    article, key = caller.done("createArticle", title="Một"), {"idempotencyKey": "sửa lại"}
    stale = {"id": article["id"], "expectedVersion": 7}
    refused = caller.refused("updateArticle", **stale, title="Hai", **key)
    assert refused == [("STALE_VERSION", "expectedVersion")]

    assert caller.done("updateArticle", **seen(article), title="Hai", **key)["version"] == 2


def test_a_retry_that_comes_late_changes_nothing(caller: Caller) -> None:
    article = caller.done("createArticle", title="Một")
    given = {**seen(article), "title": "Hai", "idempotencyKey": "đến muộn"}
    second = caller.done("updateArticle", **given)
    third = caller.done("updateArticle", **seen(second), title="Ba")

    assert caller.done("updateArticle", **given) == third  # as it stands now


def test_a_retry_shows_no_more_of_a_draft_than_the_first_answer_did(
    archive_url: str, server: Server, caller: Caller
) -> None:
    gone = [("NOT_FOUND", "idempotencyKey")]
    with _caller(archive_url, server, "Người viết", Scope.WRITE) as writer:
        made = {"title": "Một", "idempotencyKey": "bản nháp"}
        first = writer.done("createArticle", **made)
        assert writer.done("createArticle", **made) == first
        same = {**seen(first), "title": "Một", "idempotencyKey": "như cũ"}
        nothing = writer.asked("updateArticle", same)
        assert nothing == {"article": None, "userErrors": []}
        assert writer.asked("updateArticle", same) == nothing
        secret = caller.done("updateArticle", **seen(first), title="Kín", body="<p>Kín</p>")

        assert writer.refused("createArticle", **made) == gone
        assert writer.refused("updateArticle", **same) == gone

        public = caller.done("publishArticle", **seen(secret))
        assert writer.done("createArticle", **made) == public
        assert writer.done("updateArticle", **same) == public


def test_of_two_editors_with_one_version_one_wins_and_the_other_is_told(
    archive_url: str, caller: Caller
) -> None:
    article = caller.done("createArticle", title="Một bài")
    for number in range(20):
        titles = [f"Lần {number}, người {each}" for each in "ab"]
        answers = at_once(
            [
                partial(caller.asked, "updateArticle", {**seen(article), "title": each}, _SHOWN)
                for each in titles
            ]
        )

        (won,) = (each["article"] for each in answers if each["article"])
        ((fault,),) = (each["userErrors"] for each in answers if each["userErrors"])
        assert won["title"] == titles[0 if answers[0]["article"] else 1]
        assert won["version"] == article["version"] + 1
        assert (fault["code"], fault["path"]) == ("STALE_VERSION", ["expectedVersion"])
        assert f"its version is {won['version']}," in fault["message"]
        article = won
    versions = rows.written(archive_url, _versions)
    assert versions[-21:] == list(range(1, 22))


async def _versions() -> list[int]:
    return [each.version for each in await Revision.all().order_by("id")]
