"""Search through the contract: trials of Vietnamese spelling, alike on both databases."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service import articles, dates, meetings, naming, organizations, searching
from service.articles import Credit, Picture
from service.dates import PartialDate
from service.events.changes import Change
from service.models import Organization, OrganizationName, Person
from service.revising import Seen
from service.vocabulary import BodyFormat, MeetingStatus
from tests import rows
from tests.graph import Graph


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@dataclass(frozen=True)
class Story:
    slug: str
    title: str
    body: str = "Tin vắn."
    lede: str | None = None
    byline: str | None = None
    caption: str | None = None


STORIES = (
    Story(
        "dai-hoi",
        "Đại hội Mặt trận Tổ quốc tỉnh Hòa Bình",
        "Ông Nguyễn Văn Tân phát biểu khai mạc.\n\nBà Đặng Thị Thuý trình bày báo cáo.",
        lede="Sáng 5/10, đại hội hiệp thương cử 85 vị.",
    ),
    Story("hop-ubnd", "UBND tỉnh họp thường kỳ", "Chủ tịch Trần Văn Tấn chủ trì phiên họp."),
    Story("tiep-dan", "Uỷ ban nhân dân huyện tiếp dân", "Người dân xã Tân Pheo kiến nghị."),
    Story("ky-hop", "Kỳ họp thứ hai HĐND tỉnh khoá XVII", "Thảo luận nghị quyết về giá đất."),
    Story("giam-sat", "Giám sát chuyên đề", "Hội đồng nhân dân xã Mai Hạ giám sát thu phí."),
    Story("trai-he", "Họat động hè cho thiếu nhi", "Trại hè có 300 em tham gia."),
    Story("song-da", "Lòng hồ sông Đà cạn nước", lede="Nhà máy thủy điện Hoà Bình giảm phát điện"),
    Story("kenh-muong", "Thuỷ lợi vùng cao", "Kênh mương ở xã Hoá Quỳ được nạo vét."),
    Story("duong-moi", "Ðường lên Ðà Bắc", "Con đường mở từ năm 2019."),
    Story("tan-phu", nfd("Xã Tân Phú đón bằng nông thôn mới"), nfd("Cả xã phấn khởi.")),
    Story("tan-an", "Ấp Tấn An làm du lịch", "Du khách đến ấp tăng 20%."),
    Story("suong", "Sương tan trên đèo", "Mặt trời lên, các tổ trực đèo và trận mưa đều đã qua."),
    Story("ghi-chep", "Ghi chép cuối năm", "Một năm nhiều việc.", byline="Lò Văn Hặc"),
    Story("phien-cho", "Phiên chợ cuối tuần", caption="Thiếu nữ H'Mông bên khung dệt"),
    Story("vu-mua", "Vụ mùa bội thu", "Cam Cao Phong được giá, trái cam nào cũng ngọt."),
    Story("cam", "Cây cam Cao Phong", "Người trồng phấn khởi."),
    Story("tang-qua", "Hội Cựu chiến binh tặng quà", "Quà của CCB tới từng hộ."),
    Story("tap-huan", "Tập huấn công tác", "Dự có BCH Hội LHPN và BTV Đoàn TNCS huyện."),
    Story("tiep-xuc", "ĐBQH tiếp xúc cử tri", "Các đại biểu Quốc hội trả lời từng câu."),
    Story("nghi-quyet", "Nghị quyết số 29-NQ/TW", "Hội nghị lần thứ 8, năm 2013 (khóa XI)."),
    Story("tuyen-dung", "THÔNG BÁO TUYỂN DỤNG", "KHO BẠC NHÀ NƯỚC NHẬN HỒ SƠ."),
    Story("huynh-hoang", "Kế hoạch của toàn huyện", "Ông Huỳnh Hoàng đọc. Bà ngoại vắng."),
    Story("khong-dau", "Tin khong dau", "Uy ban nhan dan xa Tan Lac va MTTQ xa."),
)
"""The newest first."""

TRIALS: tuple[tuple[str, str], ...] = (
    # one word, two spellings
    ("uỷ ban nhân", "hop-ubnd tiep-dan"),
    ("ủy ban nhân", "hop-ubnd tiep-dan"),
    ("hoà bình", "dai-hoi song-da"),
    ("Hòa Bình", "dai-hoi song-da"),
    ("Thúy", "dai-hoi"),
    ("thuý", "dai-hoi"),
    ("thủy điện", "song-da"),
    ("thuỷ điện", "song-da"),
    ("thủy", "kenh-muong song-da"),
    ("hoạt động", "trai-he"),
    ("họat động", "trai-he"),
    ("hóa quỳ", "kenh-muong"),
    ("khóa", "ky-hop nghi-quyet"),
    # Đ in all its forms, and however the letters are put together
    ("Đà Bắc", "duong-moi"),
    ("Ðà Bắc", "duong-moi"),
    ("đà", "song-da duong-moi"),
    (nfd("đà bắc"), "duong-moi"),
    (nfd("Tân Phú"), "tan-phu"),
    ("Tân Phú", "tan-phu"),
    (nfd("hoà bình"), "dai-hoi song-da"),
    # marks count where they are written
    ("Tân", "tan-phu dai-hoi tiep-dan"),
    ("Tấn", "tan-an hop-ubnd"),
    ("tan", "tan-phu tan-an suong tang-qua dai-hoi hop-ubnd tiep-dan khong-dau"),
    ("tan phú", "tan-phu"),
    ("Tấn phú", ""),
    ("da bac", "duong-moi"),
    ("đa bac", ""),
    ("nguyen van tân", "dai-hoi"),
    ("nguyễn van tan", "dai-hoi"),
    ("nguyễn văn tấn", ""),
    # capitals
    ("thông báo", "tuyen-dung"),
    ("KHO BẠC", "tuyen-dung"),
    ("thong bao TUYỂN", "tuyen-dung"),
    # phrases
    ('"Tân Phú"', "tan-phu"),
    ('"phú tân"', ""),
    ("“cao phong”", "cam vu-mua"),
    ('"nhan dan"', "hop-ubnd tiep-dan ky-hop giam-sat khong-dau"),
    ('"nhân dan"', "hop-ubnd tiep-dan ky-hop giam-sat"),
    ('"tổ trận"', ""),
    ('"mặt trận"', "dai-hoi khong-dau"),
    ("mặt trận", "dai-hoi suong khong-dau"),
    ('"hoà bình" "đại hội"', "dai-hoi"),
    ('"cam cao phong" ngọt', "vu-mua"),
    ('"tân', "tan-phu dai-hoi tiep-dan"),
    # a beginning, of the last word
    ("thi", "trai-he dai-hoi phien-cho"),
    ("thiế", "trai-he phien-cho"),
    ("thiế nhi", ""),
    ('"thiế"', ""),
    ("nông thôn m", "tan-phu"),
    ("ngh", "nghi-quyet tiep-dan ky-hop"),
    ("đư", "duong-moi kenh-muong vu-mua"),
    # and with its tone where it would stand if the word ended there
    ("kế hoạ", "huynh-hoang"),
    ("kế họa", "huynh-hoang"),
    ("kế họac", "huynh-hoang"),
    ("Hoà", "dai-hoi song-da huynh-hoang"),
    ("Hòa", "dai-hoi song-da huynh-hoang"),
    ("hoàn", "huynh-hoang"),
    ("toà", "huynh-hoang"),
    ("tòa", "huynh-hoang"),
    ("huỳ", "huynh-hoang"),
    ("hùy", "huynh-hoang"),
    ("ngoạ", "huynh-hoang"),
    ("toá", ""),
    ("hoà huỳnh", ""),
    ('"hoà"', "dai-hoi song-da"),
    ('"kế hoạ"', ""),
    # abbreviations, from both sides
    ("MTTQ", "dai-hoi khong-dau"),
    ("mặt trận tổ quốc", "dai-hoi khong-dau"),
    ('"mặt trận tổ quốc tỉnh"', "dai-hoi"),
    ('"MTTQ tỉnh"', "dai-hoi"),
    ('"mat tran to quoc xa"', "khong-dau"),
    ("UBND", "hop-ubnd tiep-dan"),
    ("ủy ban nhân dân tỉnh", "hop-ubnd"),
    ('"UBND huyện"', "tiep-dan"),
    ("HĐND", "ky-hop giam-sat"),
    ("HDND", "ky-hop giam-sat"),
    ("hội đồng nhân dân", "ky-hop giam-sat"),
    ('"hdnd xã"', "giam-sat"),
    ("mt", "dai-hoi khong-dau"),
    ("ub", "hop-ubnd tiep-dan"),
    ("xa mt", "khong-dau"),
    ("ccb", "tang-qua"),
    ('"hội ccb"', "tang-qua"),
    ("liên hiệp phụ nữ", "tap-huan"),
    ("ban chấp hành", "tap-huan"),
    ("lhpn btv", "tap-huan"),
    ('"đoàn thanh niên cộng sản"', "tap-huan"),
    ("đbqh", "tiep-xuc"),
    ('"đại biểu" "tiếp xúc"', "tiep-xuc"),
    # digits, apostrophes, punctuation
    ("85", "dai-hoi"),
    ("20", "duong-moi tan-an nghi-quyet"),
    ("2019", "duong-moi"),
    ("29-NQ/TW", "nghi-quyet"),
    ('"5 10"', "dai-hoi"),
    ("H'Mông", "phien-cho"),
    ("h’mong", "phien-cho"),
    ("hmong", ""),
    ("(Hòa, Bình)!", "dai-hoi song-da"),
    ("AND", ""),
    ("kho* OR bạc", ""),
    ("* kho:", "ky-hop khong-dau tan-phu cam nghi-quyet tuyen-dung"),
    # the title weighs more than the rest, and most where all stands there together
    ("xã tân", "tan-phu tiep-dan"),
    ("cam", "cam vu-mua"),
    ("cao phong", "cam vu-mua"),
    ("cam ngọt", "vu-mua"),
    ("họp tỉnh", "hop-ubnd ky-hop"),
    ("phấn khởi", "tan-phu cam"),
    # byline and caption
    ("Lò Văn Hặc", "ghi-chep"),
    ('"lo van hac"', "ghi-chep"),
    ("khung dệt", "phien-cho"),
    ("thieu nu", "phien-cho"),
)


async def _publish(story: Story, at: datetime) -> None:
    article = await articles.draft(
        slug=story.slug,
        title=story.title,
        lede=story.lede,
        body=story.body,
        body_format=BodyFormat.TEXT,
        byline=(Credit(story.byline),) if story.byline else (),
        photos=(Picture(caption=story.caption),) if story.caption else (),
    )
    await articles.publish(seen=Seen(article.id, article.version), at=at, zone=rows.ZONE)


@pytest.fixture
async def library(graph: Graph) -> Graph:
    for day, story in enumerate(STORIES):
        await _publish(story, datetime(2025, 12, 31, tzinfo=UTC) - timedelta(days=day))
    return graph


async def _articles(graph: Graph, search: str, **more: Any) -> dict[str, Any]:
    query = """query ($search: String, $first: Int, $after: String, $orderBy: ArticleOrder) {
        articles(search: $search, first: $first, after: $after, orderBy: $orderBy) {
            totalCount edges { cursor highlights node { slug } } pageInfo { hasNextPage endCursor }
        }
    }"""
    found: dict[str, Any] = (await graph.data(query, search=search, **more))["articles"]
    return found


def _slugs(found: dict[str, Any]) -> str:
    return " ".join(edge["node"]["slug"] for edge in found["edges"])


async def _names(graph: Graph, noun: str, search: str) -> list[str]:
    query = f"query ($search: String) {{ {noun}(search: $search) {{ nodes {{ name }} }} }}"
    return [node["name"] for node in (await graph.data(query, search=search))[noun]["nodes"]]


async def test_each_search_finds_what_a_reader_of_vietnamese_expects(library: Graph) -> None:
    found = {search: await _articles(library, search, first=50) for search, _ in TRIALS}

    assert {search: _slugs(each) for search, each in found.items()} == dict(TRIALS)
    for each in found.values():
        assert each["totalCount"] == len(each["edges"])


async def test_pages_of_a_search_follow_one_another(library: Graph) -> None:
    whole = await _articles(library, "tan", first=50)
    slugs, after = [], None
    for _ in range(10):
        page = await _articles(library, "tan", first=3, after=after)
        slugs.append(_slugs(page))
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert " ".join(slugs) == _slugs(whole)
    assert [len(each.split()) for each in slugs] == [3, 3, 2]


async def test_a_search_may_be_listed_in_another_order(library: Graph) -> None:
    newest = await _articles(library, "cao phong", orderBy="PUBLISHED_AT_DESC")
    assert _slugs(newest) == "vu-mua cam"


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (
            "hòa bình",
            [
                ["Đại hội Mặt trận Tổ quốc tỉnh <mark>Hòa Bình</mark>"],
                ["Nhà máy thủy điện <mark>Hoà Bình</mark> giảm phát điện"],
            ],
        ),
        (
            '"mttq tinh" van',
            [
                [
                    "Đại hội <mark>Mặt trận Tổ quốc tỉnh</mark> Hòa Bình",
                    "Ông Nguyễn <mark>Văn</mark> Tân phát biểu khai mạc.",
                ]
            ],
        ),
        (
            "ủy ban nhân dân huy",
            [
                [
                    "<mark>Uỷ ban nhân dân huyện</mark> tiếp <mark>dân</mark>",
                    "Người <mark>dân</mark> xã Tân Pheo kiến nghị.",
                ]
            ],
        ),
        ("lò văn hặc", [["<mark>Lò Văn Hặc</mark>"]]),
        ("dệt thiếu", [["<mark>Thiếu</mark> nữ H&#x27;Mông bên khung <mark>dệt</mark>"]]),
        (
            "mt",
            [
                ["Đại hội <mark>Mặt trận Tổ quốc</mark> tỉnh Hòa Bình"],
                ["Uy ban nhan dan xa Tan Lac va <mark>MTTQ</mark> xa."],
            ],
        ),
        (
            "hoà",
            [
                ["Đại hội Mặt trận Tổ quốc tỉnh <mark>Hòa</mark> Bình"],
                ["Nhà máy thủy điện <mark>Hoà</mark> Bình giảm phát điện"],
                ["Ông Huỳnh <mark>Hoàng</mark> đọc. Bà ngoại vắng."],
            ],
        ),
    ],
)
async def test_where_it_matched_is_marked(
    library: Graph, search: str, expected: list[list[str]]
) -> None:
    found = await _articles(library, search)
    assert [edge["highlights"] for edge in found["edges"]] == expected


async def test_a_body_is_marked_by_all_that_it_is_found_by(graph: Graph) -> None:
    body = await rows.organization("Sở Nội vụ")
    columns = organizations.columns(
        body.name,
        names=("Sở Tổ chức chính quyền", body.name),
        other_names=("Sở NV",),
        classification="Sở",
        area="tỉnh Sơn Hạc",
    )
    await Organization.filter(id=body.id).update(**columns)

    query = "query ($search: String) { organizations(search: $search) { edges { highlights } } }"
    for search, marked in (
        ("tổ chức", ["Sở <mark>Tổ chức</mark> chính quyền"]),
        ("nv", ["Sở <mark>NV</mark>"]),
        ("nội sơn", ["Sở <mark>Nội</mark> vụ", "tỉnh <mark>Sơn</mark> Hạc"]),
    ):
        (edge,) = (await graph.data(query, search=search))["organizations"]["edges"]
        assert edge["highlights"] == marked


async def test_what_is_marked_is_safe_to_show(graph: Graph) -> None:
    await _publish(Story("lt", "Giá <5% & “rẻ”", "A > B's <b>"), rows.NOW)
    (edge,) = (await _articles(graph, "giá b"))["edges"]
    assert edge["highlights"] == [
        "<mark>Giá</mark> &lt;5% &amp; “rẻ”",
        "A &gt; <mark>B&#x27;s &lt;b</mark>&gt;",
    ]


@pytest.mark.parametrize(
    ("search", "message"),
    [
        ("", "A search needs at least one word."),
        (' … "" ', "A search needs at least one word."),
        ("a" * 201, "A search has at most 200 characters."),
        ("a " * 21, "A search has at most 20 words."),
    ],
)
async def test_a_search_that_says_nothing_or_too_much_is_refused(
    graph: Graph, search: str, message: str
) -> None:
    for noun in ("articles", "people", "organizations", "meetings"):
        query = f"query ($search: String) {{ {noun}(search: $search) {{ totalCount }} }}"
        (error,) = (await graph.ask(query, search=search))["errors"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert message in error["message"]


async def test_people_are_found_by_all_their_names(graph: Graph) -> None:
    for name in ("Nguyễn Văn Tân", "Nguyễn Thị Tấn", "Văn Tân Nguyễn", "Đặng Thuý Hà", "Lê Hoàng"):
        await rows.person(name)
    known = await rows.person("Hồ Chí Minh")
    others = ["Nguyễn Ái Quốc"]
    await Person.filter(id=known.id).update(
        other_names=others, **searching.keys([known.name, *others])
    )

    for search, expected in (
        ("nguyễn văn tân", ["Nguyễn Văn Tân", "Văn Tân Nguyễn"]),
        ("tấn", ["Nguyễn Thị Tấn"]),
        ("nguyen t", ["Nguyễn Thị Tấn", "Nguyễn Văn Tân", "Văn Tân Nguyễn"]),
        ("nguyen", ["Nguyễn Thị Tấn", "Nguyễn Văn Tân", "Văn Tân Nguyễn", "Hồ Chí Minh"]),
        ("đặng thúy", ["Đặng Thuý Hà"]),
        ("Hoà", ["Lê Hoàng"]),
        ("lê hòa", ["Lê Hoàng"]),
        ('"ái quốc"', ["Hồ Chí Minh"]),
        ("tan anh", []),
    ):
        assert await _names(graph, "people", search) == expected


async def test_organizations_are_found_by_former_names_and_abbreviations(graph: Graph) -> None:
    for name in ("Ủy ban nhân dân xã Tân Phú", "Mặt trận Tổ quốc xã Tân Phú", "Hội LHPN huyện"):
        await rows.organization(name)
    merged = await rows.organization("Sở Nông nghiệp và Môi trường")
    former = "Sở Tài nguyên"
    await OrganizationName.create(
        organization=merged,
        name=former,
        name_tone=naming.tone(former),
        **dates.columns("ends", PartialDate.parse("2025-02")),
    )
    await Organization.filter(id=merged.id).update(**searching.keys([merged.name, former]))

    for search, expected in (
        ("UBND", ["Ủy ban nhân dân xã Tân Phú"]),
        ("mttq tan phu", ["Mặt trận Tổ quốc xã Tân Phú"]),
        ("xã tân phú", ["Mặt trận Tổ quốc xã Tân Phú", "Ủy ban nhân dân xã Tân Phú"]),
        ("phụ nữ", ["Hội LHPN huyện"]),
        ("sở tài nguyên", ["Sở Nông nghiệp và Môi trường"]),
        ('"sở môi trường"', []),
    ):
        assert await _names(graph, "organizations", search) == expected


async def test_meetings_are_found_by_name_topic_kind_and_place(graph: Graph) -> None:
    for name, starts_on, topic, kind, place in (
        ("Kỳ họp thứ hai HĐND", "2025-07-10", "Giá đất", "Kỳ họp", None),
        ("Hội nghị giá nông sản", "2025-08-10", None, "Hội nghị", "Nhà văn hoá xã Mai Hạ"),
        ("Hội nghị tổng kết", "2025-09-10", "Giá cả thị trường", "Hội nghị", None),
    ):
        account = meetings.Account(
            name=name,
            topic=topic,
            classification=kind,
            starts_on=PartialDate.parse(starts_on),
            ends_on=None,
            part_of_day=None,
            starts_at=None,
            location=place,
            status=MeetingStatus.HELD,
        )
        await meetings.known_or_new(account, (), Change(rows.NOW))

    for search, expected in (
        ("hội đồng nhân dân", ["Kỳ họp thứ hai HĐND"]),
        ("giá", ["Hội nghị giá nông sản", "Hội nghị tổng kết", "Kỳ họp thứ hai HĐND"]),
        ("gia dat", ["Kỳ họp thứ hai HĐND"]),
        ("hội nghị", ["Hội nghị tổng kết", "Hội nghị giá nông sản"]),
        ('"văn hóa"', ["Hội nghị giá nông sản"]),
        ("hội nghị hdnd", []),
    ):
        assert await _names(graph, "meetings", search) == expected
