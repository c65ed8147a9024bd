"""Abbreviations of the civic press that mean one thing, and what they mean."""

from collections.abc import Mapping

_WRITTEN = """
mttq: mặt trận tổ quốc
mttqvn: mặt trận tổ quốc việt nam
ubmttq: ủy ban mặt trận tổ quốc
ubmttqvn: ủy ban mặt trận tổ quốc việt nam
ubnd: ủy ban nhân dân
ubkt: ủy ban kiểm tra
ubtvqh: ủy ban thường vụ quốc hội
hdnd: hội đồng nhân dân
dbqh: đại biểu quốc hội
bch: ban chấp hành
btv: ban thường vụ
btt: ban thường trực
uvbch: ủy viên ban chấp hành
uvbtv: ủy viên ban thường vụ
hnd: hội nông dân
lhpn: liên hiệp phụ nữ
lhtn: liên hiệp thanh niên
ccb: cựu chiến binh
tncs: thanh niên cộng sản
tnxp: thanh niên xung phong
ldld: liên đoàn lao động
tand: tòa án nhân dân
vksnd: viện kiểm sát nhân dân
qdnd: quân đội nhân dân
bdbp: bộ đội biên phòng
chqs: chỉ huy quân sự
qpan: quốc phòng an ninh
antt: an ninh trật tự
pccc: phòng cháy chữa cháy
pctt: phòng chống thiên tai
tkcn: tìm kiếm cứu nạn
bhxh: bảo hiểm xã hội
bhyt: bảo hiểm y tế
ntm: nông thôn mới
htx: hợp tác xã
xhcn: xã hội chủ nghĩa
"""
ABBREVIATIONS: Mapping[str, str] = dict(line.split(": ") for line in _WRITTEN.split("\n") if line)
"""The plain key of each to the tone key of its expansion."""
