"""A draft laid out as a saved page: the article among the furniture of its portal."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random

from service.sample.drafts import Draft
from service.sample.page_dates import Stamp, header_clock
from service.sample.portals import Look, Portal
from service.text import slug

_NO_BREAK = "\u00a0"
_MENU = ("Trang chủ", "Giới thiệu", "Tin tức", "Văn bản", "Liên hệ")


@dataclass(frozen=True, slots=True)
class Foot:
    """The lines under the text: who signs, and where it was taken from."""

    lines: tuple[str, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the laying out of one page needs to know."""

    rng: Random
    portal: Portal
    look: Look
    stamp: Stamp
    at: datetime
    number: int


def as_text(sheet: Sheet, draft: Draft, foot: Foot) -> str:
    rng, look = sheet.rng, sheet.look
    lines: list[str] = []
    if look.clock and rng.random() < 0.5:
        lines += [header_clock(), ""]
    lines += [draft.title, "", sheet.stamp.line, ""]
    for tool in look.tools:
        if rng.random() < 0.6:
            lines += [tool, ""]
    if look.tools and rng.random() < 0.2:
        lines += [f"Lượt xem: {rng.randint(38, 4200)}", ""]
    lines += _body(sheet, draft)
    note = [draft.correction, ""] if draft.correction else []
    signed = _signed(sheet, foot)
    lines += [*signed, *note] if rng.random() < 0.5 else [*note, *signed]
    lines += _after(sheet)
    return "\n".join(lines).rstrip("\n") + rng.choice(("", "\n", "\n\n"))


def _body(sheet: Sheet, draft: Draft) -> list[str]:
    """Paragraphs with the captions between them, each caption often twice."""
    rng, look = sheet.rng, sheet.look
    lede, *rest = draft.paragraphs
    lines = [f"{rng.choice(look.prefixes)}{lede}", ""]
    indent = _NO_BREAK * rng.choice((4, 5, 6)) + " " if look.indent and rng.random() < 0.8 else ""
    captions = list(draft.captions)
    for number, paragraph in enumerate(rest):
        lines += [f"{'' if paragraph.startswith('- ') else indent}{paragraph}"]
        lines += [] if paragraph.startswith("- ") else [""]
        bulleted = number + 1 < len(rest) and rest[number + 1].startswith("- ")
        lines += [""] if paragraph.startswith("- ") and not bulleted else []
        if captions and not bulleted and rng.random() < 0.6:
            lines += _captioned(rng, captions.pop(0))
    for caption in captions:
        lines += _captioned(rng, caption)
    return [*lines, ""]


def _captioned(rng: Random, caption: str) -> list[str]:
    return ["", caption, ""] * (2 if rng.random() < 0.3 else 1)


def _signed(sheet: Sheet, foot: Foot) -> list[str]:
    indent = _NO_BREAK * 60 if sheet.look.indent else ""
    lines = [f"{indent}{line}" for line in foot.lines]
    return [*lines, *([foot.source] if foot.source else []), ""]


