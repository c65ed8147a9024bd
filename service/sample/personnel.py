"""Pages that tell who took up a post and who left it."""

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache
from random import Random

from service.sample.bodies import FRONT, PROVINCE, STATE, Body, body
from service.sample.copywriting import ATTENDEE, SPEAKER, Copy, capital
from service.sample.day_forms import say
from service.sample.drafts import Draft
from service.sample.people import Term, changes, holder
from service.sample.phrases import genre
from service.sample.places import MERGED_ON, Place
from service.sample.portals import Portal
from service.sample.posts import Post

_FIRST_NEWS = date(2015, 1, 1)

Change = tuple[Term | None, Term]


@cache
def _news() -> tuple[list[date], list[Change]]:
    """The changes of the years that the portals cover, in order; none of the great merger."""
    told: list[Change] = [
        (before, term)
        for before, term in changes()
        if term.since >= _FIRST_NEWS and term.since != MERGED_ON and before is not None
    ]
    told.sort(key=lambda change: change[1].since)
    return [term.since for _, term in told], told


def change_between(rng: Random, first: date, last: date, portal: Portal) -> Change | None:
    """One change of the portal's own places within these days."""
    days, told = _news()
    near = told[bisect_left(days, first) : bisect_right(days, last)]
    own = [c for c in near if portal.home in _line_above(c[1].post)]
    return rng.choice(own) if own else None


def _line_above(post: Post) -> list[Place]:
    line = [post.place]
    while line[-1].above is not None:
        line.append(line[-1].above)
    return line


def appointment(copy: Copy, change: Change, page_day: date | None) -> Draft:
    """Some are elected by a body of theirs, others receive a paper from above."""
    before, term = change
    stock = genre("personnel")
    held = copy.held(term, chief=True)
    (label, of) = held[0]
    elected = of.ladder in (FRONT, STATE) and not of.kind.startswith(("Sở", "Công an"))
    host = _electing(of) if elected else _deciding(of)
    way = "vote" if elected else "paper"
    said = say(copy.rng, part="sáng", day=term.since, page_day=page_day)
    name, address = term.person.name, copy.honorific(term.person)
    kind = copy.fill(copy.pick(stock[f"kind_{way}"]))
    copy.note(name, held)
    office = copy.wording.offices(held)
    fixed = {
        "when": capital(said.words),
        "host": copy.host(host),
        "kind": kind,
        "noun": kind.split(" lần")[0] if "lễ" not in kind else "buổi lễ",
        "said": address,
        "Said": capital(address),
        "name": name,
        "Name": f"{capital(address)} {name}",
        "office": office,
        "office_short": label,
        "term": f"{term.since.year} - {term.since.year + 5}",
        "born": str(term.person.born),
    }
    ledes = stock[f"lede_{way}"]
    lede = copy.pick(ledes if of.ladder is FRONT or not elected else ledes[:2])
    fixed["former"] = _came_from(copy, term) if "{former}" in lede else ""
    text = [copy.fill(lede, **fixed)]
    if before is not None and before.person is not term.person and copy.chance(0.75):
        text.append(_leaving(copy, before, fixed))
    text.append(_present(copy, term, fixed))
    text.append(copy.fill(copy.pick(stock["speech"]), **fixed))
    copy.note(name, (), SPEAKER)
    if copy.chance(0.5):
        text.append(copy.fill(copy.pick(stock["biography"]), **fixed))
    later = text[2:]
    copy.rng.shuffle(later)
    text[2:] = later
    captions = [copy.fill(copy.pick(stock["captions"]), **fixed)] if copy.chance(0.5) else []
    title = copy.fill(copy.pick(stock["titles_new"]), **fixed)
    return Draft(copy, title, [part for part in text if part], captions, said.day)


def _electing(of: Body) -> Body:
    """A people's committee's chair is elected by the council."""
    return body("council", of.place) if of.role == "people" else of


def _deciding(of: Body) -> Body:
    """The Party committee of the place, or of the place above for its secretary."""
    place = of.place
    if of.role == "party" and place.above is not None:
        place = place.above
    return body("party", place)


def _came_from(copy: Copy, term: Term) -> str:
    """`, nguyên Phó Chủ tịch …,`: the post that led to this one."""
    terms = term.person.terms
    index = terms.index(term)
    if not index or copy.chance(0.4):
        return ""
    held = copy.held(terms[index - 1], chief=True)
    copy.note(term.person.name, held, former=True)
    return f", nguyên {copy.wording.offices(held)},"


def _leaving(copy: Copy, before: Term, fixed: dict[str, str]) -> str:
    held = copy.held(before, chief=True)
    copy.note(before.person.name, held, former=True)
    said = copy.honorific(before.person)
    fixed = fixed | {
        "name_old": before.person.name,
        "office_old": copy.wording.offices(held),
        "said": said,
        "Said": capital(said),
    }
    return copy.fill(copy.pick(genre("personnel")["old"]), **fixed)


def _present(copy: Copy, term: Term, fixed: dict[str, str]) -> str:
    place = term.post.place
    above = place if place.level is PROVINCE or place.above is None else place.above
    charges = ("deputy", "front chair", "secretary", "mass work")
    drawn = copy.rng.sample(charges, 2)
    guests = [t for c in drawn if (t := holder(above, c, term.since)) and t is not term]
    if not guests:
        return ""
    stock = genre("personnel")["guests"]
    if copy.chance(0.3):
        who = copy.person(guests[0], ATTENDEE)
        return capital(copy.fill(stock[2], leader=who, **fixed))
    items = [copy.listed(guest, ATTENDEE) for guest in guests]
    text = "; ".join(items)
    return copy.fill(copy.pick(stock[:2]), list=text, List=capital(text), **fixed)
