"""Which events a follower hears of, decided from the event alone."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from service.events.links import Links
from service.events.selection import Articles, Asked, Selection, Verdict, verdict
from service.models import Event
from service.vocabulary import EventKind

PUBLISHED, UPDATED = EventKind.ARTICLE_PUBLISHED, EventKind.ARTICLE_UPDATED
WITHDRAWN, CHANGED = EventKind.ARTICLE_WITHDRAWN, EventKind.RECORD_CHANGED
TELL, OUT = Verdict.TELL, Verdict.OUT_OF_FILTER


def _links(**given: Any) -> Links:
    none = Links(
        language="vi", topics=[], meetings=[], people=[], bodies=[], organization=None, within=[]
    )
    return cast("Links", none | given)


def _event(kind: EventKind, before: Links | None, after: Links | None, **facts: Any) -> Event:
    return Event(
        position=1,
        kind=kind,
        record_kind="Article",
        record_id=7,
        links_before=before,
        links_after=after,
        occurred_at=datetime.now(UTC),
        **facts,
    )


def _published(**links: Any) -> Event:
    return _event(PUBLISHED, None, _links(**links))


def _asked(*ids: int, model: str = "Any") -> Asked:
    return Asked(model, frozenset(ids))


@pytest.mark.parametrize(
    ("articles", "links"),
    [
        (Articles(among=(frozenset({7}),)), {}),
        (Articles(not_among=frozenset({8})), {}),
        (Articles(topic=_asked(3)), {"topics": [2, 3]}),
        (Articles(meeting=_asked(3)), {"meetings": [3]}),
        (Articles(organization=_asked(3)), {"organization": 3}),
        (Articles(organization_within=_asked(9)), {"organization": 3, "within": [3, 9]}),
        (Articles(named=_asked(3, model="Person")), {"people": [3]}),
        (Articles(named=_asked(3, model="Organization")), {"bodies": [3]}),
        (Articles(languages=frozenset({"en", "vi"})), {}),
        (Articles(topic=_asked(3), meeting=_asked(4)), {"topics": [3], "meetings": [4]}),
        (Articles(organization=_asked(3, 4)), {"organization": 4, "within": [4]}),
    ],
)
def test_a_condition_on_an_article_is_compared_with_its_links(
    articles: Articles, links: dict[str, Any]
) -> None:
    assert verdict(_published(**links), Selection(articles=articles)) is TELL


@pytest.mark.parametrize(
    ("articles", "links"),
    [
        (Articles(among=(frozenset({7}), frozenset({8}))), {}),
        (Articles(among=(frozenset(),)), {}),
        (Articles(not_among=frozenset({7})), {}),
        (Articles(topic=_asked(3)), {"topics": [2]}),
        (Articles(meeting=_asked(3)), {}),
        (Articles(organization=_asked(9)), {"organization": 3, "within": [3, 9]}),
        (Articles(organization_within=_asked(4)), {"organization": 3, "within": [3, 9]}),
        (Articles(named=_asked(3, model="Person")), {"bodies": [3]}),
        (Articles(named=_asked(3, model="Organization")), {"people": [3]}),
        (Articles(named=_asked(3, model="Topic")), {"topics": [3], "people": [3], "bodies": [3]}),
        (Articles(languages=frozenset()), {}),
        (Articles(topic=_asked(3), meeting=_asked(4)), {"topics": [3]}),
    ],
)
def test_an_article_that_misses_a_condition_is_not_told(
    articles: Articles, links: dict[str, Any]
) -> None:
    assert verdict(_published(**links), Selection(articles=articles)) is None


ON_TOPIC = Articles(topic=_asked(3))
INSIDE, OUTSIDE = _links(topics=[3]), _links(topics=[4])


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (_event(UPDATED, OUTSIDE, INSIDE), TELL),  # it comes in: an upsert
        (_event(UPDATED, INSIDE, INSIDE), TELL),
        (_event(UPDATED, INSIDE, OUTSIDE), OUT),
        (_event(UPDATED, OUTSIDE, OUTSIDE), None),
        (_event(WITHDRAWN, INSIDE, None), TELL),
        (_event(WITHDRAWN, OUTSIDE, None), None),
        (_event(PUBLISHED, None, OUTSIDE), None),
        (_event(CHANGED, None, None), TELL),  # `article` does not restrict it
    ],
)
def test_an_article_is_followed_in_and_out_of_the_filter(
    event: Event, told: Verdict | None
) -> None:
    assert verdict(event, Selection(articles=ON_TOPIC)) is told


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ({PUBLISHED}, {PUBLISHED: TELL, WITHDRAWN: TELL, "moved out": OUT}),
        ({UPDATED}, {UPDATED: TELL, WITHDRAWN: TELL, "moved out": OUT}),
        ({WITHDRAWN}, {WITHDRAWN: TELL}),
        ({CHANGED}, {CHANGED: TELL}),
        (set(), {}),
    ],
)
def test_a_withdrawal_is_told_to_whoever_may_have_been_sent_the_article(
    kinds: set[EventKind], told: dict[Any, Verdict]
) -> None:
    selection = Selection(kinds=frozenset(kinds), articles=ON_TOPIC)
    happened = {
        PUBLISHED: _event(PUBLISHED, None, INSIDE),
        UPDATED: _event(UPDATED, INSIDE, INSIDE),
        WITHDRAWN: _event(WITHDRAWN, INSIDE, None),
        CHANGED: _event(CHANGED, None, None),
        "moved out": _event(UPDATED, INSIDE, OUTSIDE),
    }
    decided = {name: verdict(event, selection) for name, event in happened.items()}
    assert {name: each for name, each in decided.items() if each is not None} == told


@pytest.mark.parametrize(
    ("backfill", "told"), [(None, {True, False}), (True, {True}), (False, {False})]
)
def test_backfill_is_a_condition_on_publications_alone(
    backfill: bool | None, told: set[bool]
) -> None:
    selection = Selection(backfill=backfill)
    news = {each: _event(PUBLISHED, None, INSIDE, is_backfill=each) for each in (True, False)}
    assert {each for each, event in news.items() if verdict(event, selection)} == told
    for kind in (UPDATED, WITHDRAWN, CHANGED):
        assert verdict(_event(kind, INSIDE, INSIDE), selection) is TELL
