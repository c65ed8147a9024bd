"""Who holds a meeting: the bodies of a coordinated phrase, and the collectives among them."""

from dataclasses import dataclass

from service.importing.bodies import body_of
from service.importing.findings import Body, Found
from service.importing.gazetteer import Gazetteer
from service.importing.mentions import BodyMention, body_at, place_at
from service.importing.places import UNITS, Place
from service.importing.positions import offices_at
from service.importing.words import Passage
from service.vocabulary import Certainty

_CONNECTORS = frozenset(("và", ",", "cùng", "với", "phối", "hợp", "do", "-"))
_COLLECTIVE = frozenset(("các", "những", "tổ", "đơn", "ban", "ngành", "liên", "cụm", "khối"))
_MANNERS = frozenset((("đồng", "loạt"), ("sôi", "nổi"), ("tưng", "bừng"), ("trang", "trọng")))
_DELEGATIONS = frozenset(
    (("giám", "sát"), ("công", "tác"), ("kiểm", "tra"), ("khảo", "sát"), ("thẩm", "tra"))
)


@dataclass(frozen=True, slots=True)
class Hosts:
    bodies: tuple[Found[Body], ...]
    unnamed: tuple[Found[str], ...]


def read_hosts(subject: str, known: Gazetteer) -> Hosts:
    """The hosts of `subject`; a body without a place takes the one at the end of the phrase."""
    passage, known = Passage(subject), known.without_people()
    mentions, collectives = _coordinated(passage, known)
    last = _last_place(passage, mentions, collectives, known)
    bodies = tuple(_found(passage, mention, last, known) for mention in mentions)
    unnamed = tuple(_collective(passage.slice(*span)) for span in collectives)
    return Hosts(bodies, unnamed)


def _is_collective(passage: Passage, index: int) -> bool:
    if passage.key(index) == "đoàn":
        return passage.keys[index + 1 : index + 3] in _DELEGATIONS
    return passage.key(index) in _COLLECTIVE


def _coordinated(
    passage: Passage, known: Gazetteer
) -> tuple[list[BodyMention], list[tuple[int, int]]]:
    mentions: list[BodyMention] = []
    collectives: list[tuple[int, int]] = []
    index = 0
    while index < len(passage):
        mention = body_at(passage, index, known)
        offices = offices_at(passage, index, known)
        if offices:
            index = offices[-1].end
        elif mention is not None:
            mentions.append(mention)
            index = max(mention.end, index + 1)
        elif place := _host_place(passage, index, known):
            collectives.append((index, place))
            index = place
        elif _is_collective(passage, index):
            end = _phrase_end(passage, index, known)
            collectives.append((index, end))
            index = end
        else:
            index += 1
    return mentions, collectives


def _host_place(passage: Passage, index: int, known: Gazetteer) -> int | None:
    """The end of a place that holds a meeting as itself: `xã Tân Lập tổ chức …`."""
    first = index == 0 or passage.key(index - 1) in _CONNECTORS
    mention = place_at(passage, index, known) if first and UNITS.at(passage, index) else None
    return mention.end if mention and mention.place.name else None


def _phrase_end(passage: Passage, start: int, known: Gazetteer) -> int:
    """A collective goes on to the next connector that a body or a collective follows."""
    index = start + 1
    while index < len(passage) and not _next_member(passage, index, known):
        index += 1
    return index


def _next_member(passage: Passage, index: int, known: Gazetteer) -> bool:
    if passage.key(index) in ("phối", "đã", "sẽ", "long", "trọng", "vừa", "do"):
        return True
    if passage.keys[index : index + 2] in _MANNERS:
        return True
    if passage.key(index) not in _CONNECTORS - {"-"}:
        return False
    follows = body_at(passage, index + 1, known) is not None
    return follows or passage.key(index + 1) in ("các", "những")


def _last_place(
    passage: Passage,
    mentions: list[BodyMention],
    collectives: list[tuple[int, int]],
    known: Gazetteer,
) -> Place | None:
    """The place that ends the phrase and so is said of all that is coordinated in it."""
    placed = [(m.end, m.place_said) for m in mentions if m.place_said]
    for start, end in collectives:
        place = _place_inside(passage, start, end, known)
        placed.extend([(end, place)] if place else [])
    return max(placed, key=lambda item: item[0])[1] if placed else None


def _place_inside(passage: Passage, start: int, end: int, known: Gazetteer) -> Place | None:
    for index in range(start, end):
        if UNITS.at(passage, index):
            mention = place_at(passage, index, known)
            if mention and mention.end == end:
                return mention.place
    return None


def _found(
    passage: Passage, mention: BodyMention, last: Place | None, known: Gazetteer
) -> Found[Body]:
    body, certainty = body_of(passage, mention, known, place=last)
    borrowed = mention.place_said is None and not mention.central and last is not None
    rule = "host-place-of-coordination" if borrowed else "host-before-verb"
    return Found(body, body.printed, rule, certainty)


def _collective(text: str) -> Found[str]:
    return Found(text.strip(" ,"), text, "host-collective", Certainty.CERTAIN)
