"""Pages without a meeting: portraits, accounts, appeals, letters, interviews, visits."""

from collections.abc import Callable
from datetime import date, timedelta

from service.sample.bodies import COMMUNE, DISTRICT, PROVINCE, VILLAGE, body
from service.sample.copywriting import Copy, capital
from service.sample.day_forms import AFTERNOON, MORNING, say
from service.sample.drafts import Draft
from service.sample.people import Term, everyone, holder
from service.sample.phrases import Phrases, genre
from service.sample.places import Place
from service.vocabulary import AdministrativeLevel

Feature = Callable[[Copy, date | None], Draft | None]

_LEADERS = {
    PROVINCE: ("front deputy", "front vice"),
    DISTRICT: ("front chair", "front vice"),
    COMMUNE: ("front chair", "chair"),
    VILLAGE: ("work",),
}
_VISITORS = {PROVINCE: ("front chair", "vice chair", "women"), DISTRICT: ("chair", "front chair")}


def portrait(copy: Copy, _: date | None) -> Draft | None:
    """Of the head of a village's Front committee."""
    stock = genre("portrait")
    villages = [p for p in copy.home.line() if p.level is VILLAGE and p.stands_on(copy.day)]
    villages = [village for village in villages if holder(village, "work", copy.day)]
    if not villages:
        return None
    copy.village = copy.rng.choice(villages)
    copy.commune = copy.village.above
    hero = holder(copy.village, "work", copy.day)
    leader = holder(copy.commune, "front chair", copy.day) if copy.commune else None
    if hero is None or leader is None:
        return None
    address = hero.person.honorific
    short = f"{address} {hero.person.name.split()[-1]}"
    fixed = {"hero": short, "Hero": capital(short)}
    copy.note(hero.person.name)
    office = copy.office_of(hero, chief=copy.chance(0.5))
    fixed["hero_full"] = f"{address} {hero.person.name}, {office}"
    fixed["Hero_full"] = capital(fixed["hero_full"])
    lede = copy.fill(copy.pick(stock["lede"]), **fixed)
    text = [lede, *_facts(copy, stock, copy.rng.randint(5, 9), fixed)]
    text.insert(copy.rng.randint(2, 4), _quoted(copy, stock, capital(short)))
    if copy.chance(0.7):
        who = copy.person(leader)
        fixed |= {"leader": who, "Leader": capital(who)}
        text.append(copy.fill(copy.pick(stock["praise"]), **fixed))
    text.append(copy.fill(copy.pick(stock["close"]), **fixed))
    sex = "bà" if address == "bà" else "ông"
    titles = [t for t in stock["titles"] if ("ông" in t.split() or "Bà" in t.split()) is False]
    titles += [t for t in stock["titles"] if f"{sex} trưởng ban" in t.lower()]
    title = copy.fill(copy.pick(titles), **fixed)
    return Draft(copy, title, text, _captions(copy, stock, fixed))


def results(copy: Copy, _: date | None) -> Draft | None:
    stock = genre("results")
    leader = _leader(copy, copy.home)
    if leader is None:
        return None
    title = copy.fill(copy.pick(stock["titles"]))
    text = [copy.fill(copy.pick(stock["lede"]))]
    text += _facts(copy, stock, copy.rng.randint(3, 8), {})
    if copy.chance(0.6):
        person = copy.villager()
        who = f"{person.honorific} {person.name} ở {copy.somewhere().label}"
        text.insert(2, _quoted(copy, stock, capital(who)))
    if copy.chance(0.75):
        who = copy.person(leader)
        fixed = {"leader": who, "leader_cap": capital(who)}
        text.append(copy.fill(copy.pick(stock["officials"]), **fixed))
    text.append(copy.fill(copy.pick(stock["close"])))
    return Draft(copy, title, text, _captions(copy, stock, {}))


def appeal(copy: Copy, _: date | None) -> Draft | None:
    stock = genre("appeal")
    if copy.day.month not in stock.months:
        return None
    flood = copy.day.month != 10 or copy.chance(0.4)
    titles, ledes = stock["titles"], stock["lede"]
    title = copy.fill(copy.pick(titles[:2] if flood else titles[2:]))
    text = [copy.fill(ledes[0] if flood else ledes[1])]
    text += _facts(copy, stock, copy.rng.randint(4, 7), {}, most=1)
    text.append(copy.pick(stock["close"]))
    return Draft(copy, capital(title), text)


def congratulation(copy: Copy, _: date | None) -> Draft | None:
    """A letter: signed by who heads the Front, of whom the text says nothing."""
    stock = genre("congratulation")
    seasons = {10: 0, 11: 1, 9: 2, 2: 3, 3: 3}
    if copy.day.month not in seasons:
        return None
    title = copy.fill(stock["titles"][seasons[copy.day.month]])
    text = [copy.fill(copy.pick(stock["lede"]))]
    text += _facts(copy, stock, copy.rng.randint(3, 5), {}, most=1)
    text.append(copy.pick(stock["close"]))
    return Draft(copy, title, text)


