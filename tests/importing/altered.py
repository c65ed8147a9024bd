"""The six pages with other people, places, days and offices, and their facts changed alike."""

import re
from collections.abc import Mapping
from dataclasses import replace

from service.text import nfc
from tests.importing.expected import ExpectedPage
from tests.importing.facts import Facts

Alteration = Mapping[str, str]

ALTERATIONS: dict[str, Alteration] = {
    "khuon-sen-2021-04-15": {
        "Khuôn Sen": "Nà Lạc",
        "Đàm Quang Vịnh": "Ma Thị Khuyên",
        "Phan Thị Tuyền": "Giàng Seo Vư",
        "Triệu Văn Khìn": "Hoàng Đức Thắm",
        "Phó Trưởng": "Trưởng",
        "Dân vận": "Nội chính",
        "Thứ Năm, ngày 15 tháng 4 năm 2021 - 20:15": "Chủ nhật, ngày 3 tháng 1 năm 2021 - 06:05",
        "2021-04-15T20:15": "2021-01-03T06:05",
        "Chiều 13/4": "Tối 30/12",
        "AFTERNOON": "EVENING",
        "2021-04-13": "2020-12-30",
        "Sơn Lĩnh": "Hà Khê",
    },
    "bien-xanh-2019-11-22": {
        "Biển Xanh": "Đồi Thông",
        "Cồn Gió": "Bến Lau",
        "Võ Hoài Nhơn": "Trần Quốc Bách",
        "Huỳnh Thị Sao Mai": "Nguyễn Thị Ngọc Hiên",
        "Bùi Gia Lạc": "Vừ A Sênh",
        "Đỗ Thị Hạnh Nhi": "Lê Thảo",
        "Tạ Minh Khoan": "Đặng Hữu Chiến Thắng",
        "Mai Đình Trụ": "Phạm Bá Trường",
        "Ngô Thị Bưởi": "Lục Thị Son",
        "Lương Văn Điệp": "Hà Đình Cẩn",
        "Ông Điệp": "Ông Cẩn",
        "Trương Thị Ngãi": "Chu Thị Nhài",
        "LHPN": "CCB",
        "Liên hiệp Phụ nữ": "Cựu chiến binh",
        "Thượng tá": "Đại tá",
        "thượng tá": "đại tá",
        "Ngày đăng: 22/11/2019 15:40": "Gửi lúc: 5/3/2020 07:08",
        "2019-11-22T15:40": "2020-03-05T07:08",
        "Sáng nay (22/11)": "Chiều nay (5-3)",
        "MORNING": "AFTERNOON",
        "2019-11-22": "2020-03-05",
        "Báo Sóng Mới": "Báo Gió Đồi",
        "Hồ Thủy Tiên": "Đào Thanh Tú",
    },
    "thuong-nam-2017-03-10": {
        "Thượng Nậm": "Bản Luông",
        "THƯỢNG NẬM": "BẢN LUÔNG",
        "Mường Hoa": "Chiềng Mây",
        "LÒ VĂN PẢN": "HOÀNG THỊ SÂM",
        "Lò Văn Pản": "Hoàng Thị Sâm",
        "Quàng Thị Im": "Bùi Thế Đoan",
        "Cầm Văn Dọn": "Lý Láo Tả",
        "Vàng A Chơ": "Nông Ích Quyền",
        "Sùng Thị Dế": "Phàn Thị Mẩy",
        "Cầm Thu Lả": "Dương Minh Ngà",
        "HỘI NÔNG DÂN": "HỘI CỰU CHIẾN BINH",
        "Hội Nông dân": "Hội Cựu chiến binh",
        "08:57, 10/03/2017": "02/01/2018 - 21:30",
        "2017-03-10T08:57": "2018-01-02T21:30",
        "Trong 2 ngày 7 và 8/3": "Từ ngày 31/12 đến 1/1",
        "2017-03-07": "2017-12-31",
        "2017-03-08": "2018-01-01",
        "TNO": "CTTĐT",
    },
    "lang-cham-2023-07-05": {
        "Vạn Gốm": "Trúc Lâu",
        "Đinh Trọng Vãng": "Nguyễn Phúc Ấm",
        "Châu Thanh Ráng": "Từ Thị Hường",
        "Sở Văn hóa, Thể thao và Du lịch": "Sở Công Thương",
        "Phó Giám đốc": "Giám đốc",
        "Vào 7 giờ 30 phút ngày 15/7": "Vào 14h00 ngày 2 tháng 8",
        "2023-07-15 07:30": "2023-08-02 14:00",
        "2023-07-15": "2023-08-02",
        "Đăng ngày 05 - 07 - 2023": "Đăng ngày 29 - 07 - 2023",
        "2023-07-05": "2023-07-29",
        "Cát Gốm": "Lâm Khê",
    },
    "yen-thach-2025-10-16": {
        "Yên Thạch": "Phú Hạ",
        "Đồng Vừng": "Cây Sui",
        "Lưu Đức Hoạch": "Vi Thị Mến",
        "Tống Khắc Ngạn": "Hà Công Trữ",
        "Thái Thị Diệp Anh": "Lô Bá Nhật",
        "Nghiêm Bá Tòng": "Quang Văn Thiện",
        "Quách Thị Lệ": "Đoàn Xuân Sắc",
        "Nghiêm Thị Vóc": "Trịnh Hải Âu",
        "HĐND": "UBND",
        "Hội đồng nhân dân": "Ủy ban nhân dân",
        "14:20 16/10/2025 GMT+7": "16-10-2025 | 09:41:15",
        "2025-10-16T14:20:00": "2025-10-16T09:41:15",
        "Chiều 14-10-2025": "Sáng 9.10.2025",
        "AFTERNOON": "MORNING",
        "2025-10-14": "2025-10-09",
        "Yên Trung": "Tân Khê",
    },
    "phu-dien-2018-09-03": {
        "Phú Diên": "An Châu",
        "Kiều Mạnh Tảo": "Võ Thị Thanh Lài",
        "Âu Thị Lành": "Trương Công Bền",
        "Bế Kim Sửu": "Lâm Tuệ Minh",
        "Phùng Quý Đôn": "Hồ Sỹ Dũng",
        "Hội Người cao tuổi": "Hội Khuyến học",
        "Ban Tổ chức": "Ban Tuyên giáo",
        "Thứ Ba, 03/09/2018 | 09:05": "Thứ Hai, 04/09/2018 | 22:10",
        "2018-09-03T09:05": "2018-09-04T22:10",
        "Từ ngày 30/8 đến 1/9": "Trong hai ngày 2-3/9",
        "2018-08-30": "2018-09-02",
        "2018-09-01": "2018-09-03",
        "Bình Lộc": "Hải Lương",
    },
}


def altered(page: ExpectedPage, alteration: Alteration) -> ExpectedPage:
    """All replacements at once, in the page, in its facts and in what the context says."""
    pattern = re.compile("|".join(sorted(map(re.escape, alteration), key=len, reverse=True)))

    def change(text: str) -> str:
        return pattern.sub(lambda match: alteration[match[0]], nfc(text))

    facts: Facts = {
        change(name): (change(value), certainty) for name, (value, certainty) in page.facts.items()
    }
    province = change(page.province) if page.province else None
    return replace(page, text=change(page.text), facts=facts, province=province)
