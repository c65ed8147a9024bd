"""The human key of a record: its name's, unless an editor gives it another that is free."""

from service import naming
from service.models import Named
from service.proofreading import Proof
from service.vocabulary import FaultCode


async def settled(
    model: type[Named], wanted: str, standing: str, name: str, own: int, proof: Proof
) -> str:
    """The slug that the row of the id `own` is to have; where none is wanted, one of the name's.

    Notes one that is another's, or was of a record that was merged into another.
    """
    if not wanted:
        return await naming.free_slug(model, name)
    if wanted != standing and await naming.is_taken(model, wanted, by_others_than=own):
        message = f"Another {model.__name__.lower()} already uses the slug '{wanted}'."
        proof.note(FaultCode.NOT_UNIQUE, message, "slug")
    return wanted
