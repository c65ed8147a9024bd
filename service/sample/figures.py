"""People of the places themselves who are quoted: some with a small office, most with none."""

from collections.abc import Callable

from service.sample.bodies import VILLAGE
from service.sample.copywriting import Copy
from service.sample.names import MEN, WOMEN, full_name
from service.sample.places import Place
from service.sample.truth import HeldOffice

Office = tuple[str, str, str | None]
Figure = tuple[str, str, Callable[[Place, Place], Office]]

_FIGURES: tuple[Figure, ...] = (
    ("", "", lambda village, _: (f"Trưởng {village.label}", f"Trưởng {village.unit}", None)),
    (
        "",
        "",
        lambda village, _: (
            f"Bí thư Chi đoàn {village.label}",
            "Bí thư",
            f"Chi đoàn {village.label}",
        ),
    ),
    (
        "chị",
        "",
        lambda village, _: (
            f"Chi hội trưởng Chi hội Phụ nữ {village.label}",
            "Chi hội trưởng",
            f"Chi hội Phụ nữ {village.label}",
        ),
    ),
    (
        "",
        "voices_farm",
        lambda _, commune: (
            f"Giám đốc Hợp tác xã Nông nghiệp {commune.name}",
            "Giám đốc",
            f"Hợp tác xã Nông nghiệp {commune.name}",
        ),
    ),
    (
        "cô giáo",
        "voices_school",
        lambda _, commune: (
            f"Hiệu trưởng Trường Tiểu học {commune.name}",
            "Hiệu trưởng",
            f"Trường Tiểu học {commune.name}",
        ),
    ),
    (
        "bác sĩ",
        "voices_health",
        lambda _, commune: (
            f"Trưởng Trạm Y tế {commune.label}",
            "Trưởng Trạm",
            f"Trạm Y tế {commune.label}",
        ),
    ),
)
_PLAIN = ("anh", "chị", "cụ", "nghệ nhân", "già làng", "linh mục", "thầy giáo")
_WOMEN = frozenset(("chị", "cô giáo"))
_MEN = frozenset(("anh", "già làng", "linh mục", "thầy giáo"))


def figure(copy: Copy) -> tuple[str, str]:
    """Someone with a small office, or called by what they are; and the kind of thing they say.

    The second is a section of the phrases for meetings; empty where anyone might say the same.
    """
    village = copy.somewhere()
    commune = copy.commune
    if commune is None or village.level is not VILLAGE or copy.chance(0.35):
        said = copy.pick(_PLAIN)
        name = _name(copy, said)
        copy.note(name)
        return f"{said} {name} ở {village.label}", ""
    said, voices, office = copy.rng.choice(_FIGURES)
    said = said or copy.pick((MEN, WOMEN))
    name = _name(copy, said)
    printed, label, body = office(village, commune)
    copy.note(name)
    copy.people[name].offices[HeldOffice(label, body)] = None
    if body is not None:
        copy.bodies[body] = None
    return f"{said} {name}, {printed}", voices


def _name(copy: Copy, said: str) -> str:
    if said in _WOMEN or said == WOMEN:
        return full_name(copy.rng, copy.home.land, WOMEN)
    if said in _MEN or said == MEN or copy.chance(0.6):
        return full_name(copy.rng, copy.home.land, MEN)
    return full_name(copy.rng, copy.home.land, WOMEN)
