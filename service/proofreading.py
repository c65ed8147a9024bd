"""What somebody sends to be kept, read by a proofreader: one spelling, and all faults at once."""

import re
from datetime import UTC, datetime
from typing import Any, TypeVar

from service import addresses, text
from service.dates import PartialDate
from service.errors import Fault, Refused
from service.models import Membership, Organization, Person
from service.vocabulary import FaultCode

T = TypeVar("T")
LONGEST = 2_000
"""Characters of a line: a name, a position, a caption, a note."""
MOST_ITEMS = 1_000
"""Of a list."""
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_HIGHEST = 2**31 - 1
_FIRST = datetime(1, 1, 2, tzinfo=UTC)  # whose day is one by every clock
_LAST = datetime(9999, 12, 30, tzinfo=UTC)


class Proof:
    """One reading. A path leads to the value within the input, names in snake case.

    What is wrong is noted, and something given back all the same, so that the reading goes on;
    until `settle` nothing of it may be kept.
    """

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def note(self, code: FaultCode, message: str, *path: str) -> None:
        self._faults.append(Fault(code, message, path))

    def settle(self) -> None:
        """Raises Refused with all that was noted."""
        if self._faults:
            raise Refused(*self._faults)

    def words(self, sent: str | None, *path: str, longest: int = LONGEST) -> str | None:
        """In one spelling, without space around it; None for what is blank."""
        return self._kept(text.nfc(sent or "").strip(), path, longest) or None

    def laid_out(self, sent: str | None, *path: str, longest: int) -> str:
        """In one spelling, with the space around it; empty for None."""
        return self._kept(text.nfc(sent or ""), path, longest) or ""

    def required(self, sent: str | None, *path: str, longest: int = LONGEST) -> str:
        """The same of what may not be missing or blank."""
        kept = self._kept(text.nfc(sent or "").strip(), path, longest)
        if kept == "":
            self.note(FaultCode.REQUIRED, "This may not be blank.", *path)
        return kept or ""

    def given(self, sent: T | None, *path: str) -> T | None:
        """The same of what is no text."""
        if sent is None:
            self.note(FaultCode.REQUIRED, "This may not be missing.", *path)
        return sent

    def slug(self, sent: str | None, *path: str) -> str:
        kept = self.required(sent, *path)
        if kept and (len(kept) > 200 or not _SLUG.fullmatch(kept)):
            form = "A slug is of the form 'words-and-digits', with at most 200 characters."
            self.note(FaultCode.INVALID, form, *path)
            return ""
        return kept

    def language(self, sent: str | None, *path: str) -> str:
        """A tag of BCP 47, by its shape."""
        kept = self.required(sent, *path)
        if kept and (len(kept) > 35 or not _LANGUAGE.fullmatch(kept)):
            self.note(FaultCode.INVALID, "A language is a BCP 47 tag like vi or zh-Hant.", *path)
        return kept

    def address(self, sent: str | None, *path: str) -> str | None:
        if sent is not None and not addresses.is_web(sent):
            self.note(FaultCode.INVALID, "This is no http or https address.", *path)
            return None
        return sent

    def size(self, sent: int | None, *path: str) -> int | None:
        """In pixels."""
        if sent is not None and not 1 <= sent <= _HIGHEST:
            self.note(FaultCode.INVALID, f"This is a number from 1 to {_HIGHEST}.", *path)
        return sent

    def instant(self, sent: datetime | None, *path: str) -> datetime | None:
        """One whose day is within the calendar by every clock."""
        if sent is not None and not _FIRST <= sent <= _LAST:
            message = "The instant is too close to the end of the years 1 to 9999."
            self.note(FaultCode.INVALID, message, *path)
            return None
        return sent

    def in_order(self, first: PartialDate | None, last: PartialDate | None, *path: str) -> None:
        """An end may not be before the beginning, whatever days the two may mean."""
        starts = None if first is None else first.first_day
        ends = None if last is None else last.last_day
        if starts is not None and ends is not None and ends < starts:
            self.note(FaultCode.INVALID, f"This is before {first}, where it begins.", *path)

    def own_membership(self, held: Membership, agent: Person | Organization, *path: str) -> None:
        """A membership that is named beside an agent is that one's."""
        is_person = isinstance(agent, Person)
        if agent.id != (held.person_id if is_person else held.member_organization_id):
            self.note(FaultCode.INVALID, "This is a membership of somebody else.", *path)

    def items(self, sent: Any, *path: str) -> tuple[Any, ...]:
        """Of a list, where None is an empty one."""
        found = tuple(sent or ())
        if len(found) > MOST_ITEMS:
            message = f"The list has {len(found):,} items; {MOST_ITEMS:,} are the most."
            self.note(FaultCode.TOO_LONG, message, *path)
        return found[:MOST_ITEMS]

    def _kept(self, sent: str, path: tuple[str, ...], longest: int) -> str | None:
        """None for what cannot be kept at all."""
        if _UNKEEPABLE.search(sent):
            message = "The text holds a character that no text can hold."
            self.note(FaultCode.INVALID, message, *path)
            return None
        if len(sent) > longest:
            message = f"The text has {len(sent):,} characters; {longest:,} are the most."
            self.note(FaultCode.TOO_LONG, message, *path)
        return sent
