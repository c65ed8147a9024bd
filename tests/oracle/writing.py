"""Writes exactly the rows of a world into the archive that is open, and nothing to its log."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from service import models, naming
from tests.oracle import partial
from tests.oracle.world import Article, Meeting, Row, World

Columns = dict[str, Any]
_NO_INSTANT = datetime.min.replace(tzinfo=UTC)


async def write(world: World) -> None:
    """The archive is empty."""
    await _each(models.Topic, world.topics, _named)
    await _each(models.Organization, world.organizations, _named)
    await _each(models.OrganizationName, world.organization_names, _toned)
    await _each(models.OrganizationParent, world.organization_parents)
    await _each(models.OrganizationSuccession, world.successions)
    await _each(models.Article, world.articles, _article)
    await _each(models.Photo, world.photos)
    await _each(models.Person, world.people, _named)
    await _each(models.Post, world.posts)
    await _each(models.Membership, world.memberships)
    await _each(models.Meeting, world.meetings, _meeting)
    await _each(models.Attestation, world.attestations)
    await _each(models.Byline, world.bylines)
    await _each(models.Correction, world.corrections)
    await _each(models.Mention, world.mentions, lambda _: {"rule": "made up"})
    await _each(models.ArticleTopic, world.article_topics)
    await _each(models.ArticleMeeting, world.article_meetings)
    await _each(models.Participant, world.participants, _roles)
    await _each(models.MeetingGroup, world.groups)


async def _each(
    model: Any, rows: Iterable[Row], derived: Callable[[Any], Columns] = lambda _: {}
) -> None:
    known = {*model._meta.fields_map, *model._meta.fields_db_projection.values()}
    columns = ({**asdict(row), **derived(row)} for row in rows)
    made = [model(**{k: v for k, v in each.items() if k in known}) for each in columns]
    await model.bulk_create(made)


def _named(row: Any) -> Columns:
    return {**naming.keys(row.name), "name": row.name, "name_sort": row.name_sort}


def _toned(row: Any) -> Columns:
    return {"name_tone": naming.tone(row.name)}


def _article(row: Article) -> Columns:
    return {
        "title_tone": naming.tone(row.title),
        "title_plain": "",
        "body_format": "HTML",
        "search_tone": "",
        "search_plain": "",
        "published_on": row.published_on,
        "published_missing": row.published_at is None,
        "published_key": row.published_at or _NO_INSTANT,
    }


def _meeting(row: Meeting) -> Columns:
    first = partial.first_day(row.starts_on)
    return {
        **_named(row),
        "starts_first": first,
        "starts_last": partial.last_day(row.starts_on),
        "starts_missing": first is None,
        "starts_key": first or date.min,
        "ends_first": partial.first_day(row.ends_on),
        "ends_last": partial.last_day(row.ends_on),
        "held_through": partial.last_day(row.ends_on or row.starts_on),
    }


def _roles(row: Any) -> Columns:
    return {
        f"is_{role.lower()}": role in row.roles for role in ("HOST", "CHAIR", "SPEAKER", "ATTENDEE")
    }
