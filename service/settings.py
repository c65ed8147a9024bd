"""Settings: read once from the environment, or refused with one clear sentence."""

import os
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.database import address
from service.database.address import Address, SqliteFile
from service.site import Site

PREFIX = "TINBAI_"
_TESTS_OWN = "TINBAI_TEST_"  # the test suite's variables are not the service's


class SettingsError(Exception):
    """One sentence that names the setting and what is wrong with it."""


def _default_address() -> Address:
    return SqliteFile(user_data_path("tinbai", appauthor=False) / "tinbai.db")


def _address(value: Any) -> Any:
    return address.parse(value) if isinstance(value, str) else value


def _zone(value: Any) -> Any:
    try:
        return ZoneInfo(value) if isinstance(value, str) else value
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("it must be an IANA name like Asia/Ho_Chi_Minh") from error


class Settings(BaseSettings):
    """What `tinbai` runs with. Each is an environment variable with the prefix TINBAI_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=False, frozen=True)

    database_url: Annotated[SqliteFile | address.PostgresServer, BeforeValidator(_address)] = Field(
        default_factory=_default_address
    )
    site_name: Annotated[str, Field(min_length=1)] = "Tinbai"
    time_zone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("Asia/Ho_Chi_Minh")
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    events_kept_days: Annotated[int, Field(ge=1, le=36_500)] = 90

    @property
    def site(self) -> Site:
        return Site(self.site_name, self.time_zone)


def load() -> Settings:
    """Raises SettingsError for a setting that is unknown or malformed. Values are not repeated."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(map(str.upper, os.environ)):
        if name.startswith(PREFIX) and not name.startswith(_TESTS_OWN) and name not in known:
            raise SettingsError(f"{name} is not a setting; there are {', '.join(sorted(known))}.")
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = PREFIX + str(first["loc"][0]).upper()
    reason = first["msg"].removeprefix("Value error, ")
    return f"{name} is malformed: {reason[:1].lower()}{reason[1:]}."
