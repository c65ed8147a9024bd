"""The conditions of `where`, as predicates on one row.

What cannot be told, because a value is missing, does not hold; and `not` is what does not hold.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tests.oracle import times
from tests.oracle.columns import (
    MOST,
    held_on,
    named,
    published_on,
    slugged,
    storable,
    within_instants,
)
from tests.oracle.refusing import bad_input, forbidden
from tests.oracle.scalars import located
from tests.oracle.views import View

Where = Mapping[str, Any]
Test = Callable[[Any], bool]
_DEEPEST = 5
_AGENTS = ("Person", "Organization")


def matches(view: View, model: str, where: Where) -> Test:
    """All of the conditions hold. Of articles those that are PUBLISHED, unless others are asked."""
    if model == "Mention":
        return _mention(view, where)
    test = _Reader(view).noun(model, where, 1)
    if model == "Article" and "status" not in where:
        return lambda article: article.status == "PUBLISHED" and test(article)
    return test


class _Reader:
    """Reads conditions; `depth`: in how many a place is, its own included."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._world = view.world

    def noun(self, model: str, where: Where, depth: int) -> Test:
        if depth > _DEEPEST:
            raise bad_input("Too deep.")
        return _all(self._key(model, name, value, depth) for name, value in _given(where).items())

    def _key(self, model: str, name: str, value: Any, depth: int) -> Test:
        match name:
            case "and":
                return _all([self.noun(model, each, depth + 1) for each in _few(value)])
            case "or":
                return _any([self.noun(model, each, depth + 1) for each in _few(value)])
            case "not":
                test = self.noun(model, value, depth + 1)
                return lambda row: not test(row)
            case "id":
                return self._id(model, "id", value)
            case "slug":
                return slugged(_given(value))
            case "title" | "name" | "label":
                return named(name, _given(value))
            case "language" | "classification" | "level":
                return _listed(name, value)
            case "updatedAt":
                return within_instants("updated_at", _given(value))
        return self._of_one(model, name, value, depth)

    def _of_one(self, model: str, name: str, value: Any, depth: int) -> Test:
        """Of one noun alone."""
        match model, name:
            case "Article", "status":
                return self._status(value)
            case "Meeting", "status":
                return _listed(name, value)
            case "Article", "publishedAt":
                return within_instants("published_at", _given(value))
            case "Article", "publishedOn":
                return published_on(_given(value))
            case "Meeting", "heldOn":
                return held_on(_given(value))
            case "Organization", "existsOn":
                return lambda body: times.exists(body, value)
            case "Organization", "within":
                return _in(self._below(self._by("Organization", value)), "id")
            case "Person", "holds":
                return _in(self._holding(value, depth + 1), "id")
            case "Article", "organization":
                return _in(self._keys("Organization", value, depth + 1), "organization_id")
        return _in(self._through(name, value, depth), "id")

    def _through(self, name: str, value: Any, depth: int) -> set[int | None]:
        """The keys to which rows of a table lead, some of whose own keys are asked."""
        world, view = self._world, self._view
        match name:
            case "topic":
                asked = {self._by("Topic", value)}
                return _led(world.article_topics, {"topic_id": asked}, "article_id")
            case "meeting":
                asked = self._keys("Meeting", value, depth + 1)
                return _led(world.article_meetings, {"meeting_id": asked}, "article_id")
            case "author":
                asked = self._keys("Person", value, depth + 1)
                return _led(world.bylines, {"person_id": asked}, "article_id")
            case "mentions":
                columns = self._agent(value, "person_id", "agent_organization_id")
                return _led(view.mentions, columns, "article_id")
        columns = self._agent(value, "person_id", "organization_id")
        hosts = [each for each in world.participants if "HOST" in each.roles]
        return _led(hosts if name == "host" else world.participants, columns, "meeting_id")

    def _keys(self, model: str, where: Where, depth: int) -> set[int | None]:
        test = self.noun(model, where, depth)
        return {row.id for row in self._view.rows(model) if test(row)}

    def _holding(self, where: Where, depth: int) -> set[int | None]:
        """Who holds something of which all of this is so."""
        if depth > _DEEPEST:
            raise bad_input("Too deep.")
        tests = [self._held(name, value, depth) for name, value in _given(where).items()]
        held = [each for each in self._view.memberships if all(test(each) for test in tests)]
        return {membership.person_id for membership in held}

    def _held(self, name: str, value: Any, depth: int) -> Test:
        match name:
            case "at":
                day: date = value
                return lambda membership: times.is_held(self._view, membership, day)
            case "organization":
                return _in(self._keys("Organization", value, depth + 1), "organization_id")
            case "post":
                test = self._id("Post", "post_id", value)
                return lambda row: row.post_id is not None and test(row)
        return named("label", _given(value))

    def _id(self, model: str, column: str, where: Where) -> Test:
        tests: list[Test] = []
        for operator, value in _given(where).items():
            asked = [located(each) for each in ([value] if operator == "eq" else _few(value))]
            keys = {self._view.survivor(model, key) for name, key in asked if name == model}
            test = _in(keys, column)
            tests.append(_not(test) if operator == "notIn" else test)
        return _all(tests)

    def _by(self, model: str, by: Where) -> int | None:
        """The key that is asked; None finds nothing."""
        ((name, value),) = by.items()
        if name == "slug":
            row = self._view.of_slug(model, storable(value).lower())
            return None if row is None else int(row.id)
        kind, key = located(value)
        return self._view.survivor(model, key) if kind == model else None

    def _agent(self, by: Where, *columns: str) -> dict[str, set[int | None]]:
        """For people and for bodies the keys that are asked."""
        asked = ({self._by(model, by)} for model in _AGENTS)
        return dict(zip(columns, asked, strict=True))

    def _below(self, key: int | None) -> set[int | None]:
        """The body and all that ever stood below it."""
        found, last = set[int](), set[int]() if key is None else {key}
        while last:
            found |= last
            links = self._world.organization_parents
            last = {link.organization_id for link in links if link.parent_id in last} - found
        return {*found}

    def _status(self, states: list[str]) -> Test:
        if not self._view.drafts and any(state != "PUBLISHED" for state in states):
            raise forbidden()
        return _listed("status", states)