def _after(sheet: Sheet) -> list[str]:
    rng, look = sheet.rng, sheet.look
    lines: list[str] = []
    if look.pager:
        total = rng.randint(60, 900)
        pages = -(-total // 10)
        lines += ["", f"Tổng số: {total} | Trang: 1 trên tổng số {pages} trang  ", ""]
        lines += ["Xem tin theo ngày:   / /"]
    if look.related and rng.random() < 0.8:
        lines += ["", "Tin liên quan", *_related(sheet)]
    if not look.markup and rng.random() < 0.2:
        lines += [f"Bình luận ({rng.randint(0, 7)})"]
    return lines


def _related(sheet: Sheet) -> list[str]:
    return sheet.rng.sample(_RELATED, sheet.rng.randint(2, 3))


_RELATED = (
    "Họp mặt bạn đọc cuối năm",
    "Thông báo lịch tiếp công dân",
    "Hội thao người cao tuổi",
    "Giá nông sản tuần qua",
    "Lịch cắt điện tuần tới",
    "Chuyện cũ bên bến sông",
    "Bản tin thời tiết nông vụ",
    "Phiên chợ vùng cao ngày cuối tuần",
)


def as_markup(sheet: Sheet, draft: Draft, foot: Foot) -> str:
    rng = sheet.rng
    address = f"https://{sheet.portal.slug}.example/tin/{slug(draft.title, 60)}-{sheet.number}.html"
    menu = "".join(f'<li><a href="#">{item}</a></li>' for item in _MENU)
    lede, *rest = draft.paragraphs
    prefix = rng.choice(sheet.look.prefixes)
    blocks = [f'<p class="sapo"><strong>{escape(prefix + lede, quote=False)}</strong></p>']
    captions = list(draft.captions)
    for paragraph, following in zip(rest, [*rest[1:], ""], strict=True):
        blocks.append(f"<p>{_NO_BREAK if rng.random() < 0.1 else ''}{_inline(paragraph)}</p>")
        if captions and not following.startswith("- ") and rng.random() < 0.6:
            blocks.append(_figure(captions.pop(0), sheet.number))
    blocks += [_figure(caption, sheet.number) for caption in captions]
    blocks += [f'<p class="author">{_inline(line)}</p>' for line in foot.lines]
    if foot.source:
        blocks.append(f'<p class="source">{_inline(foot.source)}</p>')
    if draft.correction:
        blocks.append(f"<p><em>{_inline(draft.correction)}</em></p>")
    related = "".join(f'<li><a href="#">{title}</a></li>' for title in _related(sheet))
    clock = f'<div class="clock">{header_clock()}</div>' if sheet.look.clock else ""
    title = escape(draft.title, quote=False)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="vi"><head><meta charset="utf-8">',
            f"<title>{title} - {sheet.portal.title}</title>",
            f'<meta property="og:title" content="{escape(draft.title)}">',
            f'<link rel="canonical" href="{address}">',
            "<style>.sapo{font-weight:bold}</style></head><body>",
            f"<header>{clock}<nav><ul>{menu}</ul></nav></header>",
            f'<main><article><h1>{title}</h1><div class="date">{sheet.stamp.line}</div>',
            '<div class="tools"><button>A+</button><button>A-</button></div>',
            *blocks,
            "</article></main>",
            f"<aside><h3>Tin liên quan</h3><ul>{related}</ul></aside>",
            f"<footer><p>© {sheet.portal.title}</p></footer>",
            "<script>var views = 1;</script></body></html>",
            "",
        )
    )


def _inline(text: str) -> str:
    return escape(text, quote=False)


def _figure(caption: str, number: int) -> str:
    image = f'<img src="/anh/{number}.jpg" alt="{escape(caption)}">'
    return f"<figure>{image}<figcaption>{_inline(caption)}</figcaption></figure>"


def weathered(rng: Random, look: Look, text: str) -> str:
    """The marks that old systems leave: other places of tones, other letters, other forms."""
    for change in _changes(rng, look):
        text = change(text)
    return text


def _changes(rng: Random, look: Look) -> list[Callable[[str], str]]:
    found: list[Callable[[str], str]] = []
    if look.spelling == "uỷ":
        found.append(lambda text: _respelled(text, 1.0, rng))
    elif look.spelling == "mixed":
        found.append(lambda text: _respelled(text, 0.4, rng))
    if look.old_letters:
        found.append(lambda text: text.replace("Đ", "Ð"))
    if rng.random() < 0.06:
        found.append(lambda text: text.replace("hoạt động", "họat động", 1))
    if rng.random() < 0.007:
        found.append(lambda text: " c\u1ee7\u0430 ".join(text.rsplit(" của ", 1)))
    if rng.random() < 0.015 or (look.old_letters and rng.random() < 0.05):
        found.append(lambda text: unicodedata.normalize("NFD", text))
    return found


_RESPELLED = (("Ủy", "Uỷ"), ("ủy", "uỷ"), ("hòa", "hoà"), ("Hòa", "Hoà"), ("tọa", "toạ"))


def _respelled(text: str, share: float, rng: Random) -> str:
    for new, old in _RESPELLED:
        if share >= 1:
            text = text.replace(new, old)
        elif new in text:
            pieces = text.split(new)
            links = [old if rng.random() < share else new for _ in pieces[1:]]
            text = pieces[0] + "".join(a + b for a, b in zip(links, pieces[1:], strict=True))
    return text
