"""Settings: read from the environment, or one sentence that says which is wrong."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from service import settings
from service.database.address import PostgresServer, SqliteFile
from service.settings import SettingsError


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.upper().startswith("TINBAI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def test_without_any_setting_the_archive_is_a_file_of_the_user(tmp_path: Path) -> None:
    config = settings.load()

    assert config.database_url == SqliteFile(tmp_path / "tinbai" / "tinbai.db")
    assert (config.host, config.port, config.site_name) == ("127.0.0.1", 8000, "Tinbai")
    assert config.time_zone == ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("sqlite:///srv/a%20b.db", SqliteFile(Path("/srv/a b.db"))),
        ("postgres://me@host/name", PostgresServer("host", 5432, "me", None, "name")),
        (
            "postgresql://me:p%40ss@host:6543/name?sslmode=require",
            PostgresServer("host", 6543, "me", "p@ss", "name", "require"),
        ),
        (
            "postgres://me@/name?host=/run/postgresql",
            PostgresServer("/run/postgresql", 5432, "me", None, "name"),
        ),
    ],
)
def test_a_database_url_is_read(
    monkeypatch: pytest.MonkeyPatch, url: str, address: SqliteFile | PostgresServer
) -> None:
    monkeypatch.setenv("TINBAI_DATABASE_URL", url)
    assert settings.load().database_url == address


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TINBAI_PORT", "many"),
        ("TINBAI_PORT", "0"),
        ("TINBAI_PORT", "65536"),
        ("TINBAI_HOST", ""),
        ("TINBAI_SITE_NAME", ""),
        ("TINBAI_TIME_ZONE", "Mars/Phobos"),
        ("TINBAI_TIME_ZONE", "../zone"),
        ("TINBAI_DATABASE_URL", ""),
        ("TINBAI_DATABASE_URL", "mysql://me:secret@host/name"),
        ("TINBAI_DATABASE_URL", "sqlite://relative.db"),
        ("TINBAI_DATABASE_URL", "sqlite:///folder/"),
        ("TINBAI_DATABASE_URL", "sqlite:///a.db?mode=ro"),
        ("TINBAI_DATABASE_URL", "postgres://me:secret@host:port/name"),
        ("TINBAI_DATABASE_URL", "postgres://me:secret@host"),
        ("TINBAI_DATABASE_URL", "postgres://me:secret@host/name?sslmode=maybe"),
        ("TINBAI_DATABASE_URL", "postgres://me:secret@host/name?pool=5"),
        ("TINBAI_DATABSE_URL", "sqlite:///a.db"),
        ("tinbai_prot", "8000"),
    ],
)
def test_a_malformed_or_unknown_setting_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as refused:
        settings.load()

    sentence = str(refused.value)
    assert sentence.startswith(name.upper())
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "secret" not in sentence


def test_the_variables_of_the_test_suite_are_not_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TINBAI_TEST_POSTGRES_URL", "postgres://me@host/name")
    assert settings.load().port == 8000
