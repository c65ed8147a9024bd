"""Random values of arguments: mostly such as find something in a world, some unknown, a few bad."""

from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

from graphql import is_enum_type, is_input_object_type, is_list_type

from tests.oracle import phrases
from tests.oracle.hints import DEEPEST, Kind
from tests.oracle.scalars import global_id
from tests.oracle.views import Caller, Site, View
from tests.oracle.words import Words
from tests.oracle.world import World

NODE_TYPES = (
    "Article", "Person", "Organization", "Meeting", "Topic", "Post", "Membership", "Mention",
    "Revision",
)  # fmt: skip
_ZONES = (
    "Asia/Ho_Chi_Minh",
    "UTC",
    "America/New_York",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Europe/Berlin",
)
_DAYS = (
    "0001-01-01",
    "9999-12-31",
    "2020-01-01",
    "2019-12-31",
    "2025-06-30",
    "2025-07-01",
    "2025-07-02",
    "2021-05-12",
    "2020-02-29",
    "1970-01-01",
    "2026-08-15",
)
_NO_IDS = ("", "x", "@@@@", "QXJ0aWNsZQ", "QXJ0aWNsZTowMQ", "QXJ0aWNsZTotMQ", "đ", 5)
_NO_INSTANTS = ("2020-01-01", "2020-01-01T00:00:00", "2020-13-01T00:00:00Z", "", 5)
_NO_DAYS = ("2020-02-30", "20200101", "2020-1-1", "today", 20200101)
_NO_ZONES = ("Mars/Phobos", "+07:00", "", 7)
_NO_URLS = ("ftp://bao.example/1", "bao.example/1", "http://", "https://a b", 1)
_LEADING = ("and", "or", "not", "author", "organization", "meeting", "holds")


