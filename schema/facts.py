"""A mutation's input as the service takes it: names in snake case, global ids as keys.

What the facts are worth is the service's to say. Raises BadUserInput for what is no id at all.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from schema import ids
from service.articles import Credit, Picture
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
}
_MADE_OF: dict[str, Callable[..., Any]] = {"byline": Credit, "photos": Picture}
_NOBODYS = 0  # a well-formed id of another type: no row has it


def of(given: Arguments, model: type[Row]) -> dict[str, Any]:
    """By name; `seen` is the row of `model` that the input's `id` and `expectedVersion` name."""
    facts = _facts(given, {**_POINTS_TO, "id": model.__name__}, ("input",))
    if "expected_version" in facts:
        facts["seen"] = Seen(facts.pop("id"), facts.pop("expected_version"))
    return facts


def _facts(given: Arguments, points_to: Mapping[str, str], path: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for shown, value in given.items():
        name = _CAPITAL.sub(lambda letter: "_" + letter[0].lower(), shown)
        found[name] = _fact(name, value, points_to, (*path, shown))
    return found


def _fact(name: str, value: Any, points_to: Mapping[str, str], path: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        numbered = enumerate(value)
        return tuple(_fact(name, each, points_to, (*path, str(n))) for n, each in numbered)
    if value is None:
        return None
    if name in points_to:
        type_name, key = ids.decode(value, path)
        return key if type_name == points_to[name] else _NOBODYS
    if name in _MADE_OF:
        return _MADE_OF[name](**_facts(value, points_to, path))
    return value
