"""The kinds of civic bodies, by every form in which pages write them."""

from dataclasses import dataclass

from service.importing.words import Phrases, phrase_set, phrases_in
from service.vocabulary import Ladder


@dataclass(frozen=True, slots=True)
class Kind:
    """What a form stands for.

    `unit` is the unit of its area where the kind says it (Huyện ủy: huyện). `of_body`: an organ
    that may name the body it belongs to. `field`: a free field of work follows (Sở Nội vụ).
    `central`: stands over the whole country. `shows_unit` is False where the area's name follows
    the kind without its unit (Huyện ủy Lâm Bình). `shown` replaces the kind in the body's name.
    """

    name: str
    ladder: Ladder | None
    unit: str | None = None
    of_body: bool = False
    field: bool = False
    central: bool = False
    shows_unit: bool = True
    shown: str | None = None


FRONT_COMMITTEE = Kind("Ủy ban Mặt trận Tổ quốc Việt Nam", Ladder.FRONT)
PEOPLES_COMMITTEE = Kind("Ủy ban nhân dân", Ladder.STATE)
PARTY_COMMITTEE = Kind("Đảng ủy", Ladder.PARTY)
PARTY_CELL = Kind("Chi bộ", Ladder.PARTY)


def _party(name: str, unit: str) -> Kind:
    return Kind(name, Ladder.PARTY, unit=unit, shows_unit=False)


PARTY_COMMITTEES = {
    "tỉnh": _party("Tỉnh ủy", "tỉnh"),
    "thành phố": _party("Thành ủy", "thành phố"),
    "huyện": _party("Huyện ủy", "huyện"),
    "thị xã": _party("Thị ủy", "thị xã"),
    "quận": _party("Quận ủy", "quận"),
}

