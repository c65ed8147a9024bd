"""Random values of arguments: mostly such as find something in a world, some unknown, a few bad."""

from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import Any, Self

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    is_enum_type,
    is_input_object_type,
    is_list_type,
)

from tests.oracle import pages, phrases
from tests.oracle.pages import ORDERS
from tests.oracle.resolvers import Caller, Site, View
from tests.oracle.scalars import global_id
from tests.oracle.world import World

NODE_TYPES = (
    "Article", "Person", "Organization", "Meeting", "Topic", "Post", "Membership", "Mention",
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
_KEYS: tuple[Any, ...] = (
    None, True, 0, 1, -1, 1.5, 2**31, 2**63, "", "1", "a\0b", [], {},
    "2020-01-01", "2020-01-01T00:00:00", "2020-01-01T00:00:00+00:00",
)  # fmt: skip
"""Of cursors."""


Bare = GraphQLScalarType | GraphQLEnumType | GraphQLInputObjectType | GraphQLList[Any]


@dataclass(frozen=True)
class Kind:
    """What a value is for: its type without the outer `!`, and a word on its meaning."""

    type: Bare
    hint: str = ""

    @classmethod
    def of(cls, type_: GraphQLInputType, hint: str) -> Self:
        bare: Bare = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        return cls(bare, hint)


class Values:
    """Draws values. `sound`: none that is refused; `drafts`: also states that are not public."""

    def __init__(self, world: World, rng: Random, coverage: Counter[str]) -> None:
        self._rng, self._coverage = rng, coverage
        self._view = View(world, Site("", ""), Caller("", frozenset({"ADMIN"})))
        self._participants = world.participants
        self.sound, self.drafts = True, False

    def bad(self, chance: float = 0.25) -> bool:
        return not self.sound and self._rng.random() < chance

    def draw(self, kind: Kind) -> Any:
        """As JSON; an enum's value is its name."""
        type_ = kind.type
        if is_list_type(type_):
            return self._list(Kind.of(type_.of_type, kind.hint))
        if is_input_object_type(type_):
            return self._object(kind)
        if is_enum_type(type_):
            return self._enum(type_.name, tuple(type_.values), kind.hint)
        return self._leaf(str(type_), kind.hint)

    def children(self, kind: Kind) -> dict[str, Kind]:
        """The keys of an input object; the hint is the model that it is about."""
        assert is_input_object_type(kind.type)
        return {
            name: Kind.of(field.type, _hint(name, kind.hint))
            for name, field in kind.type.fields.items()
        }

    def _list(self, item: Kind) -> Any:
        if str(item.type) == "ID" and not item.hint and self.bad(0.3):
            return [self.draw(item)] * 101
        drawn = [self.draw(item) for _ in range(self._rng.choice((0, 1, 1, 2, 2, 3, 6)))]
        return drawn[0] if drawn and self._rng.random() < 0.08 else drawn

    def _object(self, kind: Kind) -> dict[str, Any]:
        children = self.children(kind)
        wanted = self._keys(kind, tuple(children))
        if self.bad(0.1):
            return dict.fromkeys(wanted)
        return {name: self._child(kind, name, children[name]) for name in wanted}

    def _child(self, parent: Kind, name: str, kind: Kind) -> Any:
        self._coverage[f"input {parent.type}.{name}"] += 1
        return self.draw(kind)

    def _keys(self, kind: Kind, names: Sequence[str]) -> list[str]:
        assert is_input_object_type(kind.type)
        if kind.type.is_one_of:
            wanted = self._rng.choice((0, 2)) if self.bad() else 1
        else:
            wanted = self._rng.choice((0, 1, 1, 1, 1, 2, 2, 3))
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
                return self._size(hint)
            case "Boolean":
                return self._rng.random() < 0.6
            case "DateTime":
                return self._rng.choice(_NO_INSTANTS) if self.bad() else self._instant()
            case "Date":
                return self._rng.choice(_NO_DAYS if self.bad() else _DAYS)
            case "TimeZone":
                return self._rng.choice(_NO_ZONES if self.bad() else _ZONES)
            case "URL":
                return self._rng.choice(_NO_URLS) if self.bad() else self._url()
        return self._text(hint)

    def _rows(self, model: str) -> Sequence[Any]:
        return self._participants if model == "Participant" else self._view.rows(model)

    def _id(self, model: str) -> Any:
        rng = self._rng
        if self.bad():
            return rng.choice(_NO_IDS)
        model = model or rng.choice(NODE_TYPES)
        key = rng.choice(self._rows(model)).id if self._rows(model) else 1
        chance = rng.random()
        if chance < 0.06:
            return global_id(model, rng.choice((0, 999_999, 2**63 - 1, 10**18 * 9)))
        if chance < 0.18:
            return global_id(rng.choice((*NODE_TYPES, "Byline", "Viewer", "")), key)
        return _padded(model, key) if chance < 0.22 else global_id(model, key)

    def _size(self, hint: str) -> Any:
        if self.bad():
            return self._rng.choice((0, -1, 101, 2**31 - 1, 2**31, True, True, "1"))
        small = (1, 1, 2, 2, 3, 4)
        return self._rng.choice(small if hint == "small" else (*small, 7, 20, 99, 100))

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
        """`slug:Model`, `prefix:Model`, `cursor:Model.ORDER`, or anything."""
        about, _, model = hint.partition(":")
        if about == "cursor":
            return self._cursor(*model.split("."))
        slug = self._slug(model)
        if about == "prefix":
            return slug[: self._rng.choice((0, 1, 2, 5, 9, 30))]
        return slug if about == "slug" else phrases.phrase(self._rng)

    def _slug(self, model: str) -> str:
        rng, rows = self._rng, self._rows(model)
        if self.bad():
            return "a\0b"
        if not rows or rng.random() < 0.12:
            return rng.choice(("missing", "", "%", "hoi-nghi-_", "ĐẠI", "'"))
        slug: str = rng.choice(rows).slug
        return slug.upper() if rng.random() < 0.15 else slug

    def _cursor(self, model: str, name: str) -> str:
        rng, order = self._rng, ORDERS[model][name]
        if self.bad(0.4):
            return self._no_cursor(model, name)
        rows = self._rows(model)
        return order.cursor(rng.choice(rows)) if rows else pages.cursor([order.mark, 0, 1])

    def _no_cursor(self, model: str, name: str) -> str:
        rng, order = self._rng, ORDERS[model][name]
        of = model if model != "Participant" and rng.random() < 0.7 else rng.choice(list(ORDERS))
        other, chance = rng.choice(list(ORDERS[of].values())), rng.random()
        if chance < 0.3 and (rows := self._rows(other.model)):
            return other.cursor(rng.choice(rows))
        if chance < 0.7 and (rows := self._rows(model)):
            return order.cursor(rng.choice(rows), self._damaged)
        keys = [date(2020, 1, 1).isoformat()] * len(order.kinds)
        return rng.choice(
            (
                "",
                "x",
                "====",
                "đ",
                "AAAA",
                *map(
                    pages.cursor,
                    (
                        [],
                        {},
                        7,
                        None,
                        [order.mark],
                        [order.mark, *keys],
                        [order.mark, *keys, 1, 1],
                        [order.mark, *(None for _ in keys), 1],
                        [order.mark, *({} for _ in keys), 1],
                        [order.mark, *keys, -1],
                        [order.mark, *keys, 1.5],
                        [order.mark, *keys, "1"],
                        [order.mark, *keys, True],
                        [order.mark, *keys, 2**63],
                    ),
                ),
            )
        )

    def _damaged(self, keys: list[Any]) -> list[Any]:
        """One of them is another, mostly of a kind that does not belong there."""
        place = self._rng.randrange(len(keys))
        other = _mistaken(keys[place]) if self._rng.random() < 0.5 else self._rng.choice(_KEYS)
        return [*keys[:place], other, *keys[place + 1 :]]


def _mistaken(key: Any) -> Any:
    """Nearly the same, as a careless reader takes it."""
    if isinstance(key, bool):
        return int(key)
    return -key if isinstance(key, int) else str(key).removesuffix("+00:00")


def _padded(model: str, key: int) -> str:
    return urlsafe_b64encode(f"{model}:{key}".encode()).decode()


def _hint(key: str, model: str) -> str:
    """Of a key of an input object that is about a model."""
    named = model.removeprefix("slug:")
    return {"slug": f"slug:{named}", "startsWith": f"prefix:{named}"}.get(key, model)
