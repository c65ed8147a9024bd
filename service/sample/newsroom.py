"""The years from 2015 to 2026 in order of publication: which page comes when, and what it is."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from random import Random

from service.sample.bodies import COMMUNE, DISTRICT, PROVINCE, VILLAGE
from service.sample.by_hand import Written, written_pages
from service.sample.copywriting import Copy
from service.sample.drafts import Draft
from service.sample.features import FEATURES
from service.sample.layout import Sheet, as_markup, as_text, weathered
from service.sample.meetings import Meeting, meeting_on
from service.sample.page_dates import FORMS, HANOI
from service.sample.personnel import appointment, change_between
from service.sample.places import MERGED_ON, Place
from service.sample.portals import Look, Portal, portals_on
from service.sample.reports import announcement, report
from service.sample.signatures import sign
from service.sample.truth import SamplePage, Truth

FIRST_DAY, LAST_DAY = date(2015, 1, 5), date(2026, 10, 30)
_OPENS, _CLOSES = time(6, 40), time(21, 50)
_ATTEMPTS, _MOST_ATTEMPTS = 8, 64
_REMEMBERED = 90
_AFTER_WORK = 17
_LEVELS = {
    PROVINCE: ((PROVINCE, 0.36), (DISTRICT, 0.36), (COMMUNE, 0.2), (VILLAGE, 0.08)),
    DISTRICT: ((DISTRICT, 0.55), (COMMUNE, 0.33), (VILLAGE, 0.12)),
    COMMUNE: ((COMMUNE, 0.8), (VILLAGE, 0.2)),
}


def instants(count: int) -> Iterator[datetime]:
    """So many instants over the years, in order: fewer at weekends, none at night."""
    days = [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    total = sum(_weight(day) for day in days)
    done, passed = 0, 0.0
    for day in days:
        passed += _weight(day)
        due = round(count * passed / total)
        yield from _within(day, due - done, Random(day.toordinal()))
        done = due


def _weight(day: date) -> float:
    return 0.3 if day.weekday() >= 5 else 1.0


def _within(day: date, count: int, rng: Random) -> Iterator[datetime]:
    opens = datetime.combine(day, _OPENS, HANOI)
    seconds = int((datetime.combine(day, _CLOSES, HANOI) - opens).total_seconds())
    for second in sorted(rng.choices(range(seconds), k=count)):
        yield opens + timedelta(seconds=second)


@dataclass(order=True, slots=True)
class Due:
    """A page to come: another telling of a meeting, or one that was written by hand."""

    at: datetime
    number: int
    story: "Retelling | Written" = field(compare=False)


@dataclass(frozen=True, slots=True)
class Retelling:
    """`announced`: the page before was of the meeting to come; the same portal may report it."""

    meeting: Meeting
    told_by: Portal
    announced: bool


class Newsroom:
    """Goes through the years once; keeps no page, only what is still to come."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.due = [Due(page.at, -1, page) for page in written_pages()]
        heapify(self.due)
        self.titles: deque[str] = deque(maxlen=_REMEMBERED)

    def pages(self) -> Iterator[SamplePage]:
        for number, instant in enumerate(instants(self.count)):
            due = heappop(self.due) if self.due and self.due[0].at <= instant else None
            at = due.at if due else instant
            story = due.story if due else None
            if isinstance(story, Written):
                yield story.page(number)
            else:
                yield self._page(number, at, story)

    def _page(self, number: int, at: datetime, again: Retelling | None) -> SamplePage:
        """Another try where the title was used a short while ago; in the end another story."""
        for attempt in range(_MOST_ATTEMPTS):
            desk = _Desk(Random(number * 64 + attempt), number, at, self.count)
            draft = desk.retell(again) if again and attempt < _ATTEMPTS else desk.new_story()
            if draft is not None and draft.title not in self.titles:
                break
        assert draft is not None
        self.titles.append(draft.title)
        for follow in desk.follow_ups:
            heappush(self.due, follow)
        return desk.print(draft)