def _mention(view: View, where: Where) -> Test:
    """What waits for a reviewer, unless more is asked."""
    tests: list[Test] = []
    for name, value in _given(where).items():
        if name == "certainty":
            tests.append(_listed("certainty", value))
            continue
        kind, key = located(value)
        asked = {view.survivor(kind, key)}
        columns = {"article": {"Article": "article_id"}, "agent": _MENTIONED}[name]
        tests.append(_in(asked, columns[kind]) if kind in columns else lambda _: False)
    if "certainty" not in where:
        tests.append(lambda mention: mention.certainty == "NEEDS_REVIEW")
    return _all(tests)


_MENTIONED = {"Person": "person_id", "Organization": "agent_organization_id"}


def _given(where: Where) -> Where:
    if any(value is None and name != "isNull" for name, value in where.items()):
        raise bad_input("Null says nothing.")
    return where


def _few(values: list[Any]) -> list[Any]:
    if len(values) > MOST:
        raise bad_input("Too many.")
    return values


def _listed(column: str, values: list[str]) -> Test:
    return _in({storable(value) for value in _few(values)}, column)


def _led(
    links: Iterable[Any], asked: Mapping[str, set[int | None]], column: str
) -> set[int | None]:
    """To what the links lead that have one of the keys that are asked."""
    return {
        getattr(link, column)
        for link in links
        if any(_in(keys, own)(link) for own, keys in asked.items())
    }


def _in(values: set[Any], column: str) -> Test:
    """A missing value is in nothing."""

    def test(row: Any) -> bool:
        value = getattr(row, column)
        return value is not None and value in values

    return test


def _not(test: Test) -> Test:
    return lambda row: not test(row)


def _all(tests: Iterable[Test]) -> Test:
    each = list(tests)
    return lambda row: all(test(row) for test in each)


def _any(tests: Iterable[Test]) -> Test:
    each = list(tests)
    return lambda row: any(test(row) for test in each)
