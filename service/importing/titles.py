"""Titles of office, by every form in which pages write them."""

from dataclasses import dataclass

from service.importing.words import Phrases, phrases_in


@dataclass(frozen=True, slots=True)
class Title:
    """`shared` last words also begin the body (Trưởng Ban Dân vận); `label` spells it out.

    `needs_body`: the words are a title only before a body. `party`: alone before another office,
    it belongs to the Party committee of the same place. `organ`: the title names an organ of the
    body (UVBTV). `body` is the kind that the title itself names (Tỉnh ủy viên).
    """

    label: str | None = None
    shared: int = 0
    needs_body: bool = False
    party: bool = False
    organ: str | None = None
    body: str | None = None
    of_place: str | None = None


_PLAIN = """tổng bí thư|chủ tịch nước|phó chủ tịch nước|thủ tướng|phó thủ tướng|bộ trưởng|thứ trưởng
|chủ tịch|phó chủ tịch|phó chủ tịch thường trực|chủ tịch danh dự|phó chủ tịch chuyên trách
|phó chủ tịch không chuyên trách|giám đốc|phó giám đốc|tổng giám đốc|phó tổng giám đốc
|tổng thư ký|phó tổng thư ký|ủy viên thường trực|hội trưởng|hội phó|chi hội trưởng|chi hội phó

|trưởng khu
|tổ trưởng|tổ phó|chỉ huy trưởng|phó chỉ huy trưởng
|chính trị viên|chính trị viên phó|phó chính trị viên|chính ủy|phó chính ủy
|tham mưu trưởng|phó tham mưu trưởng|đồn trưởng|phó đồn trưởng|viện trưởng|phó viện trưởng
|chánh án|phó chánh án|cục trưởng|phó cục trưởng
|chi cục trưởng|phó chi cục trưởng|vụ trưởng|phó vụ trưởng|hiệu trưởng
|phó hiệu trưởng|tổng biên tập|phó tổng biên tập|phó chủ nhiệm|chủ nhiệm|đội trưởng
|phó đội trưởng|trụ trì|phó trụ trì|trưởng tiểu khu|tổng thanh tra"""

_PARTY_TITLES = """bí thư|phó bí thư|phó bí thư thường trực|phó bí thư trực"""

_ABBREVIATED = {
    "phó bí thư tt": Title(label="Phó Bí thư Thường trực", party=True),
    "pbt thường trực": Title(label="Phó Bí thư Thường trực", party=True),
    "pbt tt": Title(label="Phó Bí thư Thường trực", party=True),
    "pbt": Title(label="Phó Bí thư", party=True),
    "phó chủ tịch tt": Title(label="Phó Chủ tịch Thường trực"),
    "pct thường trực": Title(label="Phó Chủ tịch Thường trực"),
    "pct tt": Title(label="Phó Chủ tịch Thường trực"),
    "pct": Title(label="Phó Chủ tịch"),
    "bt": Title(label="Bí thư", needs_body=True),
    "ct": Title(label="Chủ tịch", needs_body=True),
}

_SHARED = {
    1: """trưởng ban|phó trưởng ban|phó ban|phó trưởng ban thường trực|phó trưởng ban trực
|trưởng phòng|phó trưởng phòng|phó phòng|trưởng đoàn|phó trưởng đoàn|phó đoàn
|trưởng trạm|phó trưởng trạm|trưởng khoa|trưởng bộ phận""",
    2: """chánh văn phòng|phó chánh văn phòng|chánh thanh tra|phó chánh thanh tra
|phó văn phòng""",
}

_NEEDS_BODY = """ủy viên|đại biểu|thành viên|phó trưởng|trưởng|phó|chuyên viên|thư ký"""

_VILLAGES = (
    *("thôn", "bản", "làng", "buôn", "xóm", "ấp"),
    *("khu phố", "khu dân cư", "tổ dân phố"),
)

TITLES: Phrases[Title] = Phrases(
    {form: Title() for form in phrases_in(_PLAIN)}
    | {form: Title(party=True) for form in phrases_in(_PARTY_TITLES)}
    | _ABBREVIATED
    | {
        form: Title(shared=shared)
        for shared, forms in _SHARED.items()
        for form in phrases_in(forms)
    }
    | {
        f"{title} {unit}": Title(of_place=unit)
        for title in ("trưởng", "phó trưởng", "phó", "tổ trưởng", "tổ phó")
        for unit in _VILLAGES
    }
    | {form: Title(needs_body=True) for form in phrases_in(_NEEDS_BODY)}
    | {
        "ủy viên ban thường vụ": Title(label="Ủy viên", party=True, organ="Ban Thường vụ"),
        "ủy viên thường vụ": Title(label="Ủy viên", party=True, organ="Ban Thường vụ"),
        "ủy viên btv": Title(label="Ủy viên", party=True, organ="Ban Thường vụ"),
        "uvbtv": Title(label="Ủy viên", party=True, organ="Ban Thường vụ"),
        "uv btv": Title(label="Ủy viên", party=True, organ="Ban Thường vụ"),
        "uvtv": Title(label="Ủy viên", party=True, organ="Ban Thường vụ"),
        "ủy viên ban chấp hành": Title(label="Ủy viên", party=True, organ="Ban Chấp hành"),
        "ủy viên bch": Title(label="Ủy viên", party=True, organ="Ban Chấp hành"),
        "uvbch": Title(label="Ủy viên", party=True, organ="Ban Chấp hành"),
        "tỉnh ủy viên": Title(body="Tỉnh ủy", of_place="tỉnh"),
        "tuv": Title(label="Tỉnh ủy viên", body="Tỉnh ủy", of_place="tỉnh"),
        "thành ủy viên": Title(body="Thành ủy", of_place="thành phố"),
        "huyện ủy viên": Title(body="Huyện ủy", of_place="huyện"),
        "huv": Title(label="Huyện ủy viên", body="Huyện ủy", of_place="huyện"),
        "thị ủy viên": Title(body="Thị ủy", of_place="thị xã"),
        "quận ủy viên": Title(body="Quận ủy", of_place="quận"),
        "đảng ủy viên": Title(body="Đảng ủy", of_place="xã"),
        "đại biểu quốc hội": Title(label="Đại biểu Quốc hội", body="Quốc hội"),
        "đbqh": Title(label="Đại biểu Quốc hội", body="Quốc hội"),
        "ủy viên bộ chính trị": Title(label="Ủy viên", body="Bộ Chính trị"),
        "ủy viên ban chấp hành trung ương đảng": Title(
            label="Ủy viên", body="Ban Chấp hành Trung ương Đảng"
        ),
        "ủy viên trung ương đảng": Title(label="Ủy viên", body="Ban Chấp hành Trung ương Đảng"),
        "ủy viên bch trung ương đảng": Title(label="Ủy viên", body="Ban Chấp hành Trung ương Đảng"),
    }
)

BEFORE: Phrases[str] = Phrases(
    {form: form for form in ("nguyên", "nguyên là", "cựu", "tân", "quyền", "q.", "q")}
)
FORMER = frozenset(("nguyên", "nguyên là", "cựu"))
