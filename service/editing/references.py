"""What a record is to point to must be there; a duplicate's id finds whom it was merged into."""

from collections.abc import Mapping
from typing import TypeVar

from service import merges
from service.models import Membership, Organization, Person, Row
from service.proofreading import Proof
from service.vocabulary import FaultCode

R = TypeVar("R", bound=Row)
Place = tuple[str, ...]
Agent = tuple[str, int]
"""Somebody, or a body: the name of the model, and the id."""
AGENTS: Mapping[str, type[Person] | type[Organization]] = {
    model.__name__: model for model in (Person, Organization)
}


async def found(model: type[R], asked: Mapping[Place, int], proof: Proof) -> dict[Place, R]:
    """The rows, by the places of the ids. Notes each id that finds none."""
    known = await merges.rows(model, set(asked.values()))
    for place, key in asked.items():
        if key not in known:
            _note_missing(model.__name__.lower(), place, proof)
    return {place: known[key] for place, key in asked.items() if key in known}


async def one(model: type[R], key: int | None, proof: Proof, *place: str) -> R | None:
    """The same of one id; None for none."""
    return None if key is None else (await found(model, {place: key}, proof)).get(place)


async def agents(asked: Mapping[Place, Agent], proof: Proof) -> dict[Place, Person | Organization]:
    """The same of people and bodies: an id of anything else finds nobody."""
    rows: dict[Place, Person | Organization] = {}
    for kind, model in AGENTS.items():
        rows |= await found(
            model, {p: key for p, (named, key) in asked.items() if named == kind}, proof
        )
    for place, (named, _) in asked.items():
        if named not in AGENTS:
            _note_missing("person or organization", place, proof)
    return rows


def agent(person: int | None, body: int | None) -> Agent:
    """Of the two columns of a row, of which one is filled."""
    return (Person.__name__, person) if person is not None else (Organization.__name__, body or 0)


def identity(agent: Person | Organization) -> Agent:
    return type(agent).__name__, agent.id


def member(held: Membership) -> Agent:
    return agent(held.person_id, held.member_organization_id)


def agent_columns(named: Agent, body: str) -> dict[str, int | None]:
    """Both columns: `person_id`, and that of the name `body`."""
    kind, key = named
    is_person = AGENTS[kind] is Person
    return {"person_id": key if is_person else None, body: None if is_person else key}


def _note_missing(noun: str, place: Place, proof: Proof) -> None:
    proof.note(FaultCode.NOT_FOUND, f"There is no such {noun}.", *place)