class Values:
    """Draws values. `sound`: none that is refused; `drafts`: also states that are not public."""

    def __init__(self, world: World, rng: Random, coverage: Counter[str]) -> None:
        self._rng, self._coverage = rng, coverage
        self._view = View(world, Site("", ""), Caller("", frozenset({"ADMIN"})))
        self._words = Words(world, rng)
        near = (world.today + timedelta(days=days) for days in (-1, 0, 1))
        self._days = (*_DAYS, *map(str, near))
        self.sound, self.drafts = True, False

    def bad(self, chance: float = 0.25) -> bool:
        return not self.sound and self._rng.random() < chance

    def rows(self, model: str) -> Sequence[Any]:
        if model == "agent":
            model = self._rng.choice(("Person", "Organization"))
        return self._view.world.participants if model == "Participant" else self._view.rows(model)

    def draw(self, kind: Kind) -> Any:
        """As JSON; an enum's value is its name."""
        type_ = kind.type
        if is_list_type(type_):
            return self._list(kind)
        if is_input_object_type(type_):
            return self._object(kind)
        if is_enum_type(type_):
            return self._enum(type_.name, tuple(type_.values), kind.hint)
        return self._leaf(str(type_), kind.hint)

    def _list(self, kind: Kind) -> Any:
        item, rng = kind.item, self._rng
        if str(item.type) == "ID" and not item.hint and self.bad(0.3):
            return [self.draw(item)] * 101
        if kind.depth and (self.bad(0.06) or rng.random() < 0.004):
            return [{} if item.is_deeper() else self.draw(item)] * (250 if self.sound else 251)
        most = (0, 1, 1, 2, 2, 3) if item.is_deeper() else (0, 1, 1, 2, 2, 3, 6)
        drawn = [self.draw(item) for _ in range(rng.choice(most))]
        return drawn[0] if drawn and rng.random() < 0.08 else drawn

    def _object(self, kind: Kind) -> dict[str, Any]:
        if kind.is_deeper() and (self.bad(0.05) or self._rng.random() < 0.03):
            return self._deep(kind, DEEPEST + (not self.sound))
        children = kind.children()
        wanted = self._keys(kind, children)
        if self.bad(0.1):
            return dict.fromkeys(wanted)
        return {name: self._child(kind, name, children[name]) for name in wanted}

    def _deep(self, kind: Kind, depth: int) -> dict[str, Any]:
        """One condition in the other, down to that depth; where it leads no deeper, anything."""
        children = kind.children()
        leading = [name for name in _LEADING if name in children and children[name].is_deeper()]
        if kind.depth >= depth or not leading:
            return {name: self.draw(children[name]) for name in self._keys(kind, children)}
        name = self._rng.choice(leading)
        self._coverage[f"input {kind.type}.{name}"] += 1
        child = children[name]
        if is_list_type(child.type):
            return {name: [self._deep(child.item, depth)]}
        return {name: self._deep(child, depth)}

    def _child(self, parent: Kind, name: str, kind: Kind) -> Any:
        self._coverage[f"input {parent.type}.{name}"] += 1
        if name == "isNull" and self._rng.random() < 0.15:
            return None
        return self.draw(kind)

    def _keys(self, kind: Kind, children: dict[str, Kind]) -> list[str]:
        """Which keys of an object are given. Conditions stand in each other only so deep."""
        assert is_input_object_type(kind.type)
        names = list(children)
        if kind.type.is_one_of:
            wanted = self._rng.choice((0, 2)) if self.bad() else 1
        else:
            wanted = self._rng.choice((0, 1, 1, 1, 1, 2, 2, 3))
        if kind.depth >= DEEPEST:
            names = [name for name in names if not children[name].is_deeper()]
        return self._rng.sample(names, min(wanted, len(names)))

    def _enum(self, name: str, values: tuple[str, ...], hint: str) -> str:
        if hint.startswith("only:"):
            return hint.removeprefix("only:")
        if self.bad(0.08):
            return "NO_SUCH_VALUE"
        if name == "PublicationStatus" and self.sound and not self.drafts:
            values = ("PUBLISHED",)
        value = self._rng.choice(values)
        self._coverage[f"enum {name}.{value}"] += 1
        return value

    def _leaf(self, type_name: str, hint: str) -> Any:
        match type_name:
            case "ID":
                return self._id(hint)
            case "Int":
                return self._number(hint)
            case "Boolean":
                return self._rng.random() < 0.6
            case "DateTime":
                return self._rng.choice(_NO_INSTANTS) if self.bad() else self._instant()
            case "Date":
                return self._rng.choice(_NO_DAYS if self.bad() else self._days)
            case "TimeZone":
                return self._rng.choice(_NO_ZONES if self.bad() else _ZONES)
            case "URL":
                return self._rng.choice(_NO_URLS) if self.bad() else self._url()
        return self._text(hint)

    def _id(self, model: str) -> Any:
        rng = self._rng
        if self.bad():
            return rng.choice(_NO_IDS)
        if model == "agent":
            model = rng.choice(("Person", "Organization"))
        model = model or rng.choice(NODE_TYPES)
        chance = rng.random()
        gone = [m.duplicate_id for m in self._view.world.merges if m.record_kind == model]
        if gone and chance > 0.85:
            return global_id(model, rng.choice(gone))
        key = rng.choice(self.rows(model)).id if self.rows(model) else 1
        if chance < 0.06:
            return global_id(model, rng.choice((0, 999_999, 2**63 - 1, 10**18 * 9)))
        if chance < 0.18:
            return global_id(rng.choice((*NODE_TYPES, "Byline", "Viewer", "")), key)
        return _padded(model, key) if chance < 0.22 else global_id(model, key)

    def _number(self, hint: str) -> Any:
        rng = self._rng
        if self.bad():
            return rng.choice((0, -1, 101, 2**31 - 1, 2**31, True, True, "1"))
        small = (1, 1, 2, 2, 3, 4)
        match hint:
            case "small":
                return rng.choice(small)
            case "page":
                return rng.choice((*small, 1, 2, 3, 5, 9, 2**31 - 1))
            case "around":
                return rng.choice((*small, 5, 6, 25))
        return rng.choice((*small, 7, 20, 99, 100))

    def _instant(self) -> str:
        known = [a.published_at for a in self._view.articles if a.published_at]
        rng = self._rng
        base = (
            rng.choice(known) if known and rng.random() < 0.7 else datetime(2020, 1, 1, tzinfo=UTC)
        )
        shifted = base + timedelta(microseconds=rng.choice((0, 0, 0, 1, -1)))
        zone = timezone(timedelta(minutes=rng.choice((0, 0, 420, -330))))
        text = shifted.astimezone(zone).isoformat()
        return text.replace("+00:00", "Z") if rng.random() < 0.5 else text

    def _url(self) -> str:
        known = [a.url for a in self._view.articles if a.url]
        return self._rng.choice([*known, "https://bao.example/missing"])

    def _text(self, hint: str) -> Any:
        rng = self._rng
        about, _, model = hint.partition(":")
        if about in {"slug", "prefix", "words", "beginning"} and self.bad():
            return "a\0b"
        match about:
            case "slug":
                return self._slug(model)
            case "prefix":
                return self._slug(model)[: rng.choice((0, 1, 2, 5, 9, 30))]
            case "words":
                return self._words.name(self.rows(model))
            case "beginning":
                return self._words.beginning(self.rows(model))
            case "search":
                return (
                    self._words.no_search() if self.bad() else self._words.search(self.rows(model))
                )
            case "language":
                return rng.choice((*phrases.LANGUAGES, "VI", ""))
            case "classification":
                return rng.choice((*phrases.CLASSIFICATIONS, "MẶT TRẬN"))
        return phrases.phrase(rng)

    def _slug(self, model: str) -> str:
        """Of a row, or one that leads to a row by now."""
        rng, world = self._rng, self._view.world
        rows = self.rows(model)
        if not rows or rng.random() < 0.12:
            return rng.choice(("missing", "", "%", "hoi-nghi-_", "ĐẠI", "'"))
        gone = [m.duplicate_slug for m in world.merges if m.record_kind == type(rows[0]).__name__]
        former = [f.slug for f in world.former_slugs] if model == "Article" else gone
        slugs = [slug for slug in former if slug]
        slug: str = rng.choice(slugs) if slugs and rng.random() < 0.2 else rng.choice(rows).slug
        return slug.upper() if rng.random() < 0.15 else slug


def _padded(model: str, key: int) -> str:
    return urlsafe_b64encode(f"{model}:{key}".encode()).decode()
