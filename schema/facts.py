"""A mutation's input as the service takes it: names in snake case, global ids as keys.

What the facts are worth is the service's to say. Raises BadUserInput for what is no id at all.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from schema import ids
from service.articles import Credit, Picture
from service.editing.meetings import Group, Participation
from service.editing.organizations import Name, Parent
from service.models import Row
from service.reading.declarations import Arguments
from service.revising import Seen

_CAPITAL = re.compile("[A-Z]")
_POINTS_TO = {
    "organization_id": "Organization",
    "topic_ids": "Topic",
    "meeting_ids": "Meeting",
    "person_id": "Person",
    "membership_id": "Membership",
    "parent_id": "Organization",
    "predecessor_ids": "Organization",
    "on_behalf_of_id": "Organization",
    "post_id": "Post",
}
_OF_ANY_TYPE = frozenset({"agent_id", "member_id"})
"""Ids of people or bodies: the service is given their type too."""
_MADE_OF: dict[str, Callable[..., Any]] = {
    "byline": Credit,
    "photos": Picture,
    "portrait": Picture,
    "names": Name,
    "parents": Parent,
    "participants": Participation,
    "groups": Group,
}
_NOBODYS = 0  # a well-formed id of another type: no row has it


def of(given: Arguments, model: type[Row]) -> dict[str, Any]:
    """By name; `seen` is the row of `model` that the input's `id` and `expectedVersion` name."""
    asked = {name: value for name, value in given.items() if name != "idempotencyKey"}
    own = dict.fromkeys(("id", "duplicate_id"), model.__name__)
    facts = _facts(asked, {**_POINTS_TO, **own}, ("input",))
    if "expected_version" in facts:
        facts["seen"] = Seen(facts.pop("id"), facts.pop("expected_version"))
    return facts


def shown(snapshot: Any) -> Any:
    """A snapshot with global ids, as an input takes them."""
    if isinstance(snapshot, list):
        return [shown(each) for each in snapshot]
    if not isinstance(snapshot, dict):
        return snapshot
    return {name: _shown(name, value) for name, value in snapshot.items()}


def _shown(name: str, value: Any) -> Any:
    type_name = _POINTS_TO.get(_CAPITAL.sub(_lower, name))
    if type_name is None or value is None:
        return shown(value)
    if isinstance(value, list):
        return [ids.encode(type_name, key) for key in value]
    return ids.encode(type_name, value)


def _lower(letter: re.Match[str]) -> str:
    return "_" + letter[0].lower()


def _facts(given: Arguments, points_to: Mapping[str, str], path: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for given_name, value in given.items():
        name = _CAPITAL.sub(_lower, given_name)
        found[name] = _fact(name, value, points_to, (*path, given_name))
    return found


def _fact(name: str, value: Any, points_to: Mapping[str, str], path: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        numbered = enumerate(value)
        return tuple(_fact(name, each, points_to, (*path, str(n))) for n, each in numbered)
    if value is None:
        return None
    if name in _OF_ANY_TYPE:
        return ids.decode(value, path)
    if name in points_to:
        type_name, key = ids.decode(value, path)
        return key if type_name == points_to[name] else _NOBODYS
    if name in _MADE_OF:
        return _MADE_OF[name](**_facts(value, points_to, path))
    return value