_FRONT = {
    FRONT_COMMITTEE: """ủy ban mặt trận tổ quốc việt nam|ủy ban mặt trận tổ quốc
        |ủy ban mttq việt nam|ủy ban mttq vn|ủy ban mttqvn|ủy ban mttq
        |ubmttq việt nam|ubmttq vn|ubmttqvn|ubmttq|ubmt
        |ub mttq việt nam|ub mttq vn|ub mttqvn|ub mttq|ubmt tổ quốc việt nam|ubmt tổ quốc
        |mặt trận tổ quốc việt nam|mặt trận tổ quốc|mttq việt nam|mttq vn|mttqvn|mttq
        |ủy ban mặt trận|ủy ban mtt quốc""",
    Kind(
        FRONT_COMMITTEE.name,
        Ladder.FRONT,
        central=True,
        shown="Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    ): """
        ủy ban trung ương mặt trận tổ quốc việt nam|ủy ban trung ương mttq việt nam
        |ủy ban tw mttq việt nam|ubtw mttq việt nam|ubtư mttq việt nam|ubtwmttq việt nam
        |trung ương mttq việt nam|ủy ban tư mttq việt nam|tw mttq việt nam""",
    Kind("Ban Công tác Mặt trận", Ladder.FRONT): """ban công tác mặt trận|ban ctmt|bctmt
        |ban công tác mt""",
    Kind("Hội Nông dân", Ladder.FRONT): "hội nông dân|hnd",
    Kind("Hội Liên hiệp Phụ nữ", Ladder.FRONT): """hội liên hiệp phụ nữ
        |hội lhpn|hlhpn|lhpn|hội phụ nữ""",
    Kind("Hội Cựu chiến binh", Ladder.FRONT): """hội cựu chiến binh
        |hội ccb|hccb|ccb""",
    Kind("Đoàn Thanh niên Cộng sản Hồ Chí Minh", Ladder.FRONT): """
        đoàn thanh niên cộng sản hồ chí minh|đoàn tncs hồ chí minh|đoàn tncs hcm|đoàn tncshcm
        |đoàn tncs|tncs hồ chí minh|đoàn thanh niên""",
    Kind("Đoàn Thanh niên Cộng sản Hồ Chí Minh", Ladder.FRONT, unit="tỉnh"): "tỉnh đoàn",
    Kind("Đoàn Thanh niên Cộng sản Hồ Chí Minh", Ladder.FRONT, unit="thành phố"): "thành đoàn",
    Kind("Đoàn Thanh niên Cộng sản Hồ Chí Minh", Ladder.FRONT, unit="huyện"): "huyện đoàn",
    Kind("Đoàn Thanh niên Cộng sản Hồ Chí Minh", Ladder.FRONT, unit="thị xã"): "thị đoàn",
    Kind("Đoàn Thanh niên Cộng sản Hồ Chí Minh", Ladder.FRONT, unit="quận"): "quận đoàn",
    Kind("Liên đoàn Lao động", Ladder.FRONT): """liên đoàn lao động|lđlđ
        |ldld""",
    Kind("Tổng Liên đoàn Lao động Việt Nam", Ladder.FRONT, central=True): """
        tổng liên đoàn lao động việt nam|tổng lđlđ việt nam""",
    Kind("Công đoàn", Ladder.FRONT, field=True): "công đoàn",
    Kind("Hội Chữ thập đỏ", Ladder.FRONT): "hội chữ thập đỏ|hội ctđ",
    Kind("Hội Người cao tuổi", Ladder.FRONT): "hội người cao tuổi|hội nct",
    Kind("Hội Khuyến học", Ladder.FRONT): "hội khuyến học",
    Kind("Hội Người mù", Ladder.FRONT): "hội người mù",
    Kind("Hội Luật gia", Ladder.FRONT): "hội luật gia",
    Kind("Hội Đông y", Ladder.FRONT): "hội đông y",
    Kind(
        "Hội Cựu thanh niên xung phong", Ladder.FRONT
    ): "hội cựu thanh niên xung phong|hội cựu tnxp",
    Kind("Hội Liên hiệp Thanh niên", Ladder.FRONT): "hội liên hiệp thanh niên|hội lhtn",
    Kind("Liên minh Hợp tác xã", Ladder.FRONT): "liên minh hợp tác xã|liên minh htx",
    Kind("Chi hội Nông dân", Ladder.FRONT): "chi hội nông dân",
    Kind("Chi hội Phụ nữ", Ladder.FRONT): "chi hội phụ nữ",
    Kind("Chi hội Cựu chiến binh", Ladder.FRONT): "chi hội cựu chiến binh|chi hội ccb",
    Kind("Chi hội Người cao tuổi", Ladder.FRONT): "chi hội người cao tuổi",
    Kind("Nghiệp đoàn", Ladder.FRONT): "nghiệp đoàn",
    Kind("Chi đoàn", Ladder.FRONT): "chi đoàn|chi đoàn thanh niên",
    Kind("Ban Tổ chức - Kiểm tra", Ladder.FRONT, of_body=True): "ban tổ chức - kiểm tra",
    Kind("Ban Thường trực", Ladder.FRONT, of_body=True): "ban thường trực|btt",
}

_PARTY = {
    **{kind: kind.name for kind in PARTY_COMMITTEES.values()},
    PARTY_COMMITTEES["thị xã"]: "thị ủy|thị xã ủy",
    PARTY_COMMITTEE: "đảng ủy|ban chấp hành đảng bộ|bch đảng bộ|đảng bộ",
    PARTY_CELL: "chi bộ|chi ủy",
    Kind("Ban Chấp hành Trung ương Đảng", Ladder.PARTY, central=True): """
        ban chấp hành trung ương đảng|bch trung ương đảng|trung ương đảng|bch tw đảng""",
    Kind("Bộ Chính trị", Ladder.PARTY, central=True): "bộ chính trị",
    Kind("Ban Bí thư", Ladder.PARTY, central=True): "ban bí thư",
    Kind("Ban Dân vận", Ladder.PARTY, of_body=True): "ban dân vận",
    Kind("Ban Tuyên giáo", Ladder.PARTY, of_body=True): "ban tuyên giáo",
    Kind("Ban Tuyên giáo và Dân vận", Ladder.PARTY, of_body=True): "ban tuyên giáo và dân vận",
    Kind("Ban Tổ chức", Ladder.PARTY, of_body=True): "ban tổ chức",
    Kind("Ban Nội chính", Ladder.PARTY, of_body=True): "ban nội chính",
    Kind("Ban Xây dựng Đảng", Ladder.PARTY, of_body=True): "ban xây dựng đảng",
    Kind("Ủy ban Kiểm tra", Ladder.PARTY, of_body=True): "ủy ban kiểm tra|ubkt",
    Kind("Khối Dân vận", Ladder.PARTY, of_body=True): "khối dân vận",
    Kind("Trung tâm Chính trị", Ladder.PARTY): """trung tâm chính trị
        |trung tâm bồi dưỡng chính trị""",
}

_STATE = {
    PEOPLES_COMMITTEE: "ủy ban nhân dân|ubnd|ub nhân dân",
    Kind("Hội đồng nhân dân", Ladder.STATE): "hội đồng nhân dân|hđnd|hội đồng nd",
    Kind("Quốc hội", Ladder.STATE, central=True): "quốc hội",
    Kind("Chính phủ", Ladder.STATE, central=True): "chính phủ",
    Kind("Đoàn đại biểu Quốc hội", Ladder.STATE, unit="tỉnh"): "đoàn đại biểu quốc hội|đoàn đbqh",
    Kind("Công an", Ladder.STATE): "công an",
    Kind("Bộ Chỉ huy Quân sự", Ladder.STATE): "bộ chỉ huy quân sự|bộ chqs",
    Kind("Ban Chỉ huy Quân sự", Ladder.STATE): "ban chỉ huy quân sự|ban chqs",
    Kind("Ban Chỉ huy Phòng, chống thiên tai", Ladder.STATE): """
        ban chỉ huy phòng, chống thiên tai|ban chỉ huy phòng chống thiên tai|ban chỉ huy pctt
        |ban chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn
        |ban chỉ huy phòng chống thiên tai và tìm kiếm cứu nạn
        |ban chỉ huy pctt và tkcn|ban chỉ huy pctt&tkcn""",
    Kind("Bộ đội Biên phòng", Ladder.STATE): """bộ đội biên phòng|bđbp
        |bộ chỉ huy bộ đội biên phòng""",
    Kind("Đồn Biên phòng", Ladder.STATE, field=True): "đồn biên phòng",
    Kind("Tòa án nhân dân", Ladder.STATE): "tòa án nhân dân|tand",
    Kind("Viện kiểm sát nhân dân", Ladder.STATE): "viện kiểm sát nhân dân|viện ksnd|vksnd",
    Kind("Bảo hiểm xã hội", Ladder.STATE): "bảo hiểm xã hội|bhxh",
    Kind("Ngân hàng Chính sách xã hội", Ladder.STATE): """ngân hàng chính sách xã hội|nhcsxh
        |phòng giao dịch ngân hàng chính sách xã hội""",
    Kind("Kho bạc Nhà nước", Ladder.STATE): "kho bạc nhà nước",
    Kind("Sở", Ladder.STATE, unit="tỉnh", field=True): "sở",
    Kind("Phòng", Ladder.STATE, field=True): "phòng",
    Kind("Chi cục", Ladder.STATE, field=True): "chi cục",
    Kind("Cục", Ladder.STATE, field=True): "cục",
    Kind("Bộ", Ladder.STATE, field=True, central=True): "bộ",
    Kind("Thanh tra", Ladder.STATE): "thanh tra",
    Kind("Ủy ban bầu cử", Ladder.STATE): "ủy ban bầu cử",
}

_EITHER = {
    Kind("Ban Thường vụ", None, of_body=True): "ban thường vụ|btv",
    Kind("Ban Chấp hành", None, of_body=True): "ban chấp hành|bch",
    Kind("Thường trực", None, of_body=True): "thường trực",
    Kind("Văn phòng", None, of_body=True): "văn phòng|vp",
    Kind("Hội đồng tư vấn", Ladder.FRONT, field=True): "hội đồng tư vấn",
    Kind("Trung tâm", None, field=True): "trung tâm",
    Kind("Trường", None, field=True): "trường",
    Kind("Trạm", None, field=True): "trạm",
    Kind("Câu lạc bộ", None, field=True): "câu lạc bộ|clb",
    Kind("Hợp tác xã", None, field=True): "hợp tác xã|htx",
    Kind("Bệnh viện", None, field=True): "bệnh viện",
    Kind("Công ty", None, field=True): "công ty",
    Kind("Đài", None, field=True): "đài",
    Kind("Đoàn Luật sư", None, unit="tỉnh"): "đoàn luật sư",
    Kind("Ban Chỉ đạo", None): "ban chỉ đạo",
    Kind("Hội", Ladder.FRONT, field=True): "hội",
    Kind("Ban", None, field=True, of_body=True): "ban",
    Kind("Đoàn Thanh niên Cộng sản Hồ Chí Minh", Ladder.FRONT): "đoàn",
}


def _table() -> Phrases[Kind]:
    groups = (_EITHER, _STATE, _PARTY, _FRONT)
    return Phrases(
        {
            form: kind
            for group in groups
            for kind, forms in group.items()
            for form in phrases_in(forms)
        }
    )


KINDS = _table()

FIELDS = phrase_set(
    """nội vụ|tài chính - kế hoạch|tài chính|kế hoạch và đầu tư|giáo dục và đào tạo|gd&đt|gd-đt|y tế
    |tư pháp|công thương|xây dựng|giao thông vận tải|giao thông - vận tải|khoa học và công nghệ
    |thông tin và truyền thông|văn hóa, thể thao và du lịch|văn hóa - thể thao và du lịch|vhttdl
    |văn hóa và thông tin|văn hóa - thông tin|văn hóa - xã hội|văn hóa, khoa học và thông tin
    |tài nguyên và môi trường|nông nghiệp và phát triển nông thôn|nông nghiệp và ptnt
    |nông nghiệp & ptnt|nông nghiệp và môi trường|nông nghiệp|lao động - thương binh và xã hội
    |lao động, thương binh và xã hội|lđ-tb&xh|lđtb&xh|lđtbxh|lao động - tb&xh|dân tộc và tôn giáo
    |dân tộc - tôn giáo|dân tộc|kinh tế và hạ tầng|kinh tế - hạ tầng|kinh tế - ngân sách|kinh tế
    |quản lý đô thị|ngoại vụ|thanh tra|phong trào|tuyên giáo|dân chủ - pháp luật|pháp chế
    |dân chủ, pháp luật|dân chủ và pháp luật|phong trào - tuyên giáo|tôn giáo|đô thị
    |giám sát và phản biện xã hội|tuyên giáo và dân vận|tuyên truyền|văn hóa|kinh tế - xã hội
    |tổ chức - tuyên giáo|vì sự tiến bộ phụ nữ|vì sự tiến bộ của phụ nữ"""
)
