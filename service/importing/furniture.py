"""What stands on a page without being part of the article."""

import re

_FURNITURE = re.compile(
    r"^(?:cỡ\s*chữ|font\s*size|lượt\s+(?:xem|đọc|truy cập)|số\s+lượt|đã\s+xem|chia\s+sẻ|share"
    r"|tweet|like"
    r"|facebook|zalo|twitter|in\s+(?:trang|bài)|bản\s+in|print|email|gửi\s+(?:email|bài|bình luận)"
    r"|tổng\s+số\s*:|trang\s*:?\s*\d|xem\s+tin\s+theo|trang\s+chủ|quay\s+lại|về\s+(?:đầu\s+)?trang"
    r"|lên\s+đầu|đầu\s+trang|trở\s+(?:về|lại)|bình\s+luận|ý\s+kiến|phản\s+hồi|đánh\s+giá\s*:"
    r"|từ\s+khóa"
    r"|tags?\s*:|tag\b|họ\s+(?:và\s+)?tên\s*:|mã\s+(?:bảo\s+mật|xác\s+nhận)|copyright|©|bản\s+quyền"
    r"|đang\s+(?:online|truy\s+cập)|đọc\s+bài|nghe\s+đọc|tăng\s+cỡ|giảm\s+cỡ|tương\s+phản|lưu\s+bài"
    r"|menu|tìm\s+kiếm|đăng\s+(?:nhập|ký)|liên\s+hệ|sơ\s+đồ|tiếng\s+việt|english|video\b|next"
    r"|previous"
    r"|sau\s*»|«|»|trước\s*$|\[\s*trở|xem\s+(?:thêm|tiếp|chi\s+tiết)|chi\s+tiết|đọc\s+tiếp)",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 120
_SIZES = re.compile(r"^(?:[aA]\s*[+-]?\s*){2,}$|^[aA][+-]$")
_NO_LETTERS = re.compile(r"^[\W\d_]*$")
_CLOCK = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?\s*(?:AM|PM|SA|CH)?$", re.IGNORECASE)
_BREADCRUMB = re.compile(r"(?:\s[»›>|]\s|^[»›>])")
_PAGER = re.compile(
    r"tổng\s+số\s*:?\s*\d+|trang\s*:?\s*\d+\s*(?:/|trên)|^(?:«|»|‹|›|\d{1,3}|\s|\.\.\.|trang|đầu"
    r"|cuối|trước"
    r"|sau|tiếp)+$",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"^(?:[»›•\-\[]\s*)?(?:(?:các\s+)?(?:tin|bài|bài\s+viết|tin\s+bài|tin\s+tức)\s+"
    r"(?:liên\s+quan|khác|cùng\s+chuyên\s+mục|mới(?:\s+(?:hơn|nhất|đăng))?|cũ(?:\s+hơn)?|đã\s+đưa"
    r"|đọc\s+nhiều|xem\s+nhiều|nổi\s+bật|tiếp\s+theo|đã\s+đăng|trước)"
    r"|liên\s+quan|xem\s+nhiều|đọc\s+nhiều|mới\s+nhất|những\s+tin\s+(?:mới|cũ)\s+hơn"
    r"|ý\s+kiến\s+(?:bạn\s+đọc|của\s+bạn)|bình\s+luận(?:\s*\(\d+\))?\s*:?\s*$"
    r"|gửi\s+(?:bình\s+luận|ý\s+kiến)"
    r"|có\s+thể\s+bạn\s+quan\s+tâm)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_READ_ON = re.compile(
    r"(?:xem\s+(?:thêm|tiếp|chi\s+tiết)|chi\s+tiết|đọc\s+tiếp)\W*$", re.IGNORECASE
)


def is_furniture(line: str) -> bool:
    """Tools, counters, pagers, breadcrumbs: a short line that says nothing of the matter."""
    if _SIZES.match(line) or _NO_LETTERS.match(line) or _CLOCK.match(line):
        return True
    if len(line) > _LONGEST_FURNITURE or line.endswith((".", "…")):
        return False
    return _FURNITURE.match(line) is not None or _is_breadcrumb(line)


def is_pager(line: str) -> bool:
    return len(line) <= _LONGEST_FURNITURE and _PAGER.search(line) is not None


def opens_related(line: str) -> bool:
    """Whether lists of other articles or the readers' comments begin here."""
    return len(line) < 60 and _RELATED.match(line) is not None


def reads_on(line: str) -> bool:
    """`Xem tiếp`, `Chi tiết`: the end of a teaser."""
    return len(line) < 400 and _READ_ON.search(line) is not None


def word_count(line: str) -> int:
    return len(_WORD.findall(line))


def _is_breadcrumb(line: str) -> bool:
    return _BREADCRUMB.search(line) is not None and not line.endswith((".", ";", ","))
