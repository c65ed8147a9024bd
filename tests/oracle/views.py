"""Who asks, and what of a world each caller sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tests.oracle.world import ZONE, Article, World

MERGED = ("Person", "Organization", "Meeting", "Topic")


@dataclass(frozen=True)
class Caller:
    """Who asks; without scopes and name, nobody known."""

    name: str = ""
    scopes: frozenset[str] = frozenset()

    @property
    def sees_drafts(self) -> bool:
        return bool(self.scopes & {"READ_DRAFTS", "ADMIN"})


@dataclass(frozen=True)
class Site:
    """`end`: the log's cursor, as the archive has it."""

    name: str
    end: str


def today() -> date:
    """By the site's clock."""
    return datetime.now(ZONE).date()


class View:
    """What one caller sees of the world today. Merged ids and former slugs find what is there."""

    def __init__(self, world: World, site: Site, caller: Caller) -> None:
        self.world, self.site, self.caller, self.today = world, site, caller, today()
        self.drafts = caller.sees_drafts
        self.articles = [a for a in world.articles if self.drafts or a.status == "PUBLISHED"]
        shown = {article.id for article in self.articles}
        self.attestations = [a for a in world.attestations if a.article_id in shown]
        attested = {each.membership_id for each in self.attestations}
        self.memberships = [
            m for m in world.memberships if self.drafts or not m.is_derived or m.id in attested
        ]
        self.mentions = [
            m
            for m in world.mentions
            if self.drafts or (m.article_id in shown and m.certainty != "NEEDS_REVIEW")
        ]

    def rows(self, type_name: str) -> Sequence[Any]:
        """All of a type that has global ids."""
        return self._rows.get(type_name, ())

    def row(self, type_name: str, key: int | None) -> Any:
        """By its own key; None where there is none to be seen."""
        return self._by_key[type_name].get(key) if type_name in self._by_key else None

    def found(self, type_name: str, key: int) -> Any:
        """By its own key or by that of what was merged into it."""
        return self.row(type_name, self.survivor(type_name, key))

    def survivor(self, type_name: str, key: int) -> int:
        return self._survivors.get((type_name, key), key)

    def of_slug(self, type_name: str, slug: str) -> Any:
        """The row that has the slug, else the one to which it leads by now."""
        for row in self.rows(type_name):
            if row.slug == slug:
                return row
        return self.row(type_name, self.formerly(type_name, slug))

    def formerly(self, type_name: str, slug: str) -> int | None:
        """The key of the row to which a slug leads that it has no longer."""
        if type_name == "Article":
            return next((f.article_id for f in self.world.former_slugs if f.slug == slug), None)
        asked = (type_name, slug)
        merged = ((m.record_kind, m.duplicate_slug, m.survivor_id) for m in self.world.merges)
        return next((survivor for *known, survivor in merged if tuple(known) == asked), None)

    def removed(self) -> list[Article]:
        """Of which everybody may know that they are gone."""
        return [article for article in self.world.articles if article.status == "WITHDRAWN"]

    def linked(
        self, type_name: str, links: Iterable[Any], own: str, other: str, key: int
    ) -> list[Any]:
        """The rows to which any of the links leads from this key, each once."""
        wanted = {getattr(link, other) for link in links if getattr(link, own) == key}
        return [row for row in self.rows(type_name) if row.id in wanted]

    @cached_property
    def _rows(self) -> Mapping[str, Sequence[Any]]:
        world = self.world
        return {
            "Article": self.articles,
            "Mention": self.mentions,
            "Revision": world.revisions if self.drafts else [],
            "Person": world.people,
            "Organization": world.organizations,
            "Meeting": world.meetings,
            "Topic": world.topics,
            "Post": world.posts,
            "Membership": self.memberships,
        }

    @cached_property
    def _by_key(self) -> Mapping[str, Mapping[int | None, Any]]:
        return {name: {row.id: row for row in rows} for name, rows in self._rows.items()}

    @cached_property
    def _survivors(self) -> Mapping[tuple[str, int], int]:
        return {(m.record_kind, m.duplicate_id): m.survivor_id for m in self.world.merges}
