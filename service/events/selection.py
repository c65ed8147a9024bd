"""Which events a follower hears of: decided from the event alone, without a query."""

from dataclasses import dataclass
from enum import Enum

from service.events.links import Links
from service.models import Event
from service.vocabulary import EventKind

_ARTICLES = frozenset({EventKind.ARTICLE_PUBLISHED, EventKind.ARTICLE_UPDATED})


@dataclass(frozen=True, slots=True)
class Articles:
    """All that is given holds. Ids that no record has match nothing.

    `named`: in the text, by the name of the model and the id.
    """

    among: tuple[frozenset[int], ...] = ()
    not_among: frozenset[int] = frozenset()
    topic: int | None = None
    organization: int | None = None
    organization_within: int | None = None
    meeting: int | None = None
    named: tuple[str, int] | None = None
    languages: frozenset[str] | None = None

    def match(self, article: int, links: Links | None) -> bool:
        """False without links: there the article is not public."""
        return (
            links is not None
            and all(article in ids for ids in self.among)
            and article not in self.not_among
            and self.topic in {None, *links["topics"]}
            and self.organization in {None, links["organization"]}
            and self.organization_within in {None, *links["within"]}
            and self.meeting in {None, *links["meetings"]}
            and (self.named is None or _names(links, *self.named))
            and (self.languages is None or links["language"].lower() in self.languages)
        )


def _names(links: Links, model: str, row: int) -> bool:
    named = {"Person": links["people"], "Organization": links["bodies"]}
    return row in named.get(model, ())


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
