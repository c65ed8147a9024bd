"""How the press writes bodies and offices: with abbreviations, and without what goes unsaid."""

from random import Random

from service.sample.bodies import COMMUNE, DISTRICT, PROVINCE, VILLAGE, Body
from service.sample.places import Place

_FORMS = {
    "front": (
        "Ủy ban MTTQ Việt Nam",
        "Ủy ban MTTQ",
        "Ủy ban MTTQ",
        "Ủy ban Mặt trận Tổ quốc Việt Nam",
        "MTTQ",
        "UBMTTQ Việt Nam",
    ),
    "people": ("UBND", "UBND", "UBND", "Ủy ban nhân dân"),
    "council": ("HĐND", "HĐND", "Hội đồng nhân dân"),
    "farmers": ("Hội Nông dân",),
    "women": ("Hội LHPN", "Hội LHPN", "Hội Liên hiệp Phụ nữ", "Hội Phụ nữ"),
    "veterans": ("Hội Cựu chiến binh", "Hội CCB"),
    "union": ("Liên đoàn Lao động", "LĐLĐ"),
    "police": ("Công an",),
    "work": ("Ban Công tác Mặt trận", "Ban Công tác Mặt trận", "Ban CTMT"),
    "cell": ("Chi bộ",),
}
_YOUTH = {"tỉnh": "Tỉnh đoàn", "huyện": "Huyện đoàn", "thành phố": "Thành đoàn"}
_SHORT_LABELS = {
    "Phó Chủ tịch": "PCT",
    "Tỉnh ủy viên": "TUV",
    "Phó Chủ tịch Thường trực": "Phó Chủ tịch TT",
}


class Wording:
    """One portal's habits on one page; `home` is the place that its story is about.

    `abbreviates`: titles are shortened too (PCT). After the home place was named in full, its unit
    alone may stand for it ("huyện").
    """

    def __init__(self, rng: Random, home: Place, *, abbreviates: bool) -> None:
        self.rng = rng
        self.home = home
        self.abbreviates = abbreviates
        self.named_home = False
        self._chosen: dict[str, str] = {}

    def place(self, place: Place) -> str:
        if place.level is PROVINCE:
            return place.label if self.rng.random() < 0.12 else "tỉnh"
        if place is self.home and place.level is not VILLAGE:
            if self.named_home and self.rng.random() < 0.5:
                return place.unit
            self.named_home = True
        return place.label

    def body(self, body: Body) -> str:
        """The body's words with its place, as this page writes them."""
        if body.kind.startswith("Sở "):
            return body.kind
        if body.role == "youth":
            return self._youth(body.place)
        if body.role == "party":
            return self._party(body)
        if body.parent is not None and body.role in (
            "standing",
            "bureau",
            "mass work",
            "propaganda",
            "propaganda and mass work",
        ):
            own = body.name.removesuffix(f" {body.parent.name}")
            return f"{own} {self.body(body.parent)}"
        return f"{self.form(body.role)} {self.place(body.place)}"

    def form(self, role: str) -> str:
        """Mostly the same form all over a page; now and then another."""
        forms = _FORMS[role]
        if role not in self._chosen or self.rng.random() < 0.15:
            self._chosen[role] = self.rng.choice(forms)
        return self._chosen[role]

    def office(self, label: str, body: Body) -> str:
        """`Trưởng Ban` and `Ban Dân vận` share a word."""
        words = self.body(body)
        if label.endswith(" Ban") and words.startswith("Ban "):
            return f"{label} {words.removeprefix('Ban ')}"
        if self.abbreviates and self.rng.random() < 0.5:
            label = _SHORT_LABELS.get(label, label)
        return f"{label} {words}"

    def offices(self, held: list[tuple[str, Body]]) -> str:
        """Several offices of one person; the first may go without its body: Phó Bí thư, …"""
        if len(held) == 1:
            return self._single(*held[0])
        (first, of), (label, body) = held
        if of.role == "cell":
            link = " kiêm " if self.rng.random() < 0.4 else ", "
            return f"{first} Chi bộ{link}{self.office(label, body)}"
        if first.endswith("ủy viên"):
            return f"{self._member(first)}, {self.office(label, body)}"
        if of.role == "bureau":
            return f"{self._bureau(of, body)}, {self.office(label, body)}"
        if self.rng.random() < 0.55 or of.place.level is COMMUNE:
            bare = first if of.place.level is not COMMUNE else f"{first} Đảng ủy"
            return f"{bare}, {self.office(label, body)}"
        return f"{first} {self._party(of)}, {self.office(label, body)}"

    def _single(self, label: str, body: Body) -> str:
        if label.endswith("ủy viên"):
            return self._member(label)
        return self.office(label, body)

    def _member(self, label: str) -> str:
        return _SHORT_LABELS[label] if self.abbreviates and label in _SHORT_LABELS else label

    def _bureau(self, bureau: Body, other: Body) -> str:
        committee = bureau.parent
        assert committee is not None
        if other.ladder is bureau.ladder and self.rng.random() < 0.5:
            return "Ủy viên Ban Thường vụ"
        title = "UVBTV" if self.abbreviates else "Ủy viên Ban Thường vụ"
        return f"{title} {self._party(committee)}"

    def _party(self, body: Body) -> str:
        if body.place.level is COMMUNE:
            return f"Đảng ủy {self.place(body.place)}"
        kind = body.kind
        alone = body.place.level is PROVINCE or (
            body.place is self.home and self.named_home and self.rng.random() < 0.5
        )
        if body.place is self.home and not alone:
            self.named_home = True
        return kind if alone and self.rng.random() < 0.95 else f"{kind} {body.place.name}"

    def _youth(self, place: Place) -> str:
        if place.level is COMMUNE or place.unit not in _YOUTH:
            form = self.rng.choice(("Đoàn Thanh niên", "Đoàn TNCS Hồ Chí Minh"))
            return f"{form} {self.place(place)}"
        if place.level is DISTRICT:
            return f"{_YOUTH[place.unit]} {place.name}"
        return _YOUTH[place.unit]
