"""Which events a follower hears of: decided from the event alone, without a query."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from service.events.links import Links
from service.models import Event
from service.vocabulary import EventKind

_ARTICLES = frozenset({EventKind.ARTICLE_PUBLISHED, EventKind.ARTICLE_UPDATED})


@dataclass(frozen=True, slots=True)
class Asked:
    """A record that is asked for: the name of its model, and the ids that links may have of it.

    They are several where it was merged: links are kept as they were.
    """

    model: str
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Articles:
    """All that is given holds. Ids that no record has match nothing. `named`: in the text."""

    among: tuple[frozenset[int], ...] = ()
    not_among: frozenset[int] = frozenset()
    topic: Asked | None = None
    organization: Asked | None = None
    organization_within: Asked | None = None
    meeting: Asked | None = None
    named: Asked | None = None
    languages: frozenset[str] | None = None

    def match(self, article: int, links: Links | None) -> bool:
        """False without links: there the article is not public."""
        return (
            links is not None
            and all(article in ids for ids in self.among)
            and article not in self.not_among
            and _among(self.topic, links["topics"])
            and _among(self.organization, [links["organization"]])
            and _among(self.organization_within, links["within"])
            and _among(self.meeting, links["meetings"])
            and (self.named is None or _among(self.named, _named(self.named.model, links)))
            and (self.languages is None or links["language"].lower() in self.languages)
        )

    def ask_for(self, model: str, row: int) -> bool:
        asked = (
            self.topic,
            self.organization,
            self.organization_within,
            self.meeting,
            self.named,
        )
        return any(each and each.model == model and row in each.ids for each in asked)


def _among(asked: Asked | None, linked: Iterable[int | None]) -> bool:
    return asked is None or not asked.ids.isdisjoint(linked)


def _named(model: str, links: Links) -> Iterable[int]:
    return {"Person": links["people"], "Organization": links["bodies"]}.get(model, ())


@dataclass(frozen=True, slots=True)
class Selection:
    """`kinds`: None for all. `backfill`: only publications that are, or only those that are not.

    `articles` does not restrict what is told of other records.
    """

    kinds: frozenset[EventKind] | None = None
    articles: Articles = Articles()
    backfill: bool | None = None

    def wants(self, kind: EventKind) -> bool:
        return self.kinds is None or kind in self.kinds

    def may_change_by(self, event: Event) -> bool:
        """Whether it is of a record that is asked for, and that may have been merged by it."""
        is_changed = event.kind == EventKind.RECORD_CHANGED
        return is_changed and self.articles.ask_for(event.record_kind, event.record_id)


class Verdict(Enum):
    """OUT_OF_FILTER: to be told as the article's withdrawal."""

    TELL = "TELL"
    OUT_OF_FILTER = "OUT_OF_FILTER"


def verdict(event: Event, selection: Selection) -> Verdict | None:
    """None: not to be told.

    A withdrawal is told to whoever may have been sent the article, whatever the kinds asked for.
    """
    kind = EventKind(event.kind)
    if kind is EventKind.RECORD_CHANGED:
        return Verdict.TELL if selection.wants(kind) else None
    sent = selection.kinds is None or bool(selection.kinds & _ARTICLES)
    before = selection.articles.match(event.record_id, event.links_before)  # type: ignore[arg-type]
    after = selection.articles.match(event.record_id, event.links_after)  # type: ignore[arg-type]
    if kind is EventKind.ARTICLE_PUBLISHED and selection.backfill not in {None, event.is_backfill}:
        return None
    if kind is EventKind.ARTICLE_WITHDRAWN:
        return Verdict.TELL if before and (sent or selection.wants(kind)) else None
    if after:
        return Verdict.TELL if selection.wants(kind) else None
    return Verdict.OUT_OF_FILTER if before and sent else None
