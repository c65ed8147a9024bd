"""Pages that tell of a meeting, or announce one, in many shapes."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from service.sample.bodies import COMMUNE, DISTRICT, PROVINCE, VILLAGE
from service.sample.copywriting import ATTENDEE, CHAIR, SPEAKER, Copy, capital, joined
from service.sample.day_forms import Said, say, say_span
from service.sample.drafts import Draft
from service.sample.figures import figure
from service.sample.meetings import Meeting
from service.sample.people import TERMS, Term, holder
from service.sample.phrases import genre
from service.sample.places import MERGED_ON

_STOCK = genre("meeting")
_ANNOUNCED = genre("preview")
_SHAPES = ("classic", "classic", "classic", "chaired", "bulleted", "brief", "brief", "long")


def report(copy: Copy, meeting: Meeting, page_day: date | None) -> Draft:
    """`page_day` is the date that the page prints for itself, if it does."""
    return _Report(copy, meeting, page_day).write()


def announcement(copy: Copy, meeting: Meeting, page_day: date | None) -> Draft:
    return _Report(copy, meeting, page_day).announce()


class _Report:
    def __init__(self, copy: Copy, meeting: Meeting, page_day: date | None) -> None:
        self.copy = copy
        self.meeting = meeting
        self.page_day = page_day
        self.noun = meeting.noun
        copy.is_rural = meeting.subject.is_rural
        self.topic = self.with_seed(meeting.topic)
        self.kind = meeting.kind
        self.facts = list(meeting.subject["facts"])
        copy.rng.shuffle(self.facts)

    def with_seed(self, phrase: str) -> str:
        """Filled with what the meeting's own seed draws: every page says the same of it."""
        own, self.copy.rng = self.copy.rng, Random(self.meeting.seed)
        for slot in ("{crop}", "{product}", "{river}", "{village}"):
            self.copy.fill(slot)
        text = self.copy.fill(phrase)
        self.copy.rng = own
        return text

    def write(self) -> Draft:
        copy, shape = self.copy, self.copy.pick(_SHAPES)
        if shape == "long" and not self.meeting.is_conference:
            shape = "bulleted"
        if shape == "bulleted" and self.meeting.home.level is VILLAGE:
            shape = "classic"
        lede, said = self.lede(chaired=shape == "chaired")
        body = {
            "classic": self.classic,
            "chaired": self.chaired,
            "bulleted": self.bulleted,
            "brief": self.brief,
            "long": self.long,
        }[shape]()
        title = self.title()
        return Draft(copy, title, [lede, *body], self.captions(), said.day if said else None)

    def title(self) -> str:
        copy, meeting = self.copy, self.meeting
        phrase = copy.pick(meeting.subject.titles_of(meeting.index))
        if "{host}" not in phrase and "{Host}" not in phrase:
            return copy.fill(phrase)
        copy.wording.named_home = False
        said = copy.body(meeting.hosts[0])
        return copy.fill(phrase, host=said, Host=capital(said))

    def hosts(self) -> str:
        """The hosts as the subject of the sentence; a village may stand for its own body."""
        copy, (first, *others) = self.copy, self.meeting.hosts
        if self.meeting.home.level is VILLAGE and copy.chance(0.5):
            return self.with_outer(self.meeting.home.label)
        if first.role == "party" and copy.chance(0.3):
            return self.with_outer(self.meeting.home.label)
        text = self.with_outer(copy.host(first))
        for other in others:
            link = copy.pick(("phối hợp với", "phối hợp với", "phối hợp cùng", "và"))
            text += f" {link} {copy.host(other)}"
        return text

    def with_outer(self, text: str) -> str:
        """`xã Bản Lìn, huyện Tam Khuê`: where the smaller place is new to readers."""
        home = self.meeting.home
        if home.level in (PROVINCE, DISTRICT) or home.above is None or home.label not in text:
            return text
        if home.level is COMMUNE and home.above.level is PROVINCE:
            return text
        if home.level is COMMUNE and self.copy.chance(0.3):
            return text
        place = home.above.label
        return f"{text} ({place})" if self.copy.chance(0.2) else f"{text}, {place}"

    def when(self) -> Said:
        meeting, rng = self.meeting, self.copy.rng
        if meeting.last_day is not None and (self.page_day or meeting.last_day) >= meeting.last_day:
            return say_span(rng, meeting.day, meeting.last_day, page_day=self.page_day)
        return say(rng, part=meeting.part, day=meeting.day, page_day=self.page_day)

    def venue(self) -> str:
        """Nothing where the topic says where."""
        if re.search(r" (?:tại|ở) ", self.topic):
            return ""
        lower = self.copy.somewhere().province
        below = [p for p in lower.below if p.stands_on(self.copy.day)]
        return self.copy.fill(
            self.meeting.venue, lower_place=below[self.meeting.seed % len(below)].label
        )

    def lede(self, *, chaired: bool) -> tuple[str, Said | None]:
        copy = self.copy
        held = f"tổ chức {self.kind} {self.topic}"
        form = copy.rng.random()
        if form < 0.06:
            tail = f"{copy.pick(('vừa tổ chức', 'mới đây đã tổ chức'))} {self.kind} {self.topic}"
            return f"{capital(self.hosts())} {tail}.", None
        said = self.when()
        venue = f" {self.venue()}".rstrip() if copy.chance(0.4) else ""
        if form < 0.16:
            hosts = self.hosts()
            return (
                f"{capital(self.kind)} {self.topic} do {hosts} tổ chức đã diễn ra "
                f"{said.words}{venue}.",
                said,
            )
        when = capital(said.words)
        if form < 0.3 and venue:
            return f"{when},{venue}, {self.hosts()} {held}.", said
        hosts = self.hosts()
        if chaired and self.meeting.chairs:
            who = copy.listed(self.meeting.chairs[0], CHAIR)
            if copy.chance(0.5):
                return f"{when}, {hosts} {held}{venue}, do {who} chủ trì.", said
            return f"{when}, dưới sự chủ trì của {who}, {hosts} đã {held}.", said
        end = "" if copy.chance(0.05) else "."
        return f"{when}, {hosts} {held}{venue}{end}", said

    def invited(self) -> list[str]:
        """The groups of this kind of meeting and of its level."""
        level = self.meeting.home.level.value.lower()
        stock = "groups_commune" if level == "village" else f"groups_{level}"
        if level == "province" and self.copy.day >= MERGED_ON:
            stock = "groups_province_new"
        own = self.copy.rng.sample(self.meeting.subject["groups"], self.copy.rng.randint(1, 2))
        general = self.copy.rng.sample(_STOCK[stock], self.copy.rng.randint(0, 2))
        if self.meeting.home.unit in ("thị xã", "thành phố"):
            general = [g.replace("của huyện", f"của {self.meeting.home.unit}") for g in general]
        return general + own

    def attendance(self) -> str:
        """`Dự hội nghị có A, P; B, P; lãnh đạo …`."""
        copy = self.copy
        below = self.meeting.home.level is not PROVINCE
        if below and self.meeting.guests and self.meeting.own and copy.chance(0.16):
            return self.both_sides()
        if self.meeting.guests and copy.chance(0.06):
            return self.at_the_end()
        terms = self.present()
        shared = self.sharing_office(terms)
        rest = [term for term in terms if term not in shared]
        mark = " - " if copy.chance(0.16) else ", "
        items = [copy.listed(term, ATTENDEE, mark=mark) for term in rest]
        if shared:
            items.insert(0, self.distributed(shared))
        if (former := self.former_holder()) and copy.chance(0.1):
            items.append(copy.retired(former, ATTENDEE))
        groups = [copy.group(group) for group in self.invited()]
        if not items:
            return copy.fill(copy.pick(_STOCK["attend"]), **self.listing(joined(groups)))
        separator = "; " if mark == ", " or copy.chance(0.6) else ", "
        if len(items) == 1 and copy.chance(0.4):
            separator = ", "
        last = copy.pick((separator, separator, " cùng " if groups else separator))
        text = separator.join((*items, *groups[:-1]))
        text = f"{text}{last}{groups[-1]}" if groups else text
        return copy.fill(copy.pick(_STOCK["attend"]), **self.listing(text))

    def both_sides(self) -> str:
        """`Về phía tỉnh có …; về phía huyện có …`."""
        copy, meeting = self.copy, self.meeting
        above = meeting.home.above or meeting.home
        upper = "; ".join(copy.listed(term, ATTENDEE) for term in meeting.guests)
        own = [copy.listed(term, ATTENDEE) for term in meeting.own]
        own += [copy.group(group) for group in self.invited()]
        upper_side = "tỉnh" if above.level is PROVINCE else above.label
        first = copy.pick(_STOCK["attend_sides"])
        second = copy.pick(_STOCK["attend_own"])
        return " ".join(
            (
                copy.fill(first, upper=upper_side, list=upper, noun=self.noun),
                copy.fill(second, list="; ".join(own)),
            )
        )

    def at_the_end(self) -> str:
        """`A, P; B, P cùng dự.`"""
        items = [self.copy.listed(term, ATTENDEE) for term in self.meeting.guests]
        text = joined(items) if len(items) < 3 else "; ".join(items)
        return self.copy.fill(self.copy.pick(_STOCK["attend_after"]), **self.listing(text))

    def former_holder(self) -> Term | None:
        """Who headed this place's Front, or its people's committee, before and is now retired."""
        charges = TERMS[self.meeting.home]
        for charge in ("front chair", "chair"):
            terms = [t for t in charges.get(charge, ()) if t.until and t.until < self.meeting.day]
            if terms and terms[-1].person.terms[-1] is terms[-1]:
                return terms[-1]
        return None

    def listing(self, text: str) -> dict[str, str]:
        noun = self.noun
        return {"list": text, "List": capital(text), "noun": noun, "Noun": capital(noun)}

    def sharing_office(self, terms: Sequence[Term]) -> tuple[Term, ...]:
        """Both deputies of one body, where both are there."""
        place = self.meeting.home
        charges = ("vice chair", "second vice chair")
        both = [t for t in terms if t.post.place is place and t.post.charge.name in charges]
        if place.level is not DISTRICT or not both or self.copy.chance(0.3):
            return ()
        found = (holder(place, charge, self.meeting.day) for charge in charges)
        return tuple(term for term in found if term is not None)

    def distributed(self, terms: tuple[Term, ...]) -> str:
        """`các đồng chí Phó Chủ tịch UBND huyện: A, B`."""
        copy = self.copy
        held = copy.held(terms[0], chief=True)
        office = copy.wording.offices(held)
        for term in terms:
            copy.note(term.person.name, copy.held(term, chief=True), ATTENDEE)
        link = ", " if copy.chance(0.6) else " và "
        return f"các đồng chí {office}: {link.join(term.person.name for term in terms)}"

    def present(self) -> list[Term]:
        return [*self.meeting.guests, *self.meeting.own]

    def paragraph_of_facts(self, most: int) -> str:
        copy = self.copy
        sentences: list[str] = []
        for _ in range(copy.rng.randint(1, most)):
            if not self.facts:
                break
            fact = copy.fill(self.facts.pop())
            opener = copy.fill(copy.pick(_STOCK["open"]), noun=self.noun)
            plain = not sentences and copy.chance(0.12) and fact.split()[0] in _MAY_FOLLOW
            sentences.append(f"{opener}{fact[0].lower()}{fact[1:]}" if plain else capital(fact))
        return " ".join(sentences)

    def wish(self) -> str:
        return self.copy.fill(self.copy.draw(self.meeting.subject["wishes"]))

    def speech(self, term: Term, section: str = "speech") -> str:
        copy = self.copy
        phrases = _STOCK[section]
        if term not in self.meeting.chairs:
            phrases = tuple(phrase for phrase in phrases if not phrase.startswith("Thay mặt"))
        phrase = copy.pick(phrases)
        who = copy.again(term, SPEAKER)
        return copy.fill(
            phrase,
            who=who,
            Who=capital(who),
            wish=self.wish(),
            wish2=self.wish(),
            asks=copy.pick(_STOCK["asks"]),
            noun=self.noun,
            Noun=capital(self.noun),
        )

    def quote(self) -> str:
        """Someone of the place is quoted."""
        copy = self.copy
        verb = copy.pick(("nói", "bộc bạch", "kể", "tâm sự"))
        plain, full, voices = self.quoted()
        voice = copy.fill(copy.draw(voices))
        return copy.fill(
            copy.pick(_STOCK["quote"]),
            voice=voice,
            said=f"{full} {verb}",
            Who_plain=capital(plain),
            who_plain=plain,
        )

    def quoted(self) -> tuple[str, str, tuple[str, ...]]:
        """A person of the place, shortly and at length, and what such a person says."""
        voices = self.meeting.subject["voices"]
        if self.copy.chance(0.4):
            who, own = figure(self.copy)
            return who, who, _STOCK[own] if own else voices
        person = self.copy.villager()
        village = self.copy.somewhere().label
        name = f"{person.honorific} {person.name}"
        return f"{name} ở {village}", f"{name}, người dân {village},", voices

    def stock(self, section: str) -> str:
        return self.copy.fill(
            self.copy.draw(_STOCK[section]), noun=self.noun, Noun=capital(self.noun)
        )

    def talk(self) -> str:
        return self.stock("discuss" if self.meeting.is_conference else "mood")

    def chairing(self) -> str:
        copy, terms = self.copy, self.meeting.chairs
        if len(terms) == 1 and self.meeting.guests and copy.chance(0.3):
            terms = (self.meeting.guests[0], terms[0])
        if len(terms) > 1 and terms[0].person is not terms[1].person:
            name_first = copy.chance(0.5)
            first, second = (
                self.named(term) if name_first else copy.listed(term, CHAIR) for term in terms[:2]
            )
            phrase = _STOCK["chair_two"][0] if name_first else copy.pick(_STOCK["chair_two"][1:])
            return copy.fill(
                phrase,
                first=first,
                second=second,
                First=capital(first),
                **self.listing(""),
            )
        who = copy.person(terms[0], CHAIR)
        return copy.fill(
            copy.pick(_STOCK["chair_one"]), who=who, Who=capital(who), **self.listing("")
        )

    def named(self, term: Term) -> str:
        """Name and office without an honorific, under a plural one."""
        return f"{term.person.name}, {self.copy.office_of(term, CHAIR)}"

    def middle(self, least: int, most: int) -> list[str]:
        """Facts, talk and quotes, in any order."""
        copy = self.copy
        kinds: list[Callable[[], str]] = [
            lambda: self.paragraph_of_facts(3) for _ in range(copy.rng.randint(least, most))
        ]
        if copy.chance(0.5):
            kinds.append(self.talk)
        if copy.chance(0.4):
            kinds.append(self.quote)
        head, rest = kinds[:1], kinds[1:]
        copy.rng.shuffle(rest)
        return [text for make in (*head, *rest) if (text := make())]

    def ending(self) -> list[str]:
        copy = self.copy
        speakers = [*self.meeting.guests[:1], *self.meeting.chairs[:1], *self.meeting.own[:1]]
        said = [self.speech(term) for term in speakers[: copy.rng.randint(0, 2)]]
        if self.meeting.chairs and copy.chance(0.35):
            said.append(self.speech(self.meeting.chairs[0], "conclusion"))
        if copy.chance(0.4):
            said.append(self.stock("close"))
        return said

    def classic(self) -> list[str]:
        first = [self.attendance()]
        if self.copy.chance(0.35):
            first.insert(self.copy.rng.randint(0, 1), self.chairing())
        return [*first, *self.middle(1, 3), *self.ending()]

    def chaired(self) -> list[str]:
        text = [*self.middle(1, 3), *self.ending()]
        text.insert(self.copy.rng.randint(0, 1), self.attendance())
        return text

    def bulleted(self) -> list[str]:
        copy = self.copy
        opening = copy.fill(copy.pick(_STOCK["attend_bullets"]), **self.listing(""))
        terms = self.present() or list(self.meeting.chairs)
        items = [copy.listed(term, ATTENDEE) for term in terms]
        if copy.chance(0.12):
            items = [self.in_capitals(item, term) for item, term in zip(items, terms, strict=True)]
        items += [copy.group(group) for group in self.invited()]
        lines = [f"- {capital(item)};" for item in items]
        lines[-1] = f"{lines[-1][:-1]}."
        return [opening, *lines, *self.middle(2, 3), *self.ending()]

    def in_capitals(self, item: str, term: Term) -> str:
        return item.replace(term.person.name, term.person.name.upper(), 1)

    def brief(self) -> list[str]:
        """One or two paragraphs under the lede."""
        copy = self.copy
        if copy.chance(0.3):
            terms = [*self.meeting.guests, *self.meeting.chairs][:1]
            return [f"{self.paragraph_of_facts(2)} {self.speech(terms[0])}"]
        if copy.chance(0.4):
            return [self.paragraph_of_facts(3)]
        return [f"{self.attendance()} {self.paragraph_of_facts(2)}"]

    def long(self) -> list[str]:
        """With parts and headings, and everyone who spoke."""
        copy, headings = self.copy, _STOCK["headings"]
        speakers = [*self.meeting.chairs, *self.meeting.guests, *self.meeting.own]
        text = [self.chairing(), self.attendance(), self.stock("report_plain")]
        for number, heading in enumerate(headings[: copy.rng.randint(3, 5)]):
            text += [heading, self.paragraph_of_facts(2), self.paragraph_of_facts(1)]
            text += [self.stock("general") for _ in range(copy.rng.randint(1, 3))]
            text += [self.talk()] if number % 2 else [self.quote()]
            if number < len(speakers):
                text.append(self.speech(speakers[number]))
        return [line for line in (*text, *self.ending()) if line]

    def captions(self) -> list[str]:
        copy = self.copy
        count = copy.pick(("", "", "1", "1", "1", "2"))
        if not count:
            return []
        own = [self.stock("caption"), copy.fill(copy.pick(self.meeting.subject["captions"]))]
        if self.meeting.chairs and copy.chance(0.3):
            term = self.meeting.chairs[0]
            copy.note(term.person.name, (), SPEAKER)
            who = f"{copy.honorific(term.person)} {term.person.name}"
            own.insert(0, f"{capital(who)} phát biểu tại {self.noun}")
        return own[: int(count)]

    def announce(self) -> Draft:
        copy, meeting = self.copy, self.meeting
        said = say(copy.rng, part=meeting.part, day=meeting.day, page_day=self.page_day)
        hour, minute = meeting.clock
        shown = {"hour": f"{hour} giờ {minute} phút" if minute else f"{hour} giờ"}
        host = self.hosts()
        fixed = {
            "when": capital(said.words),
            "when_low": said.words,
            "day": f"{meeting.day.day}/{meeting.day.month}",
            "host": host,
            "host_cap": capital(host),
            "kind": self.kind,
            "topic": self.topic,
            "venue": self.venue(),
            "noun": self.noun,
            **shown,
        }
        lede = capital(copy.fill(copy.pick(_ANNOUNCED["lede"]), **fixed).replace(" .", "."))
        text = [lede]
        if meeting.chairs and copy.chance(0.5):
            who = copy.person(meeting.chairs[0], SPEAKER)
            text.append(f"{capital(who)} sẽ phát biểu khai mạc.")
        facts = copy.rng.sample(_ANNOUNCED["facts"], copy.rng.randint(2, 4))
        text += [copy.fill(fact, **fixed) for fact in facts]
        text.append(copy.fill(copy.pick(_ANNOUNCED["close"]), **fixed))
        if fixed["venue"] and copy.chance(0.3):
            text.append(f"Địa điểm: {capital(fixed['venue'].removeprefix('tại '))}.")
        title = capital(copy.fill(copy.pick(_ANNOUNCED["titles"]), **fixed))
        year_said = str(meeting.day.year) in lede
        known = str(meeting.day) if self.page_day or year_said else f"-{str(meeting.day)[4:]}"
        return Draft(copy, title, text, [], known)


_MAY_FOLLOW = frozenset(("Có", "Nhiều", "Số", "Tổng", "Danh", "Việc", "Phần", "Một", "Mỗi", "Các"))
