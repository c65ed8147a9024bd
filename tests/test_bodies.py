"""A body as it is sent, kept and given: HTML or Markdown in; HTML, Markdown or plain text out."""

import re
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service import bodies
from service.bodies import Body
from service.bodies.from_markdown import is_harmless
from service.vocabulary import BodyFormat

HTML, MARKDOWN, TEXT = BodyFormat

_MARKS = """
    # ## - + 1. 2) > ``` ` ~~~ ~~ | --- * _ __ ** ! [ ]( ) [x](https://e.example) [x]: \\ Tân ủy a1
    &lt; &#60; &amp; <b> </b> <p> </p> <ul> <ol> <li> </li> <table> <tr> <td> <pre> <code> </code>
    <blockquote> <br> <script> </a> javascript:x
""".split()
_PIECES = (
    *_MARKS,
    *(" ", "    ", "\t", "\n", "\n\n", "\r\n", "\u00a0", "\u200b", "e\u0301"),
    '<a href="https://e.example/(_)" title="&quot;">',
    "<img src='a.jpg' alt='a\n]'>",
)
_ANYTHING = st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=12).map("".join)
_WORDS = st.text("aủĐ1 *_`~[]()<>#+-=.!|\\&;\"':/", min_size=1, max_size=12).map(escape)


def _within(tag: str) -> Callable[[str], str]:
    return lambda inner: f"<{tag}>{inner}</{tag}>"


_BLOCK = st.one_of(
    _WORDS.map(_within("p")),
    _WORDS.map(_within("h2")),
    _WORDS.map(_within("pre")),
    _WORDS.map(_within("blockquote")),
    st.tuples(_WORDS, _WORDS).map("<br>".join).map(_within("p")),
    st.lists(_WORDS.map(_within("li")), min_size=1, max_size=3).map("".join).map(_within("ul")),
    st.lists(_WORDS.map(_within("li")), min_size=1, max_size=3).map("".join).map(_within("ol")),
)


def _given(sent: str, written_as: BodyFormat, shown: BodyFormat) -> str:
    body = bodies.kept(sent, written_as)
    return bodies.rendered(body.text, body.format, shown)


# --- Markdown -------------------------------------------------------------------------------

_MARKDOWN = """\
# Tiêu đề

Đoạn *một*, **hai** và `mã <b>`.\\
Dòng mới.

- A
  1. B

> Trích

| Tên | Số |
| --- | --- |
| Tân | ~~2~~ |

[Trang](https://e.example/a_b "tên") ![Ảnh](https://e.example/1.jpg)"""


def test_markdown_stays_what_its_author_wrote() -> None:
    body = bodies.kept(f"\n\r\n{_MARKDOWN}\r\n \n", MARKDOWN)
    assert body == Body(_MARKDOWN, MARKDOWN)
    assert bodies.rendered(body.text, MARKDOWN, MARKDOWN) == _MARKDOWN


def test_markdown_is_given_as_html() -> None:
    assert _given(_MARKDOWN, MARKDOWN, HTML).replace("\n", "") == (
        "<h1>Tiêu đề</h1>"
        "<p>Đoạn <em>một</em>, <strong>hai</strong> và <code>mã &lt;b&gt;</code>.<br>Dòng mới.</p>"
        "<ul><li>A<ol><li>B</li></ol></li></ul>"
        "<blockquote><p>Trích</p></blockquote>"
        "<table><thead><tr><th>Tên</th><th>Số</th></tr></thead>"
        "<tbody><tr><td>Tân</td><td><s>2</s></td></tr></tbody></table>"
        '<p><a href="https://e.example/a_b" title="tên" rel="noopener noreferrer">Trang</a> '
        '<img src="https://e.example/1.jpg" alt="Ảnh"></p>'
    )


def test_markdown_is_given_as_the_words_that_are_printed() -> None:
    assert _given(_MARKDOWN, MARKDOWN, TEXT).split("\n\n") == [
        "Tiêu đề",
        "Đoạn một, hai và mã <b>. Dòng mới.",
        "A",
        "B",
        "Trích",
        "Tên",
        "Số",
        "Tân",
        "2",
        "Trang",
    ]


def test_the_indent_of_the_first_line_has_a_meaning() -> None:
    assert _given("\n    mã\n", MARKDOWN, HTML) == "<pre><code>mã\n</code></pre>"


# --- safety ---------------------------------------------------------------------------------


HOSTILE = [
    "<script>x()</script>",
    "<SCRIPT\n>x()</SCRIPT\n>",
    'a <img src=x onerror="x()">',
    "<div>\n<iframe src='https://e.example'>\n</div>",
    "<!--\n<b onclick=x()>-->",
    "[a](javascript:x())",
    "[a](JaVaScRiPt&#58;x())",
    "[a](java\tscript:x())",
    "[a]\n\n[a]: javascript:x()",
    "<javascript:x()>",
    "![a](data:text/html,x)",
    "[a](vbscript:x)",
    "`<script>x()</script>`",
    "```<script>\n<script>x()</script>\n```",
    '[a](https://e.example "\\"onclick=x()")',
    "&lt;script&gt;x()&lt;/script&gt;",
]


@pytest.mark.parametrize("sent", HOSTILE)
def test_markdown_shows_raw_html_as_text_and_links_only_to_the_web(sent: str) -> None:
    html = _given(sent, MARKDOWN, HTML)
    shown = bodies.plain_text(html)
    assert not any(f"<{tag}" in html for tag in ("script", "iframe", "div", "b ", "img src=x"))
    assert not any(f'="{scheme}' in html.lower() for scheme in ("java", "data", "vb"))
    assert 'onclick=x()">' not in html.replace("&quot;", "")
    assert html == bodies.clean(html)
    assert shown


