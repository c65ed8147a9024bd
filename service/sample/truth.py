"""What the world's author knows that a page says, whatever an importer makes of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office as the page gives it: the title without its body, the body's name spelled out."""

    label: str
    body: str | None
    former: bool = False


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """`roles` are those at the page's meeting; none for who is only mentioned."""

    name: str
    offices: tuple[HeldOffice, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """`bodies` and `hosts` by their spelled-out names, `groups` in the page's words.

    `meeting_day` is the first day as far as the page and its date tell it: 2021-04-13, --04-13.
    """

    title: str
    published_at: datetime | None
    people: tuple[NamedPerson, ...]
    bodies: tuple[str, ...]
    meeting_day: str | None
    hosts: tuple[str, ...]
    groups: tuple[str, ...]
    byline: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SamplePage:
    """`file_name` is relative, its first folder the portal; `province` whose portal it is."""

    file_name: str
    text: str
    province: str
    truth: Truth
