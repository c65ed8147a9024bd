"""Who holds which post when: careers of about two hundred people from 2010 to the end of 2026.

Terms end about the days of congresses and elections. Who follows rises from a post below, or is
new; on 1 July 2025 those of the old provinces and districts go over to the new ones.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random

from service.sample.bodies import COMMUNE, DISTRICT, PROVINCE, VILLAGE
from service.sample.names import MEN, WOMEN, full_name, short_name
from service.sample.places import (
    EVERYWHERE,
    LAST_DAY,
    MERGED_ON,
    NEW_PROVINCE,
    OLD_PROVINCES,
    Place,
)
from service.sample.posts import Post, posts_of

_MANY_YEARS = 9
_MANY_NAMES = 12
_RETIRING = {MEN: 60, WOMEN: 57}
_NAMESAKE_EVERY = 37
_LONGEST_LADDER = 3
_OPEN_TO_OTHERS = frozenset(
    ("secretary", "chair", "vice chair", "council vice", "front vice", "second front vice", "union")
)


@dataclass(eq=False, slots=True)
class Person:
    name: str
    honorific: str
    born: int
    terms: list["Term"] = field(default_factory=list)

    def retires_by(self, day: date) -> bool:
        return day.year - self.born >= _RETIRING[self.honorific]


@dataclass(eq=False, slots=True)
class Term:
    """From the first through the last day; `until` is None while it goes on."""

    person: Person
    post: Post
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


TERMS: dict[Place, dict[str, list[Term]]] = {}


def holder(place: Place, charge: str, day: date) -> Term | None:
    """Whose term it is on that day."""
    terms = TERMS.get(place, {}).get(charge, [])
    at = bisect_right(terms, day, key=lambda term: term.since) - 1
    return terms[at] if at >= 0 and terms[at].covers(day) else None


def changes() -> Iterator[tuple[Term | None, Term]]:
    """Every time that someone took up a post, with the term before it, if any."""
    for charges in TERMS.values():
        for terms in charges.values():
            for index, term in enumerate(terms):
                yield (terms[index - 1] if index else None), term


class _Careers:
    """The making of the careers: one seed, one order, so the same world every time."""

    def __init__(self) -> None:
        self.rng = Random(20150101)
        self.names: list[str] = []
        self.holding: dict[int, Term] = {}

    def make(self) -> None:
        for place in EVERYWHERE:
            TERMS[place] = {post.charge.name: [] for post in posts_of(place)}
        old = [place for province in OLD_PROVINCES for place in province.line()]
        for place in old:
            for post in posts_of(place):
                since = date(self.rng.randint(2010, 2014), self.rng.randint(1, 12), 10)
                self.appoint(post, self.newcomer(post, since), since)
        for day, post in self.renewals(old):
            self.renew(post, day)
        self.go_over(old)

    def renewals(self, places: list[Place]) -> list[tuple[date, Post]]:
        """One day for a place and a kind of congress; higher places a few weeks later."""
        found = []
        for place in places:
            later = {PROVINCE: 45, DISTRICT: 12, COMMUNE: -30, VILLAGE: 0}[place.level]
            shift = timedelta(days=later + self.rng.randint(-8, 8))
            found += [
                (_working_day(day + shift), post)
                for post in posts_of(place)
                for day in post.charge.renewed
            ]
        return sorted(found, key=lambda item: item[0])

    def renew(self, post: Post, day: date) -> None:
        term = self.current(post)
        if term is None:
            return
        served = (day - term.since).days / 365
        if self.is_due(term, day) or served > _MANY_YEARS or self.rng.random() < 0.25:
            self.replace(post, day, depth=0)

    def is_due(self, term: Term, day: date) -> bool:
        """Old enough to retire, or to leave the youth's union."""
        age = day.year - term.person.born
        return term.person.retires_by(day) or (term.post.charge.name == "youth" and age > 37)

    def replace(self, post: Post, day: date, depth: int) -> None:
        successor = self.riser(post, day) if depth < _LONGEST_LADDER else None
        vacated = self.close(successor, day) if successor else None
        self.appoint(post, successor or self.newcomer(post, day), day)
        if vacated is not None:
            self.replace(vacated, day, depth + 1)

    def riser(self, post: Post, day: date) -> Person | None:
        """Someone of the same province, two years in a post that leads to this one."""
        if self.rng.random() < 0.25:
            return None
        rising = [
            term.person
            for term in self.below(post)
            if (day - term.since).days > 730 and day.year - term.person.born < 54
        ]
        return self.rng.choice(rising) if rising else None

    def below(self, post: Post) -> Iterator[Term]:
        for place in (post.place, *post.place.below):
            for own in posts_of(place):
                rises = own.charge.here if place is post.place else own.charge.above
                term = self.current(own)
                if post.charge.name in rises and term is not None:
                    yield term

    def newcomer(self, post: Post, day: date) -> Person:
        women = {"women": 1.0, "veterans": 0.0, "police": 0.04, "farmers": 0.3}
        is_woman = self.rng.random() < women.get(post.charge.name, 0.3)
        honorific = WOMEN if is_woman else MEN
        youngest = {"youth": 29, "veterans": 52, "work": 45}.get(post.charge.name, 36)
        born = day.year - self.rng.randint(youngest, youngest + 12)
        return Person(self.name(post, honorific), honorific, born)

    def name(self, post: Post, honorific: str) -> str:
        """A new name; now and then a namesake of someone elsewhere."""
        if len(self.names) % _NAMESAKE_EVERY == _NAMESAKE_EVERY - 1:
            alike = [n for n in self.names if (" Thị " in n) == (honorific == WOMEN)]
            self.names.append(alike[len(alike) // 3])
            return self.names[-1]
        recent = {short_name(name) for name in self.names[-_MANY_NAMES:]}
        while (name := full_name(self.rng, post.place.land, honorific)) in self.names or (
            short_name(name) in recent
        ):
            pass
        self.names.append(name)
        return name

    def appoint(self, post: Post, person: Person, day: date) -> None:
        last = self.current(post)
        if last is not None and last.person is not person:
            self.close(last.person, day)
        term = Term(person, post, day)
        person.terms.append(term)
        self.holding[id(person)] = term
        TERMS[post.place][post.charge.name].append(term)

    def close(self, person: Person, day: date) -> Post | None:
        term = self.holding.pop(id(person), None)
        if term is None:
            return None
        term.until = day - timedelta(days=1)
        return term.post

    def current(self, post: Post) -> Term | None:
        terms = TERMS[post.place][post.charge.name]
        return terms[-1] if terms and terms[-1].until is None else None

    def go_over(self, old: list[Place]) -> None:
        """The new province takes its heads from the two; the new communes from the districts."""
        leaving = {place: self.leave(place) for place in old}
        provinces = [leaving[province] for province in OLD_PROVINCES]
        self.staff(NEW_PROVINCE, [term for terms in provinces for term in terms])
        for commune in NEW_PROVINCE.below:
            came = [p for p in old if commune in p.successors and p.level is COMMUNE]
            districts = dict.fromkeys(p.above for p in came if p.above)
            above = [term for d in districts for term in leaving[d]]
            self.staff(commune, above + [term for p in came for term in leaving[p]])
            for village in commune.below:
                before = next(p for p in old if village in p.successors)
                self.staff(village, leaving[before])

    def leave(self, place: Place) -> list[Term]:
        ended = [term for post in posts_of(place) if (term := self.current(post))]
        for term in ended:
            self.holding.pop(id(term.person), None)
            term.until = LAST_DAY
        return ended

    def staff(self, place: Place, leaving: list[Term]) -> None:
        """Who held the like before, if still free; else anyone of the ladder; else someone new."""
        for post in posts_of(place):
            like = [t.person for t in leaving if t.post.charge.name == post.charge.name]
            near = [t.person for t in leaving if t.post.charge.ladder == post.charge.ladder]
            others = near if post.charge.name in _OPEN_TO_OTHERS else []
            free = [
                person
                for person in (*self.rng.sample(like, len(like)), *others)
                if id(person) not in self.holding and self.may_take(person, post)
            ]
            person = free[0] if free else self.newcomer(post, MERGED_ON)
            self.appoint(post, person, MERGED_ON)

    def may_take(self, person: Person, post: Post) -> bool:
        young = post.charge.name != "youth" or MERGED_ON.year - person.born <= 39
        return young and not person.retires_by(MERGED_ON)


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


_Careers().make()


@cache
def everyone() -> tuple[Person, ...]:
    terms = [t for charges in TERMS.values() for held in charges.values() for t in held]
    return tuple({id(term.person): term.person for term in terms}.values())
