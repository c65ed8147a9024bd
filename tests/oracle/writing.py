"""Writes exactly the rows of a world into the archive that is open, and nothing to its log."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from service import models, naming, searching
from tests.oracle import partial, searches
from tests.oracle.world import Article, Meeting, Organization, Person, Row, World

Columns = dict[str, Any]
_NO_INSTANT = datetime.min.replace(tzinfo=UTC)


async def write(world: World) -> None:
    """The archive is empty."""
    texts = _Texts(world)
    await _each(models.Topic, world.topics, _named)
    await _each(models.Organization, world.organizations, texts.organization)
    await _each(models.OrganizationName, world.organization_names, _toned)
    await _each(models.OrganizationParent, world.organization_parents, _period)
    await _each(models.OrganizationSuccession, world.successions)
    await _each(models.Article, world.articles, texts.article)
    await _each(models.ArticleFormerSlug, world.former_slugs)
    await _each(models.Revision, world.revisions)
    await _each(models.Photo, world.photos)
    await _each(models.Person, world.people, _person)
    await _each(models.Post, world.posts, _period)
    await _each(models.Membership, world.memberships, _labelled)
    await _each(models.Meeting, world.meetings, _meeting)
    await _each(models.Attestation, world.attestations)
    await _each(models.Byline, world.bylines)
    await _each(models.Correction, world.corrections)
    await _each(models.Mention, world.mentions, lambda _: {"rule": "made up"})
    await _each(models.ArticleTopic, world.article_topics)
    await _each(models.ArticleMeeting, world.article_meetings)
    await _each(models.Participant, world.participants, _roles)
    await _each(models.MeetingGroup, world.groups)
    await _each(models.Merge, world.merges)


async def _each(
    model: Any, rows: Iterable[Row], derived: Callable[[Any], Columns] = lambda _: {}
) -> None:
    known = {*model._meta.fields_map, *model._meta.fields_db_projection.values()}
    columns = ({**asdict(row), **derived(row)} for row in rows)
    made = [model(**{k: v for k, v in each.items() if k in known}) for each in columns]
    await model.bulk_create(made)


class _Texts:
    """What of other rows a row is found by."""

    def __init__(self, world: World) -> None:
        self._world = world

    def organization(self, row: Organization) -> Columns:
        names = searches.names_in_time(self._world, row)
        return {
            "search_beside": names,
            **_searched(row, *names, *row.other_names, row.classification, row.area),
            **_days("founded", row.founded_on),
            **_days("dissolved", row.dissolved_on),
        }

    def article(self, row: Article) -> Columns:
        beside = searches.captions_and_signatures(self._world, row)
        return {
            "search_beside": beside,
            **searching.keys((row.title, row.lede, row.bodies["TEXT"], *beside)),
            "title_tone": naming.tone(row.title),
            "title_search": naming.search(row.title),
            "published_on": row.published_on,
            "published_missing": row.published_at is None,
            "published_key": row.published_at or _NO_INSTANT,
        }


def _named(row: Any) -> Columns:
    return {**naming.keys(row.name), "name": row.name, "name_sort": row.name_sort}


def _searched(row: Any, *texts: str | None) -> Columns:
    return {**naming.searched(row.name, *texts), **_named(row)}


def _person(row: Person) -> Columns:
    return _searched(row, *row.other_names)


def _meeting(row: Meeting) -> Columns:
    starts = _days("starts", row.starts_on)
    return {
        **_searched(row, row.topic, row.classification, row.location),
        **starts,
        "starts_missing": starts["starts_first"] is None,
        "starts_key": starts["starts_first"] or date.min,
        **_days("ends", row.ends_on),
        "held_through": partial.last_day(row.ends_on or row.starts_on),
    }


def _toned(row: Any) -> Columns:
    return {**_period(row), "name_tone": naming.tone(row.name)}


def _labelled(row: Any) -> Columns:
    tone = None if row.label is None else naming.tone(row.label)
    return {**_period(row), "label_tone": tone}


def _period(row: Any) -> Columns:
    starts = _days("starts", row.starts_on)
    return {
        **starts,
        "starts_key": starts["starts_first"] or date.min,
        **_days("ends", row.ends_on),
    }


def _days(name: str, text: str | None) -> Columns:
    return {f"{name}_first": partial.first_day(text), f"{name}_last": partial.last_day(text)}


def _roles(row: Any) -> Columns:
    return {
        f"is_{role.lower()}": role in row.roles for role in ("HOST", "CHAIR", "SPEAKER", "ATTENDEE")
    }
