"""Who signs a page, and in which form."""

from dataclasses import dataclass
from random import Random

from service.sample.bodies import COMMUNE
from service.sample.copywriting import Copy
from service.sample.layout import Foot
from service.sample.people import holder
from service.sample.portals import Portal

_REPORTERS = {
    "mat-tran-son-hac": ("Nông Thu Khoái", "Lường Văn Bôi", "Hà Thị Mỵ Nương", "Bế Lâm"),
    "bao-son-hac": ("Trần Hải Vụ", "Hoàng Thị Lưu Ly", "Đinh Sơn Cước", "Thanh Vọng", "Lê Ngàn"),
    "cong-tin-lam-khe": ("Phan Thị Mộc Miên", "Đặng Quốc Trình", "Võ Thủy Trúc", "Hồ Sao"),
    "mat-tran-lam-khe": ("Ngô Thị Bến", "Tạ Đức Khoáng", "Cao Phong Lan", "Mai Lạc"),
    "huyen-tam-khue": ("Vàng Thị Sua", "Đàm Văn Khải Tú", "Chu Hằng Lê"),
    "thi-xa-lam-thuong": ("Trương Hạnh Duyên", "Phạm Văn Trúc Lâm", "Kiều Sóng"),
    "mat-tran-hac-giang": ("Nông Thu Khoái", "Ngô Thị Bến", "Tạ Đức Khoáng", "Bế Lâm"),
    "bao-hac-giang": ("Trần Hải Vụ", "Hoàng Thị Lưu Ly", "Võ Thủy Trúc", "Thanh Vọng"),
    "xa-ban-lin": ("Vàng Thị Sua", "Hứa Nguyên Bản"),
}
_INITIALS = ("T.H", "N.T.K", "M.L", "H.V", "BBT", "PV", "PV")
_SOURCES = ("Theo Báo Sơn Hạc", "Nguồn: Bản tin Mặt trận", "(Theo TTXVN)", "Theo Báo Lam Khê")


@dataclass(frozen=True, slots=True)
class Signed:
    foot: Foot
    byline: tuple[str, ...]


def sign(copy: Copy, portal: Portal, text: str) -> Signed:
    """A reporter, two of them, the head of an office, a desk, or nobody."""
    rng = copy.rng
    source = rng.choice(_SOURCES) if rng.random() < 0.07 else None
    copy.wording.named_home = copy.home.label in text
    lines, byline = _lines(rng, copy, portal)
    return Signed(Foot(lines, source), byline)


def _lines(rng: Random, copy: Copy, portal: Portal) -> tuple[tuple[str, ...], tuple[str, ...]]:
    form = rng.random()
    name = rng.choice(_REPORTERS[portal.slug])
    if form < 0.12:
        return (), ()
    if form < 0.24:
        initials = rng.choice(_INITIALS)
        return (initials,), (initials,)
    if form < 0.36 and portal.comrade:
        official = _official(copy)
        if official is not None:
            return official
    if form < 0.48:
        return (f"Tin, ảnh: {name}",), (name,)
    if form < 0.54:
        return (f"Thực hiện: {name}",), (name,)
    if form < 0.58:
        return (f"{name} (TTXVN)",), (name,)
    if form < 0.63:
        other = rng.choice([n for n in _REPORTERS[portal.slug] if n != name])
        return (f"{name} - {other}",), (name, other)
    if form < 0.67:
        return (f"Bài và ảnh: {name}",), (name,)
    return (name,), (name,)


def _official(copy: Copy) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """A name, and the office on the line below."""
    charge = "front chair" if copy.home.level is COMMUNE else "front vice"
    term = holder(copy.home, charge, copy.day)
    if term is None or term.person.name in copy.people:
        return None
    office = copy.wording.offices(copy.held(term, chief=True))
    for _, body in copy.held(term, chief=True):
        copy.bodies[body.name] = None
    return (term.person.name, office), (term.person.name,)
