"""What the service answers against what the oracle answers: the same bytes, the same errors.

Two ways are compared: the compiled plan, where there is one, and the ordinary resolvers. A plan may
decline what has errors, and what would have one if its place were reached (a bad argument below an
empty list); any other decline is a fault of its own.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from service.models import EventLog
from service.site import Site as OpenSite
from service.viewers import Viewer
from service.vocabulary import Scope
from tests.oracle.answering import Answer, Oracle, Place, encoded
from tests.oracle.operations import Asking
from tests.oracle.views import Caller, Site
from tests.oracle.world import ZONE, World

SITE = OpenSite("Thử", ZONE)
_LONGEST = 600  # characters of an answer that are shown
Compiled = Callable[[str, str | None, dict[str, Any]], Awaitable[bytes | None]]


class Service(Protocol):
    """As `tests.graph.Graph`; it may also have `compiled`."""

    async def run(
        self, query: str, operation_name: str | None, variables: dict[str, Any], /
    ) -> dict[str, Any]: ...


ServiceFor = Callable[[Viewer | None], Service]


@dataclass(frozen=True)
class Difference:
    """`told` is None for a plan that declined without need."""

    asking: Asking
    way: str
    expected: Answer
    told: Answer | None

    def __str__(self) -> str:
        expected, told = _parted(self.expected, self.told)
        return "\n".join(
            (
                f"{self.way}, asked by {self.asking.caller}",
                self.asking.text,
                f"operation {self.asking.name!r}, variables {self.asking.variables!r}",
                f"expected {expected}",
                f"told     {told}",
            )
        )


@dataclass
class Tally:
    """What was compared."""

    operations: int = 0
    with_errors: int = 0
    compiled: int = 0
    declined: int = 0
    resolved: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def needless(self) -> int:
        return sum(difference.told is None for difference in self.differences)


def viewer_of(caller: Caller) -> Viewer | None:
    if not caller.scopes:
        return None
    return Viewer(1, caller.name, frozenset(map(Scope, caller.scopes)))


async def site() -> Site:
    """Of the archive that is open."""
    row = await EventLog.get()
    return Site(SITE.name, f"{row.log_id}{row.position:016x}")


async def differences(
    service_for: ServiceFor,
    world: World,
    askings: Iterable[Asking],
    *,
    tally: Tally | None = None,
    resolve_each: int = 1,
) -> list[Difference]:
    """The world is written in the archive that is open. Every so many askings are resolved too."""
    tally = Tally() if tally is None else tally
    oracle = Oracle(world, await site())
    found: list[Difference] = []
    for number, asking in enumerate(askings):
        found += await compared(
            service_for, oracle, asking, tally, resolve=number % resolve_each == 0
        )
    tally.differences += found
    return found


async def compared(
    service_for: ServiceFor, oracle: Oracle, asking: Asking, tally: Tally, *, resolve: bool
) -> list[Difference]:
    expected = oracle.answer(asking.text, asking.name, asking.variables, asking.caller)
    service = service_for(viewer_of(asking.caller))
    tally.operations += 1
    tally.with_errors += bool(expected.errors)
    found = []
    compiled: Compiled | None = getattr(service, "compiled", None)
    if compiled is not None:
        told = await _compiled(compiled, asking)
        tally.compiled += told is not None
        tally.declined += told is None
        resolve = resolve or told is None
        is_needless = told is None and not expected.errors and asking.sound
        if is_needless or (told is not None and told != expected):
            found.append(Difference(asking, "compiled", expected, told))
    if resolve:
        tally.resolved += 1
        answer = await _resolved(service, asking)
        if not agrees(oracle, asking, expected, answer):
            found.append(Difference(asking, "resolved", expected, answer))
    return found


async def _compiled(compiled: Compiled, asking: Asking) -> Answer | None:
    try:
        told = await compiled(asking.text, asking.name, asking.variables)
    except Exception as error:  # whatever it is, no caller may meet it
        return _raised(error)
    return None if told is None else Answer(told, frozenset())


async def _resolved(service: Service, asking: Asking) -> Answer:
    try:
        return answered(await service.run(asking.text, asking.name, asking.variables))
    except Exception as error:  # as above
        return _raised(error)


def _raised(error: Exception) -> Answer:
    return Answer(b"null", frozenset({(None, f"raised {error!r}")}))


def answered(told: dict[str, Any]) -> Answer:
    errors = told.get("errors", ())
    return Answer(
        encoded(told["data"]),
        frozenset((_place(error.get("path")), _code(error)) for error in errors),
    )


def agrees(oracle: Oracle, asking: Asking, expected: Answer, told: Answer) -> bool:
    """Where one null stands for several errors, each side may tell others of them.

    (The specification, Handling Execution Errors: of those, only one has to be told.)
    """
    if expected == told:
        return True
    if expected.data != told.data or _nulls(expected) != _nulls(told):
        return False
    every = oracle.all_errors(asking.text, asking.name, asking.variables, asking.caller)
    return told.errors <= every


def _nulls(answer: Answer) -> set[Place]:
    """Where the nulls are for which errors stand."""
    data = (orjson.loads(answer.data) or {}).get("data")
    return {None if place is None else _null(data, place) for place, _ in answer.errors}


def _null(data: Any, place: tuple[str | int, ...]) -> Place:
    for depth, step in enumerate(place):
        if data is None:
            return place[:depth]
        data = data[step]
    return place


def _place(path: list[str | int] | None) -> Place:
    return None if path is None else tuple(path)


def _code(error: dict[str, Any]) -> str:
    return str(error.get("extensions", {}).get("code", "without a code"))


def _parted(expected: Answer, told: Answer | None) -> tuple[str, str]:
    """What each says from where they part."""
    left = _shown(expected)
    if told is None:
        return left[:_LONGEST], "declined, and nothing is wrong with it"
    right = _shown(told)
    same = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), 0)
    begin = max(0, same - _LONGEST // 4)
    return left[begin : begin + _LONGEST], right[begin : begin + _LONGEST]


def _shown(answer: Answer) -> str:
    errors = f" with errors {sorted(answer.errors, key=repr)}" if answer.errors else ""
    return answer.data.decode(errors="replace") + errors