@pytest.mark.parametrize("sent", HOSTILE)
def test_markdown_is_harmless_for_every_reader(sent: str) -> None:
    body = bodies.kept(sent, MARKDOWN)
    reader = MarkdownIt("commonmark", {"html": True})
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    html = reader.render(body.text)
    assert not any(f"<{tag}" in html.lower() for tag in ("script", "iframe", "div", "!--"))
    assert not any(f'="{scheme}' in html.lower() for scheme in ("java", "data", "vb"))
    assert not re.search("<[^>]* on", html)
    assert bodies.rendered(body.text, MARKDOWN, HTML) == _given(sent, MARKDOWN, HTML)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ('<p onclick="x()">Chữ</p><script>x()</script><style>p{}</style>', "<p>Chữ</p>"),
        ('<a href="javascript:x()">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ("<p>a<iframe src='https://e.example'></iframe><!-- b --></p>", "<p>a</p>"),
        ("\n <p>a</p>\r\n", "<p>a</p>"),
    ],
)
def test_html_keeps_nothing_that_could_do_more_than_show_text(sent: str, kept: str) -> None:
    assert bodies.kept(sent, HTML) == Body(kept)


@pytest.mark.parametrize(
    ("sent", "written_as"),
    [
        ("> " * 21 + "a", MARKDOWN),
        ("- " * 21 + "a", MARKDOWN),
        ("> - " * 10_000 + "a", MARKDOWN),
        ("[" * 250_000, MARKDOWN),
        ("[a]: https://e.example/" + "a" * 10_000 + "\n\n" + "[a]" * 1_000, MARKDOWN),
        ("<div>" * 101, HTML),
        ("<p>" * 10 + "<b>" * 101, HTML),
        ("<ul><li>" * 60, HTML),
    ],
)
def test_what_lies_too_deep_or_grows_too_long_is_refused(sent: str, written_as: BodyFormat) -> None:
    with pytest.raises(ValueError, match=r"^(it has too many|its (HTML|Markdown))"):
        bodies.kept(sent, written_as)


@pytest.mark.parametrize("quoted", ["> " * 18, "- " * 9, "> - " * 6])
def test_quotations_and_lists_may_lie_within_each_other(quoted: str) -> None:
    assert _given(f"{quoted}chữ", MARKDOWN, TEXT) == "chữ"


# --- HTML and plain text ---------------------------------------------------------------------


def test_text_is_kept_as_paragraphs() -> None:
    assert bodies.kept(" Một & <hai>\r\n\r\n \r\nBa\n", TEXT) == Body(
        "<p>Một &amp; &lt;hai&gt;</p>\n<p>Ba</p>"
    )


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>Một<br>hai</p><p>ba</p>", "Một hai|ba"),
        ("<div>Một<p>hai</p>ba<div>bốn</div></div>", "Một|hai|ba|bốn"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>d", "a|b|c|d"),
        ("<table><caption>Bảng</caption><tr><th>A</th><td>1</td></tr></table>", "Bảng|A|1"),
        ("a<hr>b<h2>c</h2>d<pre>e\n f</pre>g", "a|b|c|d|e f|g"),
        ("<p>a<b>b</b><i>c</i> &lt;p&gt;</p>", "abc <p>"),
    ],
)
def test_the_words_of_two_blocks_never_run_together(html: str, blocks: str) -> None:
    assert bodies.plain_text(bodies.clean(html)).split("\n\n") == blocks.split("|")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>Một</h2><p><b>hai</b> <em>ba</em></p>", "## Một\n\n**hai** *ba*"),
        ("<p>Một<br>hai<br></p><p>ba</p><br>", "Một\\\nhai\n\nba"),
        ("<ol start='9'><li>a</li><li>b<ul><li>c</li></ul></li></ol>", "9. a\n10. b\n    - c"),
        ("<pre>a\n  `b`</pre>", "```\na\n  `b`\n```"),
        ("<p>1. a * b_ # &amp;lt; |</p>", "1\\. a \\* b\\_ \\# \\&lt; \\|"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>a|b</td><td>c</td></tr></table>",
            "| A | B |\n| --- | --- |\n| a\\|b | c |",
        ),
        (
            '<a href="https://e.example/(a)" title=\'"\'>a</a>',
            '[a](https://e.example/\\(a\\) "\\"")',
        ),
        ("https://e.example/a", "https://e.example/a"),
    ],
)
def test_html_is_given_as_markdown_that_reads_the_same(html: str, markdown: str) -> None:
    assert _given(html, HTML, MARKDOWN) == markdown
    assert _given(markdown, MARKDOWN, TEXT).split() == bodies.plain_text(html).split()


# --- for whatever is sent -------------------------------------------------------------------


@given(_ANYTHING, st.sampled_from(BodyFormat))
def test_what_is_kept_can_be_sent_again_and_shown_in_every_format(
    sent: str, written_as: BodyFormat
) -> None:
    body = bodies.kept(sent, written_as)
    shown = {each: bodies.rendered(body.text, body.format, each) for each in BodyFormat}

    assert bodies.kept(body.text, body.format) == body
    assert shown[body.format] == body.text
    assert bodies.kept(shown[HTML], HTML) == Body(shown[HTML])
    assert shown[TEXT] == bodies.plain_text(shown[HTML])
    assert is_harmless(shown[MARKDOWN])


@given(st.lists(_BLOCK, max_size=4).map("".join))
def test_no_word_is_lost_or_won_on_the_way_to_markdown(html: str) -> None:
    body = bodies.kept(html, HTML)
    markdown = bodies.rendered(body.text, HTML, MARKDOWN)
    assert _given(markdown, MARKDOWN, TEXT).split() == bodies.plain_text(body.text).split()
