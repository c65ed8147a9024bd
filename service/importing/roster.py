"""The people of a page, each once, from all its sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from service.importing.attendance import (
    Unnamed,
    begins_attendance,
    closes_attendance,
    list_opening,
    unnamed,
)
from service.importing.families import COMMON
from service.importing.findings import Flag, Found, PersonReading, Position
from service.importing.gazetteer import Gazetteer
from service.importing.names import family_name, written
from service.importing.people import Draft, drafts_of, is_explained, is_sure
from service.importing.positions import positions_of
from service.importing.roles import roles_of
from service.importing.scan import sentences
from service.importing.words import Passage
from service.text import tone_key
from service.vocabulary import Certainty, MeetingRole

_BULLETS = ("-", "–", "+", "•", "*")
_NEVER_PRESENT = frozenset(("hồ chí minh", "bác hồ", "mác lê nin"))


@dataclass(slots=True)
class Entry:
    """A person while the page is read; `sure` once one sentence names them beyond doubt."""

    name: str
    honorific: str | None
    quote: str
    rule: str
    sure: bool
    credited: str | None = None
    positions: list[Found[Position]] = field(default_factory=list)
    roles: list[MeetingRole] = field(default_factory=list)

    def reading(self) -> PersonReading:
        certainty = Certainty.CERTAIN if self.sure else Certainty.NEEDS_REVIEW
        roles = tuple(dict.fromkeys(self.roles))
        return PersonReading(
            self.name,
            self.honorific,
            tuple(self.positions),
            self.credited,
            roles,
            self.quote,
            self.rule,
            certainty,
        )


@dataclass(slots=True)
class Roster:
    """What a page says of people; `groups` with the sentence's own words."""

    known: Gazetteer
    entries: dict[str, Entry] = field(default_factory=dict)
    loose: list[Entry] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)

    def people(self) -> tuple[PersonReading, ...]:
        """Explained people in the page's order, then runs of capitals that nothing explains."""
        for entry in self.loose:
            if not self._is_known(entry.name):
                self.entries.setdefault(tone_key(entry.name), entry)
        return tuple(entry.reading() for entry in self.entries.values())

    def _is_known(self, name: str) -> bool:
        """Whether a run is the tail or the whole of a name already found, or of a known place."""
        key = tone_key(name)
        if key in self.known.place_keys:
            return True
        return any(full == key or full.endswith(f" {key}") for full in self.entries)


def read_people(paragraphs: Iterable[str], known: Gazetteer) -> Roster:
    """Reads paragraph after paragraph; a list opened with a colon goes on in those that follow."""
    roster = Roster(known)
    listing = False
    for paragraph in paragraphs:
        listing = _read_paragraph(roster, paragraph, listing)
    return roster


def _read_paragraph(roster: Roster, paragraph: str, listing: bool) -> bool:
    for number, sentence in enumerate(sentences(paragraph)):
        passage = Passage(sentence)
        bulleted = paragraph.startswith(_BULLETS)
        goes_on = listing and number == 0 and (bulleted or begins_attendance(passage, 0))
        opened = 0 if goes_on else list_opening(passage, "dự")
        _read_sentence(roster, passage, opened)
        listing = opened is not None and paragraph.rstrip().endswith((":", ";", ","))
    return listing


def _read_sentence(roster: Roster, passage: Passage, opened: int | None) -> None:
    drafts = drafts_of(passage, roster.known)
    people = [draft for draft in drafts if is_explained(draft)]
    if opened is None and people and people[0].start == 0:
        opened = 0 if closes_attendance(passage, people[-1].end) else None
    roles = roles_of(passage, people, attending_from=opened)
    for draft, said in zip(people, roles, strict=True):
        _enter(roster, passage, draft, said)
    roster.loose.extend(
        _entry(passage, draft, roster.known) for draft in drafts if _is_loose(passage, draft)
    )
    if opened is not None and opened < len(passage):
        rest = unnamed(passage, drafts, opened)
        _note(roster, rest)


def _note(roster: Roster, rest: Unnamed) -> None:
    roster.groups.extend(group for group in rest.groups if group not in roster.groups)
    roster.unread.extend(rest.unread)


def _is_loose(passage: Passage, draft: Draft) -> bool:
    """A run of capitals that may well be a person: long enough, and begun by a family name."""
    if is_explained(draft) or not family_name(passage, draft.name.start):
        return False
    length = draft.name.end - draft.name.start
    common = passage.key(draft.name.start) in COMMON
    upper = passage.words[draft.name.start].is_all_capitals
    return (2 < length <= 5 and not upper) or (length == 2 and common and not upper)


def _enter(roster: Roster, passage: Passage, draft: Draft, roles: list[MeetingRole]) -> None:
    entry = _entry(passage, draft, roster.known)
    key = tone_key(entry.name)
    if key in _NEVER_PRESENT:
        return
    known = roster.entries.get(key) or _short_form_of(roster, key, draft)
    if known is not None:
        _merge(known, entry, roles)
    elif " " in key or draft.offices:
        entry.roles.extend(roles)
        roster.entries[key] = entry


def _short_form_of(roster: Roster, key: str, draft: Draft) -> Entry | None:
    """The one person whose full name ends in a short form (`ông Bình`)."""
    if draft.honorific is None:
        return None
    ends = [entry for full, entry in roster.entries.items() if full.endswith(f" {key}")]
    return ends[0] if len(ends) == 1 else None


def _merge(known: Entry, again: Entry, roles: list[MeetingRole]) -> None:
    known.roles.extend(roles)
    known.honorific = known.honorific or again.honorific
    known.credited = known.credited or again.credited
    known.sure = known.sure or (again.sure and tone_key(known.name) == tone_key(again.name))
    for position in again.positions:
        if not any(_same_office(position.value, held.value) for held in known.positions):
            known.positions.append(position)


def _same_office(one: Position, other: Position) -> bool:
    """The same title of the same body; a title without its body repeats one that has it."""
    if tone_key(one.label) != tone_key(other.label):
        return False
    if one.body is None or other.body is None:
        return True
    return one.body.name == other.body.name or (
        one.body.kind == other.body.kind and not one.body.area
    )


def _entry(passage: Passage, draft: Draft, known: Gazetteer) -> Entry:
    lead = draft.lead.offices if draft.lead else []
    positions = (
        *positions_of(passage, lead, known),
        *_trailing(passage, draft, known),
    )
    return Entry(
        written(passage.slice(draft.name.start, draft.name.end)),
        draft.honorific,
        passage.slice(draft.start, draft.end),
        draft.rule,
        is_sure(passage, draft),
        _credited(passage, draft),
        list(positions),
    )


def _trailing(passage: Passage, draft: Draft, known: Gazetteer) -> tuple[Found[Position], ...]:
    found = positions_of(passage, draft.trail or [], known)
    if not draft.left_office:
        return found
    return tuple(
        Found(
            Position(f.value.label, f.value.body, True, f.value.printed),
            f.quote,
            f.rule,
            f.certainty,
        )
        for f in found
    )


def _credited(passage: Passage, draft: Draft) -> str | None:
    offices = draft.trail or (draft.lead.offices if draft.lead else [])
    return passage.slice(offices[0].start, offices[-1].end) if offices else None
