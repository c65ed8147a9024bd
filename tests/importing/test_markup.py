"""Pages saved as HTML: the article is found among menus, and the head's link is kept."""

from service.importing.findings import PageReading
from service.importing.page import Context, read_page
from tests.importing.expected import HANOI

PAGE = """<!DOCTYPE html><html><head><title>Nà Tông làm đường - Trang tin Khuôn Sen</title>
<link rel="canonical" href="https://khuon-sen.example/tin/1">
<meta property="article:published_time" content="2018-03-12T01:15:00+00:00"></head><body>
<header>Thứ Hai, 23/11/2026 10:00:12</header><nav><li>Trang chủ</li><li>Tin tức</li></nav>
<div><div>Trang chủ &raquo; Tin tức</div><h1>Nà Tông làm đường</h1>{date}
<div><a>Chia sẻ</a> <a>In trang</a></div>
<p><b>(NSO) – Sáng 11/3, Ủy ban MTTQ&nbsp;xã Nà Tông tổ chức lễ phát động làm đường vào các bản xa
nhất của xã, nơi mùa mưa vẫn phải lội suối.</b></p>
<figure><figcaption>Bà con góp đá. Ảnh: Lý Lan</figcaption></figure>
<p>Tham dự có đồng chí <b>Lý A Páo</b>, Chủ tịch UBND huyện Khuôn Sen;<br>lãnh đạo các phòng.</p>
<p><i>Lý Lan</i></p></div><aside><p>Ông Lê Văn Khách, Chủ tịch hội khác.</p></aside>
<script>var who = "Lê Văn Mã"</script><footer>Bản quyền</footer></body></html>"""


def read(date: str = "<div>12/03/2018 08:15 | Lượt xem: 12</div>") -> PageReading:
    raw = PAGE.replace("{date}", date).encode()
    return read_page(raw, suffix=".html", context=Context("Sơn Lĩnh", HANOI))


def test_the_article_is_read_without_menus_asides_and_scripts() -> None:
    reading = read()

    assert reading.title.value == "Nà Tông làm đường"
    assert [person.name for person in reading.people] == ["Lý A Páo"]
    assert [photo.value.credit for photo in reading.photos] == ["Lý Lan"]
    assert [credit.value.credited_name for credit in reading.byline] == ["Lý Lan"]
    assert reading.source
    assert reading.source.value == "NSO"


def test_the_canonical_link_is_the_page_s_address() -> None:
    url = read().url

    assert url
    assert url.value == "https://khuon-sen.example/tin/1"


def test_a_printed_date_comes_before_the_declared_one() -> None:
    printed, declared = read().published_at, read(date="").published_at

    assert printed
    assert declared
    assert (printed.rule, declared.rule) == ("page-date-numeric", "page-date-declared")
    assert printed.value == declared.value
