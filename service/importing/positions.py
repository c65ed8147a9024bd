"""Offices as they stand in a text: `Phó Bí thư, Chủ tịch UBND huyện X`, `nguyên …`, `… kiêm …`."""

from dataclasses import dataclass

from service.importing.bodies import (
    body_of,
    central_body,
    organ_of,
    party_committee,
    peoples_committee,
)
from service.importing.findings import Body, Found, Position
from service.importing.gazetteer import Gazetteer
from service.importing.mentions import BodyMention, PlaceMention, body_at, field_end, place_at
from service.importing.names import capital_run, family_name
from service.importing.places import UNITS, Place
from service.importing.titles import BEFORE, FORMER, TITLES, Title
from service.importing.words import Passage
from service.text import spelling
from service.vocabulary import Certainty, Ladder

_SEPARATORS = frozenset((",", "kiêm", "-", "–", "đồng thời là", "và"))
_SEVERAL = frozenset(("các", "những", "một"))
_JOINED_TITLES = frozenset(("tổng thư ký", "chánh văn phòng"))


@dataclass(frozen=True, slots=True)
class Office:
    """One title with the body or the place printed after it; from word `start` up to `end`."""

    title: Title
    label: str
    body: BodyMention | None
    place: PlaceMention | None
    former: bool
    start: int
    end: int
    doubted: bool = False

    @property
    def is_bare(self) -> bool:
        return self.body is None and self.place is None and self.title.body is None

    @property
    def place_said(self) -> Place | None:
        if self.place is not None:
            return self.place.place
        if self.title.of_place:
            return Place(self.title.of_place, None)
        return self.body.place_said if self.body else None

    @property
    def sure(self) -> bool:
        """Whether its place ends where no name can begin; `doubted`: whose it is, is open."""
        mention = self.body or self.place
        return mention is None or mention.sure


def offices_at(passage: Passage, start: int, known: Gazetteer) -> list[Office]:
    """The offices of one person that begin at `start`, with what joins them."""
    offices: list[Office] = []
    index = start
    while office := office_at(passage, index, known):
        offices.append(office)
        if passage.key(office.end) not in _SEPARATORS:
            break
        index = office.end + 1
    return offices


def office_at(passage: Passage, start: int, known: Gazetteer) -> Office | None:
    """One office; a joint title (`Phó Chủ tịch - Tổng Thư ký`) is one."""
    before = BEFORE.at(passage, start)
    begin = before[0] if before else start
    match = TITLES.at(passage, begin)
    if match is None:
        return None
    end, title = match
    joined = _joint_end(passage, end)
    label_end = joined or end
    body = None if title.body and not title.organ else _body_after(passage, label_end, title, known)
    if body is None and title.needs_body:
        return None
    place = None if body else _place_after(passage, label_end, title, known)
    stop = body.end if body else place.end if place else _unknown_end(passage, label_end)
    if _of_several(passage, stop):
        return None
    label = title.label or spelling(passage.slice(begin, label_end))
    former = bool(before and before[1] in FORMER)
    return Office(title, label[:1].upper() + label[1:], body, place, former, start, stop)


def _of_several(passage: Passage, end: int) -> bool:
    """`Chủ tịch Ủy ban MTTQ các xã`, `… 18 xã`: a group that holds the same office."""
    counted = passage.key(end) in _SEVERAL or passage.key(end).isdigit()
    return counted and UNITS.at(passage, end + 1) is not None


def _unknown_end(passage: Passage, end: int) -> int:
    """A body of no known kind is part of the office's words, but not a person's name."""
    if family_name(passage, end) and capital_run(passage, end) - end > 1:
        return end
    return field_end(passage, end) if passage.is_capital(end) else end


def _joint_end(passage: Passage, end: int) -> int | None:
    if passage.key(end) not in ("-", "–"):
        return None
    for joined in _JOINED_TITLES:
        words = joined.split()
        if [passage.key(end + 1 + n) for n in range(len(words))] == words:
            return end + 1 + len(words)
    return None


def _body_after(passage: Passage, end: int, title: Title, known: Gazetteer) -> BodyMention | None:
    """The body after a title, or one that begins with the title's last words (Trưởng Ban …)."""
    if title.shared:
        mention = body_at(passage, end - title.shared, known, any_case=True)
        if mention and mention.end > end:
            return mention
    return body_at(passage, end, known)


