"""Text as it may stand in an archive, with all that could break a way of writing it out."""

from random import Random

LANGUAGES = ("vi", "en", "tày")
CLASSIFICATIONS = ("Ủy ban nhân dân", "ủy ban nhân dân", "Mặt trận", "", "Ban Chấp hành")
_PLAIN = (
    "Đoàn kết toàn dân",
    "Hội nghị tổng kết năm",
    "Ủy ban Mặt trận Tổ quốc",
    "huyện Lâm Bình",
    "Nguyễn Thị Hòa",
    "nguyễn thị hoà",
    "Trần Văn Ân",
    "Đặng Thuý",
    "An",
    "Ân",
    "zebra 10",
    "Ngày 24-6-2020",
    "UBND xã",
    "Ủy ban nhân dân",
    "MTTQ Việt Nam",
    "Ban Chấp hành",
    "BCH Hội Nông dân",
    "H’Hen Niê",
    "ân an ăn",
)
_AWKWARD = (
    'nói: "Vâng"',
    "C:\\mặt trận\\",
    '\\"',
    "<b>đậm</b> & <script>alert(1)</script>",
    "🎋 lễ hội 🇻🇳",
    "dòng\u2028mới",
    "\ttab\nxuống dòng\r\n",
    "\u0001\u001f\u007f\u0085",
    "decomposed e\u0301 ế",
    "\ufeffđầu",
    "'); DROP TABLE article; --",
    "%s %(name)s {0} {name} $1 ? :x",
    "null",
    '"}]},{"data":null',
    "{{nonce}}",
    "\\u0041 \\n",
    "𐍈 \U0010fffe",
    " ",
    f"{'rất dài ' * 90}hết",  # longer than any key
)


def phrase(rng: Random) -> str:
    """Never empty."""
    words = rng.choices(_PLAIN, k=rng.randint(1, 2))
    if rng.random() < 0.25:
        words.insert(rng.randint(0, len(words)), rng.choice(_AWKWARD))
    return " ".join(words)


def maybe(rng: Random) -> str | None:
    """A phrase, nothing, or an empty text."""
    chance = rng.random()
    return None if chance < 0.3 else "" if chance < 0.36 else phrase(rng)


def paragraphs(rng: Random) -> tuple[str, ...]:
    return tuple(
        " ".join(phrase(rng) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(0, 3))
    )
