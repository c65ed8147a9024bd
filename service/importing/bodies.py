"""A body as it stands in the text → the body it is: canonical name, ladder, level, area, parent."""

from dataclasses import replace

from service.importing.findings import Body
from service.importing.gazetteer import Gazetteer
from service.importing.kinds import (
    FRONT_COMMITTEE,
    PARTY_CELL,
    PARTY_COMMITTEE,
    PARTY_COMMITTEES,
    PEOPLES_COMMITTEE,
    Kind,
)
from service.importing.mentions import BodyMention
from service.importing.places import Place, Rank, rank
from service.importing.words import Passage
from service.text import spelling
from service.vocabulary import AdministrativeLevel, Certainty, Ladder

_OFFICES_OF_COMMITTEE = frozenset(("Sở", "Phòng"))
_LADDERED = frozenset((Ladder.PARTY, Ladder.STATE, Ladder.FRONT))


def body_of(
    passage: Passage, mention: BodyMention, known: Gazetteer, *, place: Place | None = None
) -> tuple[Body, Certainty]:
    """Resolves a mention; `place` stands in where the mention says none.

    CERTAIN where its place is printed, or the context or the page leaves only one.
    """
    printed = passage.slice(mention.start, mention.end)
    if mention.of is not None:
        return _organ(passage, mention, mention.of, known, place, printed)
    if mention.central:
        return _central(mention, printed), Certainty.CERTAIN
    said = _said(mention.place or Place(mention.kind.unit, None), place)
    full, sure = known.complete(said)
    body = _body(mention.kind, mention.field, full, mention.outer, known, printed)
    return body, _certainty(sure and full.name is not None and mention.sure)


def party_committee(place: Place, known: Gazetteer, printed: str) -> tuple[Body, Certainty]:
    """The Party's committee of a place: Huyện ủy of a district, Chi bộ of a village."""
    full, sure = known.complete(place)
    body = _body(_party_kind(PARTY_COMMITTEE, full), None, full, None, known, printed)
    return body, _certainty(sure and full.name is not None)


def peoples_committee(place: Place, known: Gazetteer, printed: str) -> tuple[Body, Certainty]:
    full, sure = known.complete(place)
    body = _body(PEOPLES_COMMITTEE, None, full, None, known, printed)
    return body, _certainty(sure and full.name is not None)


def organ_of(name: str, parent: Body, printed: str) -> Body:
    """An organ that a title names beside its body: Ban Thường vụ of Huyện ủy X."""
    return replace(
        parent,
        name=f"{name} {parent.name}",
        kind=f"{name} {parent.kind}",
        parent=parent,
        printed=printed,
    )


def central_body(name: str, printed: str) -> Body:
    """A body over the whole country that a title names: Quốc hội of a Đại biểu Quốc hội."""
    ladder = Ladder.STATE if name == "Quốc hội" else Ladder.PARTY
    return Body(name, name, ladder, AdministrativeLevel.CENTRAL, None, None, printed)


def _said(own: Place, nearby: Place | None) -> Place:
    """The nearby place where the body says none, or only the same unit without a name."""
    if nearby is None or own.name is not None or own.unit not in (None, nearby.unit):
        return own
    return nearby


def _certainty(sure: bool) -> Certainty:
    return Certainty.CERTAIN if sure else Certainty.NEEDS_REVIEW


def _organ(
    passage: Passage,
    mention: BodyMention,
    of: BodyMention,
    known: Gazetteer,
    place: Place | None,
    printed: str,
) -> tuple[Body, Certainty]:
    parent, certainty = body_of(passage, of, known, place=place)
    own = _with_field(mention.kind, mention.field)
    kind = own if mention.kind.ladder is Ladder.PARTY else f"{own} {parent.kind}"
    ladder = mention.kind.ladder or parent.ladder
    body = Body(f"{own} {parent.name}", kind, ladder, parent.level, parent.area, parent, printed)
    return body, certainty


def _central(mention: BodyMention, printed: str) -> Body:
    kind = mention.kind
    own = _with_field(kind, mention.field)
    suffix = "Việt Nam" if printed.endswith("Việt Nam") else "Trung ương"
    name = kind.shown or (own if kind.central else f"{own} {suffix}")
    return Body(name, own, kind.ladder, AdministrativeLevel.CENTRAL, None, None, printed)


def _body(
    kind: Kind,
    field: str | None,
    place: Place,
    outer: Place | None,
    known: Gazetteer,
    printed: str,
) -> Body:
    if kind.of_body and kind.ladder is Ladder.PARTY and place.unit:
        return _party_organ(kind, field, place, outer, known, printed)
    kind = _party_kind(_without_ladder(kind, place), place)
    own = _with_field(kind, field)
    name = " ".join(filter(None, (own, _shown_place(kind, place))))
    parent = _parent(kind, place, outer, known)
    return Body(name, own, kind.ladder, place.level, place.label, parent, printed)


def _party_organ(
    kind: Kind,
    field: str | None,
    place: Place,
    outer: Place | None,
    known: Gazetteer,
    printed: str,
) -> Body:
    """Ban Dân vận of a place is the organ of its Party committee, said or not."""
    committee = _body(PARTY_COMMITTEE, None, place, outer, known, _shown_place(kind, place))
    own = _with_field(kind, field)
    return replace(
        committee, name=f"{own} {committee.name}", kind=own, parent=committee, printed=printed
    )


def _party_kind(kind: Kind, place: Place) -> Kind:
    """Đảng ủy, Đảng bộ and the like under the name that the level gives them."""
    if kind != PARTY_COMMITTEE:
        return kind
    if rank(place) is Rank.VILLAGE:
        return PARTY_CELL
    return PARTY_COMMITTEES.get(place.unit or "", PARTY_COMMITTEE)


def _without_ladder(kind: Kind, place: Place) -> Kind:
    """A Ban Tổ chức of no place may as well be the organizers of a festival."""
    return replace(kind, ladder=None) if kind.name == "Ban Tổ chức" and not place.unit else kind


def _with_field(kind: Kind, field: str | None) -> str:
    return f"{kind.name} {spelling(field)}" if field else kind.name


def _shown_place(kind: Kind, place: Place) -> str:
    if kind.shows_unit:
        return place.label or place.unit or place.name or ""
    return place.name or ""


def _parent(kind: Kind, place: Place, outer: Place | None, known: Gazetteer) -> Body | None:
    """The committee that an office belongs to, or the same ladder's committee one level up."""
    if place.name is None:
        return None
    if kind.name in _OFFICES_OF_COMMITTEE:
        return _body(PEOPLES_COMMITTEE, None, place, outer, known, place.label or "")
    above = known.above(place, outer)
    if above is None or kind.ladder not in _LADDERED or kind.field:
        return None
    return _body(_kind_above(kind, place), None, above, None, known, above.label or "")


def _kind_above(kind: Kind, place: Place) -> Kind:
    if kind.ladder is Ladder.PARTY:
        return PARTY_COMMITTEE
    if kind.name == "Ban Công tác Mặt trận" and rank(place) is Rank.VILLAGE:
        return FRONT_COMMITTEE
    return replace(kind, unit=None)
