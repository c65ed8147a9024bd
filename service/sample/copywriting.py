"""A page's words in the making and, noted beside them as they are written, what they say."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from service.sample.bodies import DISTRICT, PROVINCE, VILLAGE, Body, body
from service.sample.names import MEN, WOMEN, full_name, short_name
from service.sample.people import Person, Term
from service.sample.places import MERGED_ON, Place
from service.sample.truth import HeldOffice, NamedPerson
from service.sample.wording import Wording

CHAIR, SPEAKER, ATTENDEE = "CHAIR", "SPEAKER", "ATTENDEE"
_MILLION, _THOUSAND = 1000, 1000

_ROMAN = ("IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_PRODUCTS = (
    *("mật ong bạc hà", "bánh lá gai", "trà dây", "nước mắm cá cơm", "miến dong", "măng khô"),
    *("tinh dầu sả", "chả ram tôm đất", "giấm chuối", "thổ cẩm lanh", "mây tre đan", "rượu men lá"),
)
_CROPS = (
    *("cam sành", "chanh leo", "na dai", "dong riềng", "quế", "thanh long ruột đỏ"),
    *("dứa", "ổi lê", "mướp đắng", "sả Java", "mía tím", "khoai sọ"),
)
_RIVERS = ("Nặm Hạc", "Khê Lam", "Luông", "Cái Trầm")


@dataclass(slots=True)
class Named:
    offices: dict[HeldOffice, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)


class Copy:
    """`day` is the page's; `comrade`: whether the desk writes `đồng chí` rather than ông and bà."""

    def __init__(
        self, rng: Random, day: date, home: Place, *, comrade: bool, abbreviates: bool = False
    ) -> None:
        self.rng = rng
        self.day = day
        self.home = home
        self.comrade = comrade
        self.wording = Wording(rng, home, abbreviates=abbreviates)
        self.people: dict[str, Named] = {}
        self.bodies: dict[str, None] = {}
        self.hosts: dict[str, None] = {}
        self.groups: dict[str, None] = {}
        self.resident: Person | None = None
        self.commune: Place | None = None
        self.village: Place | None = None
        self.is_rural = False
        self.told: dict[str, object] = {}
        self._decks: dict[tuple[str, ...], list[str]] = {}

    def draw(self, phrases: tuple[str, ...]) -> str:
        """One that this page has not used, as long as there is one."""
        deck = self._decks.setdefault(phrases, [])
        if not deck:
            deck.extend(self.rng.sample(phrases, len(phrases)))
        return deck.pop()

    def once(self, slot: str, say: Callable[[], str]) -> str:
        """What is the same all over a page, however often it is said."""
        if slot not in self.told:
            self.told[slot] = say()
        return str(self.told[slot])

    def pick(self, phrases: Sequence[str]) -> str:
        return self.rng.choice(phrases)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def fill(self, phrase: str, **more: str) -> str:
        """A phrase with its slots filled; what the slots name is noted."""
        return phrase.format_map(_Slots(self, more)) if "{" in phrase else phrase

    def body(self, named: Body) -> str:
        self.bodies[named.name] = None
        return self.wording.body(named)

    def host(self, named: Body) -> str:
        self.hosts[named.name] = None
        return self.body(named)

    def group(self, phrase: str) -> str:
        text = self.fill(phrase)
        self.groups[text] = None
        return text

    def note(
        self,
        name: str,
        held: Iterable[tuple[str, Body]] = (),
        *roles: str,
        former: bool = False,
    ) -> None:
        """What was just written of a person."""
        known = self.people.setdefault(name, Named())
        for label, of in held:
            known.offices[HeldOffice(label, of.name, former)] = None
            self.bodies[of.name] = None
        for role in roles:
            known.roles[role] = None

    def held(self, term: Term, *, chief: bool) -> list[tuple[str, Body]]:
        """The offices to print: all that the post has, or its chief one only."""
        day = self.day if term.until is None else min(self.day, term.until)
        held = list(term.post.offices_on(day))
        return held[-1:] if chief else held

    def office_of(self, term: Term, *roles: str, chief: bool = False) -> str:
        """The offices of a person whose name the caller writes beside them."""
        held = self.held(term, chief=chief)
        self.note(term.person.name, held, *roles)
        return self.wording.offices(held)

    def honorific(self, person: Person) -> str:
        return "đồng chí" if self.comrade else person.honorific

    def address(self, term: Term) -> str:
        """The honorific of who is introduced: an officer's rank stands in its place, or after."""
        rank, said = term.post.charge.rank, self.honorific(term.person)
        if rank is None:
            return said
        return f"đồng chí {rank}" if self.comrade and self.chance(0.5) else rank

    def person(self, term: Term, *roles: str) -> str:
        """A person with offices, in one of the forms of the press."""
        name, said = term.person.name, self.honorific(term.person)
        form = self.rng.random()
        if form < 0.2:
            return f"{self.office_of(term, *roles, chief=True)} {name}"
        if form < 0.3:
            return f"{said} {name} ({self.office_of(term, *roles, chief=True)})"
        if form < 0.36:
            return f"{self.office_of(term, *roles, chief=True)}, {said} {name}"
        mark = " - " if form < 0.54 else ", "
        chief = self.chance(0.4)
        return f"{said} {name}{mark}{self.office_of(term, *roles, chief=chief)}"

    def listed(self, term: Term, *roles: str, mark: str = ", ") -> str:
        """A person as an item of a list, the name first."""
        name = term.person.name
        office = self.office_of(term, *roles, chief=self.chance(0.35))
        return f"{self.address(term)} {name}{mark}{office}"

    def retired(self, term: Term, *roles: str) -> str:
        """A guest who held the office before: `nguyên Chủ tịch …`."""
        held = self.held(term, chief=True)
        self.note(term.person.name, held, *roles, former=True)
        office = self.wording.offices(held)
        return f"{self.honorific(term.person)} {term.person.name}, nguyên {office}"

    def again(self, term: Term, *roles: str) -> str:
        """Someone already introduced."""
        if term.person.name not in self.people:
            return self.person(term, *roles)
        self.note(term.person.name, (), *roles)
        form = self.rng.random()
        if form < 0.3:
            return f"{self.office_of(term, *roles, chief=True)} {term.person.name}"
        if form < 0.5 and not self.comrade:
            return f"{term.person.honorific} {short_name(term.person.name)}"
        return f"{self.honorific(term.person)} {term.person.name}"

    def villager(self) -> Person:
        """Someone without any office, from a village near by."""
        honorific = WOMEN if self.chance(0.42) else MEN
        person = Person(full_name(self.rng, self.home.land, honorific), honorific, 0)
        self.note(person.name)
        self.resident = person
        return person

    def somewhere(self) -> Place:
        """A village of the story's place, or that place itself; the same all over the page."""
        if self.village is None:
            below = [p for p in self.home.line() if p.level is VILLAGE and p.stands_on(self.day)]
            if self.is_rural:
                below = [p for p in below if p.above and p.above.unit == "xã"]
            self.village = self.rng.choice(below) if below else self.home
            self.commune = self.village.above if self.village.level is VILLAGE else self.home
        return self.village

    def named_people(self) -> tuple[NamedPerson, ...]:
        return tuple(
            NamedPerson(name, tuple(said.offices), tuple(said.roles))
            for name, said in self.people.items()
        )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def joined(items: Sequence[str], *, last: str = " và ") -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])}{last}{items[-1]}"


