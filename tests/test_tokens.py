"""Tokens: made, listed and revoked on the command line, known by the service only from a hash."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from service import database, tokens
from service.errors import BadUserInput, Unauthenticated
from service.models import Token
from service.viewers import Viewer
from service.vocabulary import Scope
from tests.databases import Sqlite
from tests.rows import written
from tests.servers import Server, tinbai

_INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


def test_a_token_is_made_revoked_and_listed_on_the_command_line(url: str) -> None:
    written(url, lambda: tokens.create("desk", [Scope.READ_DRAFTS]))

    made = tinbai(url, "token", "create", "bot", "--scope", "PUBLISH", "--scope", "write")
    sentence = "This secret is shown only this once: the archive keeps no more than its hash.\n"
    assert re.fullmatch(r"tinbai_[\w-]{43}\n", made.stdout)
    assert (made.returncode, made.stderr) == (0, sentence)
    viewer = written(url, lambda: tokens.viewer(made.stdout.strip()))
    assert (viewer.name, sorted(viewer.scopes)) == ("bot", [Scope.PUBLISH, Scope.WRITE])

    assert tinbai(url, "token", "revoke", "bot").returncode == 0

    listed = tinbai(url, "token", "list")
    bot, desk = listed.stdout.splitlines()
    created = rf"created {_INSTANT}"
    assert re.fullmatch(rf"bot   PUBLISH,WRITE  {created}  never used  revoked {_INSTANT}", bot)
    assert re.fullmatch(rf"desk  READ_DRAFTS    {created}  never used", desk)
    assert (listed.returncode, listed.stderr) == (0, "")


def test_when_a_token_was_last_used_is_told(url: str) -> None:
    secret = written(url, lambda: tokens.create("bot", [Scope.READ_DRAFTS]))
    with Server.started(url) as server:
        server.client.headers["authorization"] = f"Bearer {secret}"
        server.data("{ site { name } }")

    (bot,) = tinbai(url, "token", "list").stdout.splitlines()
    assert re.fullmatch(rf"bot  READ_DRAFTS  created {_INSTANT}  last used {_INSTANT}", bot)


async def test_the_latest_use_counts_whichever_process_tells_of_it_first(archive: None) -> None:
    secret = await tokens.create("bot", [Scope.READ_DRAFTS])
    later = datetime.now(UTC) + timedelta(minutes=1)
    await tokens.viewer(secret)
    await Token.all().update(last_used_at=later)
    await tokens.keep_uses()
    assert [token.last_used_at for token in await tokens.listed()] == [later]


def test_a_refusal_is_one_sentence_and_status_2(sqlite: Sqlite) -> None:
    with sqlite.archive() as url:
        written(url, lambda: tokens.create("bot", [Scope.PUBLISH]))
        again = tinbai(url, "token", "create", "bot", "--scope", "ADMIN")
        unknown = tinbai(url, "token", "revoke", "cat")

    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "tinbai: Another token already has the name 'bot'.\n"
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr == "tinbai: There is no live token named 'cat'.\n"


@pytest.mark.parametrize("options", [(), ("--scope", "EVERYTHING")])
def test_a_token_without_a_known_scope_is_a_wrong_use(
    sqlite: Sqlite, options: tuple[str, ...]
) -> None:
    with sqlite.archive() as url:
        run = tinbai(url, "token", "create", "bot", *options)
        assert written(url, tokens.listed) == []

    assert (run.returncode, run.stdout) == (2, "")
    assert "Usage:" in run.stderr
    assert "--scope" in run.stderr


def test_a_new_sqlite_file_has_no_tokens_and_says_so_beside_its_output(sqlite: Sqlite) -> None:
    with sqlite.empty() as url:
        listed = tinbai(url, "token", "list")

    assert (listed.returncode, listed.stdout) == (0, "")
    assert listed.stderr == "There are no tokens.\n"


async def test_the_database_holds_no_secret(archive: None) -> None:
    secret = await tokens.create("bot", [Scope.PUBLISH])
    (row,) = await database.connection().execute_query_dict("SELECT * FROM token")
    assert row["name"] == "bot"
    assert secret.removeprefix(tokens.PREFIX) not in repr(row)


async def test_a_name_is_given_once_even_after_its_token_is_revoked(archive: None) -> None:
    await tokens.create("bot", [Scope.PUBLISH])
    with pytest.raises(BadUserInput, match="Another token already has the name 'bot'"):
        await tokens.create(" bot ", [Scope.ADMIN])

    await tokens.revoke("bot")
    with pytest.raises(BadUserInput, match="Another token already has the name 'bot'"):
        await tokens.create("bot", [Scope.ADMIN])
    assert [token.scopes for token in await tokens.listed()] == [["PUBLISH"]]


async def test_a_token_is_revoked_once(archive: None) -> None:
    await tokens.create("bot", [Scope.PUBLISH])
    await tokens.revoke("bot")
    (before,) = await tokens.listed()
    with pytest.raises(BadUserInput, match="no live token named 'bot'"):
        await tokens.revoke("bot")
    with pytest.raises(BadUserInput, match="no live token named 'cat'"):
        await tokens.revoke("cat")
    with pytest.raises(BadUserInput, match="no live token named"):
        await tokens.revoke("b\udcfft")
    (after,) = await tokens.listed()
    assert after.revoked_at == before.revoked_at


@pytest.mark.parametrize("name", ["", " \t\n", "x" * 201, "two\nlines", "b\x00t", "b\udcfft"])
async def test_a_name_has_1_to_200_printable_characters(archive: None, name: str) -> None:
    with pytest.raises(BadUserInput, match="1 to 200 printable characters"):
        await tokens.create(name, [Scope.WRITE])
    assert await tokens.listed() == []


async def test_a_name_is_the_same_in_every_spelling(archive: None) -> None:
    await tokens.create("ba\u0323n", [Scope.WRITE])
    await tokens.revoke("bạn")
    assert [token.name for token in await tokens.listed()] == ["bạn"]


async def test_a_name_is_trimmed(archive: None) -> None:
    await tokens.create("  bạn đọc\n", [Scope.WRITE])
    await tokens.create("x" * 200, [Scope.WRITE])
    assert [token.name for token in await tokens.listed()] == ["bạn đọc", "x" * 200]
    await tokens.revoke("\tbạn đọc ")
    assert [token.name for token in await Token.filter(revoked_at=None)] == ["x" * 200]


async def test_the_viewer_is_who_bears_the_secret(archive: None) -> None:
    await tokens.create("desk", [Scope.ADMIN])
    secret = await tokens.create("bot", [Scope.PUBLISH, Scope.WRITE, Scope.WRITE])
    bot = await Token.get(name="bot")
    scopes = frozenset({Scope.PUBLISH, Scope.WRITE})
    assert await tokens.viewer(secret) == Viewer(bot.id, "bot", scopes)


async def test_no_other_secret_opens_anything(archive: None) -> None:
    secret = await tokens.create("bot", [Scope.PUBLISH])
    (stored,) = await Token.all().values_list("secret_hash", flat=True)
    for other in ("", secret[:-1], secret.swapcase(), f"{secret} ", str(stored), "\udcff"):
        with pytest.raises(Unauthenticated):
            await tokens.viewer(other)

    await tokens.revoke("bot")
    with pytest.raises(Unauthenticated):
        await tokens.viewer(secret)


async def test_live_are_those_that_are_not_revoked(archive: None) -> None:
    for name in ("bot", "cat", "desk"):
        await tokens.create(name, [Scope.PUBLISH])
    bot, cat, desk = [token.id for token in await tokens.listed()]
    await tokens.revoke("cat")

    assert await tokens.live([bot, cat, desk, desk + 1]) == {bot, desk}
    assert await tokens.live([bot]) == {bot}
    assert await tokens.live([]) == set()


@pytest.mark.parametrize("scope", Scope)
async def test_an_admin_may_everything_and_others_what_their_scopes_say(
    archive: None, scope: Scope
) -> None:
    viewer = await tokens.viewer(await tokens.create("bot", [scope]))
    may = {other for other in Scope if viewer.may(other)}
    assert may == (set(Scope) if scope is Scope.ADMIN else {scope})
