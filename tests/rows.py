"""Rows for tests, made as the service makes them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from service import articles, bodies, database, meetings, naming, organizations, people
from service.database import address
from service.dates import PartialDate
from service.events.changes import Change
from service.models import Article, Meeting, Organization, Person, Topic
from service.vocabulary import BodyFormat, MeetingRole, MeetingStatus

T = TypeVar("T")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


async def topic(slug: str, *, save: bool = True) -> Topic:
    row = Topic(slug=slug, **naming.keys(slug), updated_at=NOW)
    if save:
        await row.save()
    return row


async def article(title: str, published_at: datetime | None, *, publish: bool = True) -> Article:
    return await articles.create(
        articles.Text(title=title, lede=None, body=bodies.kept(title, BodyFormat.TEXT)),
        url=None,
        source=None,
        published_at=published_at,
        publish=publish,
        zone=ZONE,
        change=Change(NOW),
    )


async def meeting(name: str, starts_on: str, *hosts: Organization) -> Meeting:
    account = meetings.Account(
        name=name,
        topic=None,
        classification=None,
        starts_on=PartialDate.parse(starts_on),
        ends_on=None,
        part_of_day=None,
        starts_at=None,
        location=None,
        status=MeetingStatus.HELD,
    )
    known = await meetings.known_or_new(account, hosts, Change(NOW))
    attendance = await meetings.Attendance.of(known)
    for host in hosts:
        attendance.take_part(host, (MeetingRole.HOST,), host.name, None, None)
    await attendance.keep(Change(NOW))
    return known


async def person(name: str) -> Person:
    slug = await naming.free_slug(Person, name)
    return await Person.create(slug=slug, **people.columns(name), updated_at=NOW)


async def organization(name: str) -> Organization:
    slug = await naming.free_slug(Organization, name)
    columns = organizations.columns(name, names=(name,), classification=None, area=None)
    return await Organization.create(slug=slug, **columns, updated_at=NOW)


def written(url: str, work: Callable[[], Awaitable[T]]) -> T:
    """Runs `work` on the archive at `url`, from a process beside its server."""

    async def run() -> T:
        async with database.opened(address.parse(url)):
            return await work()

    return asyncio.run(run())
