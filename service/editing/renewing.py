"""The records that a merge makes others: their next versions, and whom readers hear of."""

from collections import defaultdict
from collections.abc import Iterable

from service import revising
from service.database import bulk
from service.events.changes import Change
from service.models import Meeting, Membership, Organization, Record

_TOLD = (Meeting, Organization)


class Renewal:
    """However often a merge turns something of a record, that is one change of it."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self._ids: defaultdict[type[Record], set[int]] = defaultdict(set)
        self._told: set[int] = set()

    async def add(self, model: type[Record], ids: Iterable[object]) -> None:
        """Before they are turned: nobody else changes them until the transaction ends."""
        new = {int(str(key)) for key in ids} - self._ids[model]
        for some in bulk.chunks(sorted(new)):
            rows = model.filter(id__in=some).order_by("id").only("id")
            await rows.select_for_update(no_key=True)
        self._ids[model] |= new

    def tell(self, membership: int) -> None:
        """Of whom it is, and of where, though its version stays."""
        self._told.add(membership)

    async def keep(self) -> None:
        """Once all is turned. What is gone by then has no version."""
        for model, ids in self._ids.items():
            await revising.renew(model, ids, self.change)
        for told in _TOLD:
            self.change.touched(told, *sorted(self._ids[told]))
        for some in bulk.chunks(sorted(self._ids[Membership] | self._told)):
            for held in await Membership.filter(id__in=some).order_by("id"):
                self.change.touched_membership(held)
