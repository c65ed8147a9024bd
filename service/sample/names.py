"""Names for people of the highlands and the lowlands: no one of these is a real person's."""

from random import Random

from service.sample.places import HIGHLAND, LOWLAND

MEN, WOMEN = "ông", "bà"

_FAMILIES = {
    HIGHLAND: """Nông Hoàng Lý Triệu Vàng Giàng Lò Quàng Hà Bùi Đinh Lương Ma Hứa Đàm Cà Sùng
    Lường Bế Phùng Chu Nguyễn Trần Đỗ Tòng Bàn Đặng Vi""".split(),
    LOWLAND: """Nguyễn Trần Lê Phạm Đặng Võ Ngô Cao Hồ Thái Phan Hoàng Trương Dương Tạ Mai Đoàn
    Kiều Lưu Vũ Trịnh Nghiêm Doãn Bùi Tống Nguyễn Trần Lê Nguyễn Phạm""".split(),
}
_MIDDLES = {
    (HIGHLAND, MEN): "Văn Văn Văn Văn A Đức Quang Minh Chí Đình Xuân Trọng Quốc Thanh Ngọc".split(),
    (LOWLAND, MEN): """Văn Văn Hữu Đình Trọng Quang Bá Đức Công Xuân Viết Khắc Minh Ngọc Thế Duy
    Gia Đăng Sỹ Hoài Nhật Quốc Mạnh Phúc Cảnh""".split(),
    (HIGHLAND, WOMEN): "Thị Thị Thị Thị Thị~Thu Thị~Kim Thị~Hồng Thị~Ánh Mai".split(),
    (LOWLAND, WOMEN): """Thị Thị Thị Thị~Thu Thị~Bích Thị~Hoài Thị~Diệp Thị~Thanh Thị~Khánh Thùy
    Ngọc Phương Thị~Tường Thị~Vân""".split(),
}
_GIVEN = {
    (HIGHLAND, MEN): """Páo Khìn Luận Chứ Thẻo Vình Bắc Tấu Sẳm Thoan Khoen Pảo Hưởng Lềnh Khải Dìu
    Ứng Ngoạn Phử Chiêu Toản Mưu Lượng Bộ Nhình Thuyên Hịch Choóng Lăng Eng Giót Sình Thàng Phong
    Tính Nghì Chấn Lâm Quyết Thưởng Ngân Học Viện Tuyến Lợi Trình Dền Khánh""".split(),
    (LOWLAND, MEN): """Khoát Nhượng Phiên Diệm Thuần Hoạch Trứ Trạch Ngoãn Triều Điềm Triển Sảng
    Vãng Khôi Cẩn Bình Luân Lạc Ích Thạo Khuyến Tuệ Lịch Ân Giác Tường Thiều Tảo Nghị Lạng Toàn
    Phác Thoại Kỷ Hiệu Nhẫn Sáng Duẩn Kiệm Thịnh Lưu Quảng Đính Vịnh Trang Khuê Uyển""".split(),
    (HIGHLAND, WOMEN): """Dợi Pản Lả Nguyệt Say Vóc Mỷ Khoa Sinh Chấm Đào Piêng Nhi Hiên Xoan Nhạn
    Lương Khuyên Sao Chi Tươm Dế Ỏn Mùa Phin Hặc Dung Nhâm Chiên Viền Nga Lăng Thoa Hạ""".split(),
    (LOWLAND, WOMEN): """Ngãi Anh Lam Nhi Cầm Nhã Như Khuê Uyên Trâm Sương Hà Lụa Vy Thư Chi Mơ Rạng
    Nghi Tịnh Đoan Bưởi Dần Thảo Hợi Duyên Mận Lành Xuyến Thoại Thắm Quyên Tâm Sen Cúc""".split(),
}


def full_name(rng: Random, land: str, honorific: str) -> str:
    middle = rng.choice(_MIDDLES[land, honorific]).replace("~", " ")
    return f"{rng.choice(_FAMILIES[land])} {middle} {rng.choice(_GIVEN[land, honorific])}"


def short_name(name: str) -> str:
    """How a name is repeated: its last syllable."""
    return name.rsplit(maxsplit=1)[-1]