@dataclass(frozen=True, slots=True)
class _Number:
    """`{n:3-14}`: a number of that range, thousands apart; `{money:80-1200}` in millions.

    `{a:3-14}` is the same number wherever the page says it.
    """

    copy: Copy
    money: bool = False
    same: bool = False

    def __format__(self, spec: str) -> str:
        return self.copy.once("a", lambda: self._say(spec)) if self.same else self._say(spec)

    def _say(self, spec: str) -> str:
        low, _, high = spec.partition("-")
        number = self.copy.rng.randint(int(low), int(high))
        if not self.money:
            return f"{number:,}".replace(",", ".")
        if number < _MILLION:
            return f"{number} triệu đồng"
        return f"{round(number / 1000, 1):g} tỷ đồng".replace(".", ",")


class _Slots(Mapping[str, object]):
    """What may stand in braces in the text files."""

    def __init__(self, copy: Copy, more: Mapping[str, str]) -> None:
        self.copy = copy
        self.more = more

    def __getitem__(self, slot: str) -> object:
        if slot in self.more:
            return self.more[slot]
        if slot in ("n", "N"):
            return _Number(self.copy)
        if slot in ("a", "money"):
            return _Number(self.copy, money=slot == "money", same=slot == "a")
        return _SLOTS[slot](self.copy)

    def __iter__(self) -> Iterator[str]:
        return iter(_SLOTS)

    def __len__(self) -> int:
        return len(_SLOTS)


def _villager(copy: Copy) -> str:
    person = copy.villager()
    return f"{person.honorific} {person.name}"


def _same_villager(copy: Copy) -> str:
    person = copy.resident
    return f"{person.honorific} {short_name(person.name)}" if person else "chủ hộ"


def _commune(copy: Copy) -> Place:
    copy.somewhere()
    return copy.commune or copy.home


def _below(copy: Copy) -> str:
    if copy.home.level is PROVINCE:
        return "các xã, phường" if copy.day >= MERGED_ON else "các huyện, thị, thành phố"
    return "các xã, thị trấn" if copy.home.level is DISTRICT else "các thôn"


def _term(first: int, years: int, day: date) -> str:
    start = first + (day.year - first) // years * years
    return f"{start} - {start + years}"


def _front(copy: Copy) -> str:
    role = "work" if copy.home.level is VILLAGE else "front"
    return copy.body(body(role, copy.home))


_SLOTS: dict[str, Callable[[Copy], str]] = {
    "place": lambda copy: copy.home.label,
    "Place": lambda copy: capital(copy.home.label),
    "place_cap": lambda copy: capital(copy.home.label),
    "PLACE": lambda copy: copy.home.label.upper(),
    "place_name": lambda copy: copy.home.name,
    "unit": lambda copy: copy.home.unit,
    "below": _below,
    "village": lambda copy: copy.somewhere().label,
    "Village": lambda copy: capital(copy.somewhere().label),
    "commune": lambda copy: _commune(copy).label,
    "Commune": lambda copy: capital(_commune(copy).label),
    "resident": _villager,
    "Resident": lambda copy: capital(_villager(copy)),
    "again": _same_villager,
    "Again": lambda copy: capital(_same_villager(copy)),
    "front": _front,
    "Front": _front,
    "year": lambda copy: str(copy.day.year),
    "period": lambda copy: (
        f"6 tháng đầu năm {copy.day.year}"
        if copy.day.month in range(4, 9)
        else f"năm {copy.day.year - (copy.day.month < 4)}"
    ),
    "council_term": lambda copy: _term(2016, 5, copy.day),
    "front_term": lambda copy: _term(2019, 5, copy.day),
    "roman": lambda copy: copy.once("roman", lambda: copy.pick(_ROMAN)),
    "product": lambda copy: copy.once("product", lambda: copy.pick(_PRODUCTS)),
    "crop": lambda copy: copy.once("crop", lambda: copy.pick(_CROPS)),
    "river": lambda copy: copy.once("river", lambda: copy.pick(_RIVERS)),
}