def obituary(copy: Copy, _: date | None) -> Draft | None:
    """Of someone who held a post here and no longer does."""
    stock = genre("obituary")
    gone = [
        term
        for person in everyone()
        if copy.day.year - person.born >= 62
        and (term := person.terms[-1]).until is not None
        and term.until < copy.day
        and copy.home in (term.post.place, term.post.place.above)
    ]
    if not gone:
        return None
    term = copy.rng.choice(gone)
    name, said = term.person.name, copy.honorific(term.person)
    held = copy.held(term, chief=True)
    copy.note(name, held, former=True)
    office = f"nguyên {copy.wording.offices(held)}"
    front = copy.body(body("front", copy.home))
    fixed = {
        "deceased": f"{said} {name}, {office}",
        "deceased_plain": f"{said} {name}",
        "born": str(term.person.born),
        "age": str(copy.day.year - term.person.born),
        "front_and": front,
    }
    title = copy.fill(copy.pick(stock["titles"]), **fixed)
    if copy.chance(0.2):
        fixed["deceased"] = f"{said} {name.upper()}, {office}"
    text = [copy.fill(copy.pick(stock["lede"]), **fixed)]
    text += _facts(copy, stock, copy.rng.randint(2, 4), {}, most=1)
    text.append(copy.pick(stock["close"]))
    if front not in text[0]:
        copy.bodies.pop(body("front", copy.home).name, None)
    return Draft(copy, title, text)


def interview(copy: Copy, _: date | None) -> Draft | None:
    stock = genre("interview")
    hero = _leader(copy, copy.home)
    if hero is None:
        return None
    name, said = hero.person.name, copy.honorific(hero.person)
    office = copy.office_of(hero, chief=copy.chance(0.4))
    fixed = {
        "hero_full": f"{said} {name}, {office}",
        "hero_plain": f"{said} {name}",
        "Hero_plain": capital(f"{said} {name}"),
        "hero_title": said,
        "Hero_title_cap": capital(said),
    }
    text = [copy.fill(copy.pick(stock["lede"]), **fixed)]
    asked = copy.rng.sample(range(len(stock["questions"])), copy.rng.randint(4, 8))
    for index in asked:
        text.append(copy.fill(stock["questions"][index], **fixed))
        answer = copy.fill(stock["answers"][index], **fixed)
        text.append(f"{capital(said)} {name}: {answer}" if copy.chance(0.6) else answer)
    text.append(copy.fill(copy.pick(stock["close"]), **fixed))
    return Draft(copy, copy.fill(copy.pick(stock["titles"]), **fixed), text)


def visit(copy: Copy, page_day: date | None) -> Draft | None:
    """An official calls on families; that is no meeting."""
    stock = genre("visit")
    charges = _VISITORS.get(copy.home.level, ())
    terms = [term for charge in charges if (term := holder(copy.home, charge, copy.day))]
    if not terms:
        return None
    hero = copy.rng.choice(terms)
    day = copy.day - timedelta(days=copy.rng.randint(0, 2))
    part = copy.pick((MORNING, AFTERNOON))
    said = say(copy.rng, part=part, day=day, page_day=page_day)
    name, address = hero.person.name, copy.honorific(hero.person)
    leader = _leader(copy, copy.home)
    fixed = {
        "when": capital(said.words),
        "hero_full": copy.person(hero),
        "hero_plain": capital(f"{address} {name}"),
        "hero_cap": capital(f"{address} {name}"),
    }
    text = [capital(copy.fill(copy.pick(stock["lede"]), **fixed))]
    facts = list(stock["facts"])
    if leader is not None and leader is not hero:
        fixed["leader"] = copy.listed(leader)
        text.append(copy.fill(facts[0], **fixed))
    drawn = copy.rng.sample(facts[1:], copy.rng.randint(2, 5))
    text.extend(copy.fill(fact, **fixed) for fact in drawn)
    text.append(copy.fill(copy.pick(stock["close"]), **fixed))
    title = copy.fill(copy.pick(stock["titles"]), **fixed)
    return Draft(copy, title, text, _captions(copy, stock, fixed))


def _leader(copy: Copy, place: Place) -> Term | None:
    level: AdministrativeLevel = place.level
    terms = [holder(place, charge, copy.day) for charge in _LEADERS[level]]
    held = [term for term in terms if term is not None]
    return copy.rng.choice(held) if held else None


def _facts(
    copy: Copy, stock: Phrases, count: int, fixed: dict[str, str], *, most: int = 2
) -> list[str]:
    """So many facts, in paragraphs of one or two."""
    drawn = copy.rng.sample(stock["facts"], min(count, len(stock["facts"])))
    sentences = [capital(copy.fill(fact, **fixed)) for fact in drawn]
    paragraphs: list[str] = []
    while sentences:
        size = copy.rng.randint(1, most)
        paragraphs.append(" ".join(sentences[:size]))
        del sentences[:size]
    return paragraphs


def _quoted(copy: Copy, stock: Phrases, who: str) -> str:
    voice = copy.fill(copy.pick(stock["voices"]))
    verb = copy.pick(("nói", "bảo", "chia sẻ", "kể"))
    return f"{who} {verb}: “{voice}”."


def _captions(copy: Copy, stock: Phrases, fixed: dict[str, str]) -> list[str]:
    if copy.chance(0.45):
        return []
    return [copy.fill(copy.pick(stock["captions"]), **fixed)]


FEATURES: tuple[tuple[Feature, float], ...] = (
    (portrait, 3.0),
    (results, 4.0),
    (appeal, 1.0),
    (congratulation, 0.8),
    (obituary, 1.0),
    (interview, 1.6),
    (visit, 2.4),
)
