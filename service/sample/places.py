"""The invented country: two provinces, their districts and communes, what became of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from service.vocabulary import AdministrativeLevel

MERGED_ON = date(2025, 7, 1)
LAST_DAY = date(2025, 6, 30)

HIGHLAND, LOWLAND = "cao", "thấp"


@dataclass(eq=False, slots=True)
class Place:
    """A place with the years in which it is one; `land` says what people there are called."""

    unit: str
    name: str
    level: AdministrativeLevel
    above: "Place | None"
    land: str
    begun_on: date | None = None
    ended_on: date | None = None
    below: list["Place"] = field(default_factory=list)
    successors: list["Place"] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{self.unit} {self.name}"

    @property
    def province(self) -> "Place":
        return self if self.above is None else self.above.province

    def stands_on(self, day: date) -> bool:
        begun = self.begun_on is None or self.begun_on <= day
        return begun and (self.ended_on is None or day <= self.ended_on)

    def line(self) -> Iterator["Place"]:
        """The place and all below it, topmost first."""
        yield self
        for place in self.below:
            yield from place.line()


_BEFORE = """
tỉnh Sơn Hạc | cao
  thành phố Hạc Xuyên
    phường Cửa Ngàn | tổ dân phố 3, tổ dân phố 5, tổ dân phố 8
    phường Bến Sỏi | tổ dân phố 1, tổ dân phố 6
    xã Trung Sở | thôn Đồng Vang, thôn Gốc Sấu, thôn Cầu Đất
  huyện Tam Khuê
    thị trấn Khuê Sơn | khu phố 2, khu phố 9
    xã Bản Lìn | bản Nà Cọ, bản Pác Hin, bản Khuổi Sao
    xã Thượng Phùng Khê | thôn Lũng Đá, thôn Khe Bạc, thôn Tân Mộc
    xã Hồng Quảng | thôn Vườn Trám, thôn Đầm Sậy
  huyện Phiêng Mai
    thị trấn Phiêng Mai | tổ dân phố 2, tổ dân phố 7
    xã Mường Tràn | bản Hua Nặm, bản Co Phung, bản Tát Ngoang
    xã Chiềng Lay | bản Lả Mường, bản Púng Khoai
    xã Nà Hẩu Trên | bản Sín Chải Cao, bản Dền Thàng Dưới
tỉnh Lam Khê | thấp
  thị xã Lam Thượng
    phường Bình Trạch | khu phố 1, khu phố 3
    phường Cồn Dâu | khu phố 5, khu phố 6
    xã Vĩnh Nhuận | thôn Hòa Đình, thôn Tiền Ngõa
  huyện Diên Khương
    thị trấn Chợ Gồm | khu phố 4, khu phố 7
    xã Lương Hải | thôn Xuân Đài, thôn Cát Trắng, thôn Lạch Mới
    xã Đặng Xá Đông | thôn Trung Lễ, thôn Ngõ Gạch
  huyện Thạch Luông
    thị trấn Luông | khu phố Đình Cả, khu phố Bến Than
    xã Hòa Nhượng | thôn Phú Ổi, thôn Bến Phao
    xã Cẩm Trù | thôn Mỹ Lạc, thôn Đông Kiều, thôn Ba Gò
    xã Tân Hòe | thôn Hà Dương, thôn Lộc Giếng
"""

_AFTER = """
phường Hạc Xuyên <- phường Cửa Ngàn, phường Bến Sỏi, xã Trung Sở
xã Tam Khuê <- thị trấn Khuê Sơn, xã Hồng Quảng
xã Bản Lìn <- xã Bản Lìn, xã Thượng Phùng Khê
xã Phiêng Mai <- thị trấn Phiêng Mai, xã Chiềng Lay
xã Mường Tràn <- xã Mường Tràn, xã Nà Hẩu Trên
phường Lam Thượng <- phường Bình Trạch, phường Cồn Dâu, xã Vĩnh Nhuận
xã Diên Khương <- thị trấn Chợ Gồm, xã Đặng Xá Đông
xã Lương Hải <- xã Lương Hải
xã Thạch Luông <- thị trấn Luông, xã Cẩm Trù
xã Hòa Nhượng <- xã Hòa Nhượng, xã Tân Hòe
"""

_UNITS = (
    ("tổ dân phố", AdministrativeLevel.VILLAGE),
    ("khu phố", AdministrativeLevel.VILLAGE),
    ("thành phố", AdministrativeLevel.DISTRICT),
    ("thị trấn", AdministrativeLevel.COMMUNE),
    ("thị xã", AdministrativeLevel.DISTRICT),
    ("huyện", AdministrativeLevel.DISTRICT),
    ("phường", AdministrativeLevel.COMMUNE),
    ("tỉnh", AdministrativeLevel.PROVINCE),
    ("xã", AdministrativeLevel.COMMUNE),
    ("thôn", AdministrativeLevel.VILLAGE),
    ("bản", AdministrativeLevel.VILLAGE),
)


def _place(label: str, above: Place | None, land: str, begun_on: date | None = None) -> Place:
    unit, level = next((unit, level) for unit, level in _UNITS if label.startswith(f"{unit} "))
    place = Place(unit, label.removeprefix(f"{unit} "), level, above, land, begun_on)
    if above is not None:
        above.below.append(place)
    return place


def _old_provinces() -> Iterator[Place]:
    line: list[Place] = []
    for text in _BEFORE.strip().splitlines():
        label, _, more = (part.strip() for part in text.partition("|"))
        depth = (len(text) - len(text.lstrip())) // 2
        above = line[depth - 1] if depth else None
        place = _place(label, above, above.land if above else more)
        place.ended_on = LAST_DAY
        line[depth:] = [place]
        if depth == 0:
            yield place
        for village in more.split(",") if depth == 2 else ():
            _place(village.strip(), place, place.land).ended_on = LAST_DAY


def _merge(old: list[Place]) -> Place:
    """One province of communes; villages go over to the commune that now holds them."""
    new = _place("tỉnh Hạc Giang", None, HIGHLAND, MERGED_ON)
    communes = {
        (commune.label, commune.province.name): commune
        for province in old
        for commune in province.line()
        if commune.level is AdministrativeLevel.COMMUNE
    }
    by_label = {label: commune for (label, _), commune in communes.items()}
    for text in _AFTER.strip().splitlines():
        label, _, parts = text.partition(" <- ")
        joined = [by_label[part] for part in parts.split(", ")]
        commune = _place(label, new, joined[0].land, MERGED_ON)
        for one in joined:
            one.successors.append(commune)
            for village in one.below:
                village.successors.append(_place(village.label, commune, village.land, MERGED_ON))
    for province in old:
        province.successors.append(new)
        for district in province.below:
            heirs = (heir for one in district.below for heir in one.successors)
            district.successors.extend(dict.fromkeys(heirs))
    return new


OLD_PROVINCES = tuple(_old_provinces())
NEW_PROVINCE = _merge(list(OLD_PROVINCES))
PROVINCES = (*OLD_PROVINCES, NEW_PROVINCE)
EVERYWHERE = tuple(place for province in PROVINCES for place in province.line())