class _Desk:
    """One page's editor: chooses the portal and the kind of story, and has it laid out."""

    def __init__(self, rng: Random, number: int, at: datetime, count: int) -> None:
        self.rng = rng
        self.number = number
        self.at = at
        self.day = at.date()
        self.sparse = count < 5000
        self.follow_ups: list[Due] = []
        self.choose(portals_on(self.day))

    def choose(self, portals: tuple[Portal, ...]) -> None:
        (self.portal,) = self.rng.choices(portals, [portal.share for portal in portals])
        self.look: Look = self.portal.look_on(self.day)
        self.stamp = FORMS[self.rng.choice(self.look.dates)](self.at)

    @property
    def page_day(self) -> date | None:
        return self.stamp.instant.date() if self.stamp.instant else None

    def copy(self, home: Place) -> Copy:
        portal = self.portal
        return Copy(
            self.rng, self.day, home, comrade=portal.comrade, abbreviates=portal.abbreviates
        )

    def new_story(self) -> Draft | None:
        kind = self.rng.random()
        if kind < 0.07 and (draft := self.personnel()):
            return draft
        if kind < 0.24 and (draft := self.feature()):
            return draft
        return self.preview() if kind < 0.31 else self.meeting()

    def personnel(self) -> Draft | None:
        near = 14 if self.sparse else 1
        change = change_between(self.rng, self.day - timedelta(days=near), self.day, self.portal)
        if change is None:
            return None
        return appointment(self.copy(change[1].post.place), change, self.page_day)

    def feature(self) -> Draft | None:
        features, weights = zip(*FEATURES, strict=True)
        home = self.home((PROVINCE, DISTRICT, COMMUNE))
        (feature,) = self.rng.choices(features, weights)
        draft: Draft | None = feature(self.copy(home), self.page_day)
        return draft

    def meeting(self) -> Draft | None:
        today = self.at.hour >= _AFTER_WORK
        held_on = self.day - timedelta(days=self.rng.choice((0, 0, 1, 1, 2, 3)) or int(not today))
        meeting = self.some_meeting(self.working_day(held_on))
        if meeting is None:
            return None
        if self.rng.random() < 0.1:
            self.follow_ups.append(self.second_telling(meeting))
        return report(self.copy(meeting.home), meeting, self.page_day)

    def working_day(self, day: date) -> date:
        """Few meet at weekends."""
        past = day.weekday() - 4
        return day - timedelta(days=past) if past > 0 and self.rng.random() < 0.8 else day

    def second_telling(self, meeting: Meeting) -> Due:
        """By another portal, the same evening or within three days."""
        hours = self.rng.randint(2, 60)
        at = self.at + timedelta(hours=hours)
        if not _OPENS <= at.time() <= _CLOSES:
            at = datetime.combine(at.date(), time(8, self.rng.randint(0, 59)), HANOI)
            at += timedelta(days=1)
        return Due(at, self.number, Retelling(meeting, self.portal, announced=False))

    def preview(self) -> Draft | None:
        ahead = self.rng.randint(1, 9)
        meeting = self.some_meeting(self.working_day(self.day + timedelta(days=ahead)))
        if meeting is None:
            return self.meeting()
        if self.rng.random() < 0.6:
            evening = time(17 + self.rng.randint(0, 3), self.rng.randint(0, 59))
            held = meeting.last_day or meeting.day
            at = datetime.combine(held + timedelta(days=self.rng.randint(0, 1)), evening, HANOI)
            again = Retelling(meeting, self.portal, announced=True)
            self.follow_ups.append(Due(at, self.number, again))
        return announcement(self.copy(meeting.home), meeting, self.page_day)

    def some_meeting(self, day: date) -> Meeting | None:
        """Nothing is planned across the day on which the districts end."""
        if (day >= MERGED_ON) != (self.day >= MERGED_ON):
            day = self.day
        levels = [level for level, _ in _LEVELS[self.portal.home.level]]
        weights = [weight for _, weight in _LEVELS[self.portal.home.level]]
        for _ in range(_ATTEMPTS):
            (level,) = self.rng.choices(levels, weights)
            meeting = meeting_on(self.rng, day, self.home((level,)))
            if meeting is not None:
                return meeting
        return None

    def home(self, levels: tuple[object, ...]) -> Place:
        """A place of the portal's own, of one of these levels where there is one."""
        own = [
            place
            for place in self.portal.home.line()
            if place.level in levels and place.stands_on(self.day)
        ]
        return self.rng.choice(own) if own else self.portal.home

    def retell(self, again: Retelling) -> Draft | None:
        """None where its portals have ended meanwhile, or there is no other one."""
        portals = tuple(
            portal
            for portal in portals_on(self.day)
            if portal.home in _line_above(again.meeting.home)
            and (again.announced or portal is not again.told_by)
        )
        if not portals:
            return None
        self.choose(portals)
        return report(self.copy(again.meeting.home), again.meeting, self.page_day)

    def print(self, draft: Draft) -> SamplePage:
        signed = sign(draft.copy, self.portal, " ".join(draft.paragraphs))
        sheet = Sheet(self.rng, self.portal, self.look, self.stamp, self.at, self.number)
        markup = self.look.markup and self.rng.random() < 0.58
        lay_out = as_markup if markup else as_text
        text = weathered(self.rng, self.look, lay_out(sheet, draft, signed.foot))
        suffix = "html" if markup else "txt"
        name = f"{self.portal.slug}/{self.at:%Y/%m/%Y-%m-%d}-{self.number:04}.{suffix}"
        truth = Truth(
            title=draft.title,
            published_at=self.stamp.instant,
            people=draft.copy.named_people(),
            bodies=tuple(draft.copy.bodies),
            meeting_day=draft.meeting_day,
            hosts=tuple(draft.copy.hosts),
            groups=tuple(draft.copy.groups),
            byline=signed.byline,
        )
        return SamplePage(name, text, self.portal.province, truth)


def _line_above(place: Place) -> list[Place]:
    return [place, *(_line_above(place.above) if place.above else ())]
