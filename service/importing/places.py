"""Administrative places: the unit word, the name, and where a name of a place ends."""

from dataclasses import dataclass
from enum import IntEnum

from service.importing.words import Passage, Phrases, phrase_set
from service.text import spelling
from service.vocabulary import AdministrativeLevel

UNITS: Phrases[str] = Phrases(
    {
        "tỉnh": "tỉnh",
        "thành phố": "thành phố",
        "tp": "thành phố",
        "tp.": "thành phố",
        "huyện": "huyện",
        "quận": "quận",
        "thị xã": "thị xã",
        "tx": "thị xã",
        "tx.": "thị xã",
        "xã": "xã",
        "phường": "phường",
        "thị trấn": "thị trấn",
        "tt.": "thị trấn",
        "đặc khu": "đặc khu",
        "thôn": "thôn",
        "bản": "bản",
        "làng": "làng",
        "buôn": "buôn",
        "xóm": "xóm",
        "ấp": "ấp",
        "tổ dân phố": "tổ dân phố",
        "tdp": "tổ dân phố",
        "khu phố": "khu phố",
        "khu dân cư": "khu dân cư",
        "tổ nhân dân": "tổ nhân dân",
    }
)

LEVELS = {
    "tỉnh": AdministrativeLevel.PROVINCE,
    "thành phố": AdministrativeLevel.DISTRICT,
    "huyện": AdministrativeLevel.DISTRICT,
    "quận": AdministrativeLevel.DISTRICT,
    "thị xã": AdministrativeLevel.DISTRICT,
    "xã": AdministrativeLevel.COMMUNE,
    "phường": AdministrativeLevel.COMMUNE,
    "thị trấn": AdministrativeLevel.COMMUNE,
    "đặc khu": AdministrativeLevel.COMMUNE,
}

CITIES_OF_PROVINCE_LEVEL = frozenset(
    ("hà nội", "hồ chí minh", "đà nẵng", "hải phòng", "cần thơ", "huế")
)

PROVINCES = phrase_set(
    """an giang|bà rịa - vũng tàu|bắc giang|bắc kạn|bạc liêu|bắc ninh|bến tre|bình định|bình dương
    |bình phước|bình thuận|cà mau|cao bằng|đắk lắk|đắk nông|điện biên|đồng nai|đồng tháp|gia lai
    |hà giang|hà nam|hà tĩnh|hải dương|hậu giang|hòa bình|hưng yên|khánh hòa|kiên giang|kon tum
    |lai châu|lâm đồng|lạng sơn|lào cai|long an|nam định|nghệ an|ninh bình|ninh thuận|phú thọ
    |phú yên|quảng bình|quảng nam|quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la|tây ninh
    |thái bình|thái nguyên|thanh hóa|thừa thiên huế|thừa thiên - huế|tiền giang|trà vinh
    |tuyên quang|vĩnh long|vĩnh phúc|yên bái|hà nội|hồ chí minh|đà nẵng|hải phòng|cần thơ|huế
    |hà tây|vũng tàu"""
)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with its name; `name` is None where only the unit is said ("tỉnh")."""

    unit: str | None
    name: str | None

    @property
    def label(self) -> str | None:
        """The unit and the name together; None where either is unknown."""
        return f"{self.unit} {self.name}" if self.unit and self.name else None

    @property
    def level(self) -> AdministrativeLevel | None:
        if self.unit == "thành phố" and (self.name or "").lower() in CITIES_OF_PROVINCE_LEVEL:
            return AdministrativeLevel.PROVINCE
        return LEVELS.get(self.unit or "", AdministrativeLevel.VILLAGE if self.unit else None)


class Rank(IntEnum):
    """From the largest place to the smallest."""

    PROVINCE = 1
    DISTRICT = 2
    COMMUNE = 3
    VILLAGE = 4


def rank(place: Place) -> Rank | None:
    return Rank[place.level.name] if place.level and place.level.name in Rank.__members__ else None


def place_of_run(unit: str | None, passage: Passage, start: int, end: int) -> Place:
    """The place whose name are the given words; none of them leaves the unit alone."""
    return Place(unit, spelling(passage.slice(start, end)) or None)
