"""The portals and papers of the world: what each writes about, and how its pages look."""

from dataclasses import dataclass
from datetime import date

from service.sample.places import EVERYWHERE, LAST_DAY, MERGED_ON, NEW_PROVINCE, Place


@dataclass(frozen=True, slots=True)
class Look:
    """How a portal's pages looked until a day: its form of dates, its tools, its spelling.

    `prefixes` are the agency's names before the lede, often none. `spelling`: "uỷ" writes the
    tone on the y, "mixed" now and then. `old_letters`: Ð stands for Đ.
    """

    until: date
    dates: tuple[str, ...]
    prefixes: tuple[str, ...]
    tools: tuple[str, ...] = ()
    clock: bool = False
    indent: bool = False
    pager: bool = False
    related: bool = False
    markup: bool = False
    spelling: str = "uỷ"
    old_letters: bool = False


@dataclass(frozen=True, slots=True)
class Portal:
    """`home` is whose it is. `comrade`: it writes `đồng chí`. `desk`: who reports for it."""

    slug: str
    title: str
    home: Place
    comrade: bool
    looks: tuple[Look, ...]
    share: float
    abbreviates: bool = False

    def look_on(self, day: date) -> Look:
        return next(look for look in self.looks if day <= look.until)

    @property
    def province(self) -> str:
        return self.home.province.name


def _place(label: str) -> Place:
    return next(place for place in EVERYWHERE if place.label == label)


_OPEN = date.max
_SIZES = ("Cỡ chữ: A+ A-",)
_TOOLS = ("Cỡ chữ: A+ A-", "Chia sẻ Facebook Zalo", "In trang")

PORTALS = (
    Portal(
        "mat-tran-son-hac",
        "Mặt trận Sơn Hạc",
        _place("tỉnh Sơn Hạc"),
        True,
        (
            Look(
                date(2017, 12, 31),
                ("posted on", "in brackets", "long"),
                ("", "", "(Mặt trận) - "),
                _SIZES,
                indent=True,
                pager=True,
                old_letters=True,
            ),
            Look(
                date(2022, 6, 30),
                ("long",),
                ("", "", "", "(Mặt trận) - "),
                _SIZES,
                indent=True,
                pager=True,
                spelling="mixed",
            ),
            Look(LAST_DAY, ("with views", "sent at"), ("",), _TOOLS, related=True, spelling="ủy"),
        ),
        1.0,
    ),
    Portal(
        "bao-son-hac",
        "Báo Sơn Hạc",
        _place("tỉnh Sơn Hạc"),
        False,
        (
            Look(
                date(2018, 12, 31),
                ("hour and day",),
                ("SHO - ", "(SHO) - ", "Báo Sơn Hạc - ", ""),
                clock=True,
                related=True,
            ),
            Look(
                LAST_DAY,
                ("offset", "with weekday"),
                ("SHO - ", "", ""),
                ("Nghe đọc bài",),
                clock=True,
                related=True,
                markup=True,
                spelling="ủy",
            ),
        ),
        1.0,
    ),
    Portal(
        "cong-tin-lam-khe",
        "Cổng thông tin điện tử Lam Khê",
        _place("tỉnh Lam Khê"),
        True,
        (
            Look(
                date(2019, 8, 31),
                ("half days", "day and hour"),
                ("CTTĐT - ", "(CTTĐT) - ", ""),
                _TOOLS,
                clock=True,
                pager=True,
                spelling="mixed",
            ),
            Look(
                LAST_DAY,
                ("piped",),
                ("CTTĐT - ", "", ""),
                _TOOLS,
                related=True,
                markup=True,
                spelling="ủy",
            ),
        ),
        1.0,
        abbreviates=True,
    ),
    Portal(
        "mat-tran-lam-khe",
        "Mặt trận Lam Khê",
        _place("tỉnh Lam Khê"),
        True,
        (
            Look(
                date(2020, 12, 31),
                ("day and hour", "day and hour", "ago"),
                ("(MTLK) – ", "", ""),
                _SIZES,
                indent=True,
                spelling="mixed",
            ),
            Look(LAST_DAY, ("with weekday", "posted on"), ("", "(MTLK) – "), spelling="ủy"),
        ),
        0.9,
    ),
    Portal(
        "huyen-tam-khue",
        "Trang tin huyện Tam Khuê",
        _place("huyện Tam Khuê"),
        True,
        (
            Look(
                LAST_DAY,
                ("long", "ago", "posted on"),
                ("", "Trang tin Tam Khuê - "),
                _SIZES,
                indent=True,
                pager=True,
                spelling="mixed",
            ),
        ),
        0.55,
        abbreviates=True,
    ),
    Portal(
        "thi-xa-lam-thuong",
        "Trang tin thị xã Lam Thượng",
        _place("thị xã Lam Thượng"),
        False,
        (Look(LAST_DAY, ("with views", "in brackets"), ("",), clock=True, related=True),),
        0.45,
    ),
    Portal(
        "mat-tran-hac-giang",
        "Mặt trận Hạc Giang",
        NEW_PROVINCE,
        True,
        (
            Look(
                _OPEN,
                ("long", "sent at"),
                ("", "", "(Mặt trận) - "),
                _TOOLS,
                related=True,
                spelling="ủy",
            ),
        ),
        1.6,
    ),
    Portal(
        "bao-hac-giang",
        "Báo Hạc Giang",
        NEW_PROVINCE,
        False,
        (
            Look(
                _OPEN,
                ("offset", "piped"),
                ("HGO - ", "", ""),
                ("Nghe đọc bài",),
                clock=True,
                related=True,
                markup=True,
                spelling="ủy",
            ),
        ),
        1.4,
    ),
    Portal(
        "xa-ban-lin",
        "Trang thông tin xã Bản Lìn",
        NEW_PROVINCE.below[2],
        True,
        (Look(_OPEN, ("with weekday", "ago"), ("",), _SIZES, indent=True, spelling="mixed"),),
        0.6,
    ),
)


def portals_on(day: date) -> tuple[Portal, ...]:
    return _NEW if day >= MERGED_ON else _OLD


_OLD = tuple(portal for portal in PORTALS if portal.home.begun_on is None)
_NEW = tuple(portal for portal in PORTALS if portal.home.begun_on is not None)
