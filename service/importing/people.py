"""Who is named in a sentence, and which offices the grammar gives them."""

from dataclasses import dataclass, replace

from service.importing.gazetteer import Gazetteer
from service.importing.names import family_name
from service.importing.positions import Office
from service.importing.scan import Address, Element, Name, Offices, between, elements_of
from service.importing.words import Passage, words_in

_TAKING_OFFICE = words_in(
    """được đã vừa tái tín nhiệm bầu bổ chỉ định phân công điều động và tiếp tục đắc cử thôi không
    giữ chức vụ làm đảm là hiện nay nguyên nhận sẽ cương vị , trúng miễn cho hiệp thương cử
    quyết"""
)
_LEAVING = frozenset(("thôi", "miễn"))
_LEAVES = ("được miễn nhiệm", "được cho thôi", "xin thôi", "thôi giữ chức", "nghỉ hưu")
_LIST_GAPS = frozenset(((",",), ("và",), (";",), (",", "và"), (";", "và"), ("cùng",), ("-",)))
_MOST_BEFORE_A_NAME = 4
_CLOSED_GAPS = frozenset(((")", ","), (")", ";"), (")", "và")))
_RULES = {
    ",": "name-comma-position",
    "-": "name-dash-position",
    "–": "name-dash-position",
    "(": "name-bracket-position",
}


@dataclass(slots=True)
class Draft:
    """A person of one sentence while its elements are joined.

    `doubted`: the words may as well be the end of the office of the person named before.
    """

    name: Name
    honorific: str | None = None
    lead: Offices | None = None
    trail: list[Office] | None = None
    left_office: bool = False
    doubted: bool = False
    start: int = 0
    end: int = 0
    rule: str = "capital-run"

    @property
    def offices(self) -> list[Office]:
        return [*(self.lead.offices if self.lead else ()), *(self.trail or ())]


def drafts_of(passage: Passage, known: Gazetteer) -> list[Draft]:
    """The people of a sentence in its order, the unexplained runs of capitals among them."""
    elements = elements_of(passage, known)
    drafts = {
        index: Draft(element, start=element.start, end=element.end)
        for index, element in enumerate(elements)
        if isinstance(element, Name)
    }
    _join(passage, elements, drafts)
    found = [draft for _, draft in sorted(drafts.items())]
    for draft in found:
        _leave(passage, draft)
    return found


def _join(passage: Passage, elements: list[Element], drafts: dict[int, Draft]) -> None:
    """Honorifics first: whether a name is addressed decides what its offices are worth."""
    for index, element in enumerate(elements):
        if isinstance(element, Address):
            _address(passage, elements, drafts, index, element)
    for index, element in enumerate(elements):
        if isinstance(element, Offices):
            _hold(passage, elements, drafts, index, element)


def _leave(passage: Passage, draft: Draft) -> None:
    """`X, Chủ tịch UBND tỉnh được miễn nhiệm`: the office is laid down after it is named."""
    after = " ".join(between(passage, draft.end, draft.end + 4)).lstrip(", ")
    draft.left_office = draft.left_office or after.startswith(_LEAVES)


def _address(
    passage: Passage, elements: list[Element], drafts: dict[int, Draft], index: int, said: Address
) -> None:
    """An honorific belongs to the next name, over further honorifics and the name's office."""
    following = index + 1
    while following < len(elements) and not isinstance(elements[following], Name):
        gap = between(passage, elements[following - 1].end, elements[following].start)
        if gap or following - index > _MOST_BEFORE_A_NAME:
            return
        following += 1
    if following == len(elements):
        return
    gap = between(passage, elements[following - 1].end, elements[following].start)
    if gap and gap != (":",):
        return
    reached = _addressed(passage, elements, following) if said.plural else [following]
    for position, name in enumerate(reached):
        _mark_addressed(drafts[name], said, first=position == 0)


def _mark_addressed(draft: Draft, said: Address, *, first: bool) -> None:
    if draft.honorific is None:
        draft.honorific = said.honorific
        draft.rule = "honorific-name" if first else "list-name"
    if first:
        draft.start = min(draft.start, said.start)


def _addressed(passage: Passage, elements: list[Element], first: int) -> list[int]:
    """The names that a plural honorific covers: the list goes on over the offices of each."""
    reached = [first]
    for index in range(first + 1, len(elements)):
        element = elements[index]
        gap = between(passage, elements[index - 1].end, element.start)
        held = isinstance(element, Offices) and len(gap) <= 1 and (not gap or gap[0] in _RULES)
        if isinstance(element, Address) or not (held or gap in _LIST_GAPS or gap in _CLOSED_GAPS):
            break
        if isinstance(element, Name):
            reached.append(index)
    return reached


def _chain(passage: Passage, elements: list[Element], first: int) -> list[int]:
    """The names that form one list from the first on, each with its own honorific or none."""
    chain = [first]
    index = first + 1
    while index < len(elements):
        element = elements[index]
        gap = between(passage, elements[index - 1].end, element.start)
        if isinstance(element, Name) and (gap in _LIST_GAPS or not gap):
            chain.append(index)
        elif not (isinstance(element, Address) and gap in _LIST_GAPS and ";" not in gap):
            break
        index += 1
    return chain


def _hold(
    passage: Passage, elements: list[Element], drafts: dict[int, Draft], index: int, said: Offices
) -> None:
    """Gives offices to the name before them, to the name after them, or to a list of names."""
    regarded = _regarded(passage, elements, index)
    if regarded is not None:
        _regard(passage, drafts[regarded], said)
        return
    holder = _holder_before(passage, elements, index)
    follower = _follower(passage, elements, index, held=holder is not None)
    if follower is None and holder is not None:
        _trail(passage, drafts[holder], said.offices, said)
    elif follower is not None:
        if holder is not None and len(said.offices) > 1:
            _trail(passage, drafts[holder], said.offices[:-1], said)
            said = Offices(said.offices[-1:], said.plural, said.offices[-1].start, said.end)
        elif holder is not None and isinstance(elements[follower - 1], Offices):
            drafts[follower].doubted = True
        _lead(passage, elements, drafts, follower, said)