def _place_after(passage: Passage, end: int, title: Title, known: Gazetteer) -> PlaceMention | None:
    place = place_at(passage, end, known, unit=title.of_place)
    return place if place and (place.place.name or not passage.touches(end)) else None


def positions_of(
    passage: Passage, offices: list[Office], known: Gazetteer
) -> tuple[Found[Position], ...]:
    """Resolves the offices of one person, the bare ones by the office that follows them."""
    return tuple(
        _found(passage, office, offices[:index], offices[index + 1 :], known)
        for index, office in enumerate(offices)
    )


def _found(
    passage: Passage,
    office: Office,
    earlier: list[Office],
    later: list[Office],
    known: Gazetteer,
) -> Found[Position]:
    printed = passage.slice(office.start, office.end)
    body, certainty, rule = _body(passage, office, earlier, later, known, printed)
    if office.doubted or not office.sure:
        certainty = Certainty.NEEDS_REVIEW
    return Found(Position(office.label, body, office.former, printed), printed, rule, certainty)


def _body(
    passage: Passage,
    office: Office,
    earlier: list[Office],
    later: list[Office],
    known: Gazetteer,
    printed: str,
) -> tuple[Body | None, Certainty, str]:
    following = next((o for o in later if not o.is_bare), None)
    if office.body is not None:
        nearby = _place_of_next(office, following)
        before = None if nearby else _place_of_previous(office, earlier)
        body, certainty = body_of(passage, office.body, known, place=nearby or before)
        rule = "title-body-place-of-next" if nearby else "title-body"
        rule = "title-body-place-of-previous" if before else rule
        return _of_organ(office, body, printed), certainty, rule
    if office.title.body is not None:
        return (*_named_by_title(office, known, printed), "title-names-body")
    if office.place is not None:
        return (*_of_place(office, office.place.place, known, printed), "title-place")
    if following is None:
        return None, Certainty.NEEDS_REVIEW, "bare-title"
    return _like_the_next(passage, office, following, known, printed)


def _place_of_next(office: Office, following: Office | None) -> Place | None:
    """The next office's place, where this one's body says no name: Đảng ủy, Chủ tịch UBND xã X."""
    own, other = office.place_said, following.place_said if following else None
    if other is None or (own is not None and own.name is not None):
        return None
    return other if own is None or (other.unit == own.unit and other.name) else None


def _place_of_previous(office: Office, earlier: list[Office]) -> Place | None:
    """`Huyện ủy Lâm Bình, Chủ tịch UBND huyện`: the place named just before, said by its unit."""
    own = office.place_said
    if own is None or own.name is not None or office.body is None or office.body.central:
        return None
    said = (one.place_said for one in reversed(earlier))
    return next((place for place in said if place and place.name and place.unit == own.unit), None)


def _like_the_next(
    passage: Passage, office: Office, following: Office, known: Gazetteer, printed: str
) -> tuple[Body | None, Certainty, str]:
    place = following.place_said
    if office.title.party and place is not None:
        body, certainty = party_committee(place, known, printed)
        return _of_organ(office, body, printed), certainty, "bare-party-title"
    if office.title.party or following.body is None:
        return None, Certainty.NEEDS_REVIEW, "bare-title"
    body, certainty = body_of(passage, following.body, known)
    return body, certainty, "bare-title-of-next-body"


def _of_organ(office: Office, body: Body, printed: str) -> Body:
    """A Party committee is itself the Ban Chấp hành of its Đảng bộ."""
    organ = office.title.organ
    if organ is None or (organ == "Ban Chấp hành" and body.ladder is Ladder.PARTY):
        return body
    return organ_of(organ, body, printed)


def _named_by_title(office: Office, known: Gazetteer, printed: str) -> tuple[Body, Certainty]:
    if office.title.of_place:
        said = office.place.place if office.place else Place(office.title.of_place, None)
        return party_committee(said, known, printed)
    return central_body(office.title.body or "", printed), Certainty.CERTAIN


def _of_place(
    office: Office, place: Place, known: Gazetteer, printed: str
) -> tuple[Body | None, Certainty]:
    """Bí thư of a place is of its Party committee, Chủ tịch of its people's committee."""
    if office.title.party:
        body, certainty = party_committee(place, known, printed)
        return _of_organ(office, body, printed), certainty
    if office.label.lower().endswith("chủ tịch") or "chủ tịch" in office.label.lower():
        return peoples_committee(place, known, printed)
    return None, Certainty.CERTAIN