def _holder_before(passage: Passage, elements: list[Element], index: int) -> int | None:
    gap = between(passage, elements[index - 1].end, elements[index].start) if index else ()
    if _takes_another(gap) and _is_held(passage, elements, index - 1):
        return index - 2
    if index == 0 or not isinstance(elements[index - 1], Name):
        return None
    joined = len(gap) <= 1 and (not gap or gap[0] in _RULES)
    return index - 1 if joined or _TAKING_OFFICE.issuperset(gap) else None


def _takes_another(gap: tuple[str, ...]) -> bool:
    """`X, Trưởng phòng …, giữ chức Chủ tịch …`: the second office is taken up, none laid down."""
    return "chức" in gap and _TAKING_OFFICE.issuperset(gap) and not _LEAVING.intersection(gap)


def _is_held(passage: Passage, elements: list[Element], index: int) -> bool:
    """Whether a name with a mark stands right before the offices at `index`."""
    if index < 1 or not isinstance(elements[index], Offices):
        return False
    gap = between(passage, elements[index - 1].end, elements[index].start)
    return isinstance(elements[index - 1], Name) and len(gap) == 1 and gap[0] in _RULES


def _regarded(passage: Passage, elements: list[Element], index: int) -> int | None:
    """The name after `OFFICE đối với đồng chí`."""
    if index + 2 >= len(elements) or not isinstance(elements[index + 1], Address):
        return None
    gap = between(passage, elements[index].end, elements[index + 1].start)
    named = isinstance(elements[index + 2], Name)
    return index + 2 if named and gap == ("đối", "với") else None


def _regard(passage: Passage, draft: Draft, said: Offices) -> None:
    """`cho thôi giữ chức OFFICE đối với X`: the verb before the office says what becomes of it."""
    before = between(passage, max(0, said.start - 4), said.start)
    draft.trail = [*(draft.trail or ()), *said.offices]
    draft.left_office = draft.left_office or bool(_LEAVING.intersection(before))
    draft.start = min(draft.start, said.start)
    draft.rule = "position-regarding-name"


def _follower(passage: Passage, elements: list[Element], index: int, *, held: bool) -> int | None:
    """The name right after the offices; a comma may part them only before an honorific."""
    following = index + 1
    addressed = False
    while following < len(elements) and isinstance(elements[following], Address):
        gap = between(passage, elements[following - 1].end, elements[following].start)
        if gap and (held or addressed or gap not in ((",",), (":",))):
            return None
        addressed = True
        following += 1
    if following == len(elements) or not isinstance(elements[following], Name):
        return None
    gap = between(passage, elements[following - 1].end, elements[following].start)
    return following if gap in ((), (":",)) else None


def _trail(passage: Passage, draft: Draft, offices: list[Office], said: Offices) -> None:
    gap = between(passage, draft.name.end, said.start)
    if draft.lead and not draft.lead.plural and gap == (",",):
        offices = [replace(office, doubted=True) for office in offices]
    draft.trail = [*(draft.trail or ()), *offices]
    draft.left_office = draft.left_office or bool(_LEAVING.intersection(gap))
    draft.end = max(draft.end, offices[-1].end)
    draft.rule = _RULES.get("".join(gap), "name-verb-position" if gap else "name-position")


def _lead(
    passage: Passage,
    elements: list[Element],
    drafts: dict[int, Draft],
    follower: int,
    said: Offices,
) -> None:
    reached = _sharing(passage, elements, follower) if said.plural else [follower]
    for position, index in enumerate(reached):
        draft = drafts[index]
        draft.lead = said
        draft.rule = "position-name" if len(reached) == 1 else "shared-position"
        if position == 0:
            draft.start = min(draft.start, said.start)


def _sharing(passage: Passage, elements: list[Element], first: int) -> list[int]:
    """Who shares the office of a distributive head.

    Where the first has an own office beside it, all named after do; else the names of the list
    that have none.
    """
    if _has_own_office(passage, elements, first):
        return _sharing_with_own(elements, first)
    chain = _chain(passage, elements, first)
    return [i for i in chain if not _has_own_office(passage, elements, i)]


def _sharing_with_own(elements: list[Element], first: int) -> list[int]:
    """All named after; where the first has no honorific, the next honorific ends the list."""
    addressed = isinstance(elements[first - 1], Address)
    sharing: list[int] = []
    for index in range(first, len(elements)):
        if isinstance(elements[index], Address) and not addressed:
            break
        if isinstance(elements[index], Name):
            sharing.append(index)
    return sharing


def _has_own_office(passage: Passage, elements: list[Element], index: int) -> bool:
    following = index + 1
    return (
        following < len(elements)
        and isinstance(elements[following], Offices)
        and _holder_before(passage, elements, following) == index
    )


def is_explained(draft: Draft) -> bool:
    """Whether the grammar, and not only its capital letters, makes this a person."""
    return draft.rule != "capital-run"


def is_sure(passage: Passage, draft: Draft) -> bool:
    """An explicit form with a family name, or an honorific with an office, and one clear cut."""
    if draft.doubted or not is_explained(draft) or not all(office.sure for office in draft.offices):
        return False
    length = draft.name.end - draft.name.start
    addressed = draft.honorific is not None
    known_form = family_name(passage, draft.name.start) or (addressed and bool(draft.offices))
    return known_form and 2 <= length <= 5
