"""The short way of a query over HTTP: nobody can tell it from the long one, but by the clock."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx2
import orjson
import pytest
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message

from service import tokens
from service.models import Article, Token
from service.settings import Settings
from service.vocabulary import Scope
from service.web import app
from service.web.quick import Quick
from tests import rows

TITLES = "{ articles { nodes { title publishedAt } } }"
FIRST = "query Page($first: Int) { articles(first: $first) { totalCount } }"
CREATE = """mutation ($input: CreateArticleInput!) {
  createArticle(input: $input) { article { title body } userErrors { code } } }"""
JSON = (("content-type", "application/json"),)
END = {"type": "http.request", "body": b"", "more_body": False}
SECRET = "the secret of a good token"


@dataclass(frozen=True)
class Sent:
    """A request, as it goes over the wire. In `chunks` its length is not told before."""

    method: str = "POST"
    query_string: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    chunks: tuple[bytes, ...] = ()

    def content(self) -> Any:
        return self._streamed() if self.chunks else self.body

    async def _streamed(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk


def _posted(*headers: tuple[str, str], **asked: Any) -> Sent:
    return Sent(headers=(*JSON, *headers), body=orjson.dumps(asked))


def _typed(media_type: str, query: str = TITLES) -> Sent:
    headers = (("content-type", media_type),)
    return Sent(headers=headers, body=orjson.dumps({"query": query}))


def _raw(body: bytes) -> Sent:
    return Sent(headers=JSON, body=body)


def _got(*headers: tuple[str, str], **asked: str) -> Sent:
    return Sent("GET", urlencode(asked), headers)


def _halves(body: bytes) -> tuple[bytes, ...]:
    middle = len(body) // 2
    return body[:middle], body[middle:]


LARGE = orjson.dumps({"query": TITLES, "extensions": {"x": "x" * app.MAX_BODY_BYTES}})
QUICK = {
    "a query": _posted(query=TITLES),
    "in chunks": Sent(headers=JSON, chunks=_halves(orjson.dumps({"query": TITLES}))),
    "with variables": _posted(query=FIRST, variables={"first": 1}, operationName="Page"),
    "without what it may have": _posted(query=TITLES, variables=None, operationName=None),
    "with unknown members": _posted(query=TITLES, extensions={"a": 1}, id=5, doc=[1]),
    "a charset": _typed("application/json; charset=utf-8"),
    "GET": _got(query=TITLES),
    "GET with variables": _got(query=FIRST, variables='{"first": 1}', operationName="Page"),
    "GET with no variables": _got(query=TITLES, variables="null", extensions="{}"),
    "GET with unknown parameters": _got(query=TITLES, x="y"),
    "a good token": _posted(("authorization", f"Bearer {SECRET}"), query=TITLES),
    "GET with a good token": _got(("authorization", f"bearer  {SECRET} "), query=TITLES),
    "who asks": _posted(("authorization", f"Bearer {SECRET}"), query="{ viewer { name } }"),
    "another page": _posted(query="{ a: __typename }", variables={"unknown": [1]}),
    "an Accept": _posted(("accept", "application/graphql-response+json"), query=TITLES),
    "an Accept of streams": _posted(
        ("accept", "application/json, text/event-stream"), query=TITLES
    ),
    "an Accept of parts": _posted(
        ("accept", "multipart/mixed;boundary=graphql;subscriptionSpec=1.0"), query=TITLES
    ),
    "parameters beside a body": Sent(
        "POST", "query=%7B__typename%7D", JSON, orjson.dumps({"query": TITLES})
    ),
}
SLOW = {
    "another media type": _typed("text/plain"),
    "no media type": Sent(body=orjson.dumps({"query": TITLES})),
    "two media types": Sent(headers=(*JSON, *JSON), body=orjson.dumps({"query": TITLES})),
    "a form": Sent(
        headers=(("content-type", "application/x-www-form-urlencoded"),), body=b"query=1"
    ),
    "no body": _raw(b""),
    "no JSON": _raw(b"{"),
    "null": _raw(b"null"),
    "a number": _raw(b"5"),
    "a list": _raw(b"[]"),
    "a batch": _raw(b'[{"query": "{ __typename }"}]'),
    "a string": _raw(b'"x"'),
    "half a surrogate": _raw(rb'{"query": "{ __typename } #\ud800"}'),
    "half a surrogate in a variable": _raw(
        rb'{"query": "query ($a: String) { articles(after: $a) { totalCount } }",'
        rb' "variables": {"a": "\ud800"}}'
    ),
    "no UTF-8": _raw(b'{"query": "{ __typename } #\xff"}'),
    "no query": _posted(variables={}),
    "an empty query": _posted(query=""),
    "a query that is none": _posted(query=5),
    "a name that is none": _posted(query=TITLES, operationName=5),
    "an empty name": _posted(query=TITLES, operationName=""),
    "a name of nothing": _posted(query=TITLES, operationName="Other"),
    "variables that are none": _posted(query=TITLES, variables=[1]),
    "variables that are a text": _posted(query=TITLES, variables="{}"),
    "extensions that are none": _posted(query=TITLES, extensions=[1]),
    "a bad token": _posted(("authorization", "Bearer x"), query=TITLES),
    "another scheme": _posted(("authorization", "Basic eDp5"), query=TITLES),
    "an empty authorization": _posted(("authorization", ""), query=TITLES),
    "a token in Latin letters": _posted(("authorization", "Bearer é"), query=TITLES),
    "two authorizations": _posted(*[("authorization", f"Bearer {SECRET}")] * 2, query=TITLES),
    "GET with a bad token": _got(("authorization", "Bearer x"), query=TITLES),
    "too large": _raw(LARGE),
    "too large, in chunks": Sent(headers=JSON, chunks=_halves(LARGE)),
    "a mutation": _posted(query=CREATE, variables={"input": {"title": "Bài"}}),
    "a mutation over GET": _got(query=CREATE, variables='{"input": {"title": "Bài"}}'),
    "a subscription": _posted(query="subscription { articlePublished { cursor } }"),
    "an invalid document": _posted(query="{ spaceships { id } }"),
    "no document": _posted(query="{"),
    "only a comment": _posted(query="# nothing"),
    "several operations": _posted(query="query A { __typename } query B { __typename }"),
    "failing arguments": _posted(query="{ articles(first: 1, last: 1) { totalCount } }"),
    "no cursor": _posted(query='{ articles(after: "1") { totalCount } }'),
    "a refused variable": _posted(query=FIRST, variables={"first": "x"}),
    "half of it fails": _posted(query='{ site { name } articles(after: "1") { totalCount } }'),
    "too many fields": _posted(
        query=f"{{ {' '.join(f'a{n}: __typename' for n in range(3_001))} }}"
    ),
    "too deep": _posted(query="{ a" * 5_000 + " }" * 5_000),
    "GET without a query": _got(),
    "GET with an empty query": _got(query=""),
    "GET with variables that are none": _got(query=TITLES, variables="[1]"),
    "GET with variables that are no JSON": _got(query=TITLES, variables="{"),
    "GET with empty variables": _got(query=TITLES, variables="", operationName=""),
    "GET with two queries": Sent("GET", f"{urlencode({'query': TITLES})}&query=1"),
    "HEAD": Sent("HEAD", urlencode({"query": TITLES})),
    "PUT": Sent("PUT", "", JSON, orjson.dumps({"query": TITLES})),
    "OPTIONS": Sent("OPTIONS"),
}


def _served() -> Quick:
    served = app.application(Settings())
    assert isinstance(served, Quick)
    return served


@dataclass
class Ways:
    """The application as it is served, and what stands behind its short way."""

    served: Quick = field(default_factory=_served)

    async def short(self, sent: Sent) -> httpx2.Response:
        return await _answered(self.served, sent)

    async def long(self, sent: Sent) -> httpx2.Response:
        return await _answered(self.served._app, sent)

    @property
    def ran(self) -> int:
        """So many queries were answered the short way."""
        ran: int = self.served._plans.counters.ran  # type: ignore[attr-defined]
        return ran


async def _answered(application: Any, sent: Sent) -> httpx2.Response:
    transport = httpx2.ASGITransport(application)
    async with httpx2.AsyncClient(transport=transport, base_url="http://archive") as client:
        url = f"/graphql?{sent.query_string}" if sent.query_string else "/graphql"
        headers = [(name.encode(), value.encode()) for name, value in sent.headers]
        content = sent.content()
        return await client.request(sent.method, url, headers=headers, content=content)


@pytest.fixture
async def ways(archive: None) -> Ways:
    """Over an archive with an article, a draft and a token."""
    await rows.article("Một “bài” & \\ <hai>\u2028", rows.NOW)
    await rows.article("Bản nháp", rows.NOW, publish=False)
    await Token.create(
        name="Ban biên tập",
        secret_hash=tokens._hash(SECRET),
        scopes=[Scope.READ_DRAFTS, Scope.WRITE],
        created_at=rows.NOW,
    )
    return Ways()


def _seen(answer: httpx2.Response) -> tuple[Any, ...]:
    """All that a client sees of it; of an id that is drawn for each request only that it is one."""
    body = re.sub(rb'"requestId":"\w+"', b'"requestId":""', answer.content)
    return answer.status_code, sorted(answer.headers.multi_items()), body


async def _told(ways: Ways, requests: Iterable[tuple[str, Sent]]) -> dict[str, tuple[Any, Any]]:
    async with asyncio.timeout(30):
        return {
            name: (_seen(await ways.short(sent)), _seen(await ways.long(sent)))
            for name, sent in requests
        }


async def test_an_answer_of_the_short_way_is_that_of_the_long_one(ways: Ways) -> None:
    told = await _told(ways, QUICK.items())

    assert {name: short for name, (short, _) in told.items()} == {
        name: long for name, (_, long) in told.items()
    }
    assert {short[0] for short, _ in told.values()} == {200}
    assert ways.ran == len(QUICK)


async def test_what_the_short_way_does_not_take_is_answered_as_if_it_were_not_there(
    ways: Ways,
) -> None:
    told = await _told(ways, SLOW.items())

    assert {name: short for name, (short, _) in told.items()} == {
        name: long for name, (_, long) in told.items()
    }
    assert {short[0] for short, _ in told.values()} == {200, 400, 401, 404, 405, 413}
    assert ways.ran == 0


async def test_a_media_type_in_capitals_is_the_same_to_both_ways(ways: Ways) -> None:
    """Whether a query has a plan is not to decide whether its request is understood."""
    for query in (TITLES, "{ spaceships { id } }"):
        sent = _typed("Application/JSON", query)
        assert _seen(await ways.short(sent)) == _seen(await ways.long(sent))


async def test_text_is_sent_in_utf_8_as_it_is(ways: Ways) -> None:
    title = "Một “bài” & \\\\ <hai>\u2028"
    for answer in (await ways.short(QUICK["a query"]), await ways.long(QUICK["a query"])):
        assert f'"title":"{title}"' in answer.content.decode()
        assert "charset" not in answer.headers["content-type"]


async def test_a_body_that_is_not_for_the_short_way_arrives_whole_and_once(ways: Ways) -> None:
    """A mutation in many pieces, which the short way has to read before it knows."""
    body = orjson.dumps(
        {"query": CREATE, "variables": {"input": {"title": "Bài", "body": "x" * 9_000}}}
    )
    pieces = tuple(body[at : at + 1_000] for at in range(0, len(body), 1_000))
    headers = (*JSON, ("authorization", f"Bearer {SECRET}"))

    async with asyncio.timeout(10):
        answer = await ways.short(Sent(headers=headers, chunks=pieces))

    assert answer.json()["data"]["createArticle"]["userErrors"] == []
    (article,) = await Article.filter(title="Bài")
    assert article.body == "x" * 9_000


async def _asgi(application: ASGIApp, scope: dict[str, Any], *messages: Message) -> bytes:
    """The body of what is answered to messages that no client of ours would send."""
    coming, sent = iter(messages), bytearray()

    async def receive() -> Message:
        return next(coming)

    async def send(message: Message) -> None:
        sent.extend(message.get("body", b""))

    common = {"type": "http", "path": "/graphql", "query_string": b"", "headers": []}
    await application({**common, **scope}, receive, send)
    return bytes(sent)


async def test_letters_that_an_address_has_unescaped_are_the_same_to_both_ways(
    ways: Ways,
) -> None:
    """Not every client escapes them; servers let them through."""
    await Article.filter(title="Bản nháp").update(slug="nháp", status="PUBLISHED")
    query = '{article(by:{slug:"nháp"}){title}}'
    scope = {"method": "GET", "query_string": f"query={query}".encode()}

    short, long = [
        await _asgi(application, scope, END) for application in (ways.served, ways.served._app)
    ]

    assert short == long


async def test_a_client_that_leaves_in_the_midst_of_its_body_is_answered_nothing(
    ways: Ways,
) -> None:
    scope = {"method": "POST", "headers": [(b"content-type", b"application/json")]}
    begun = {"type": "http.request", "body": b'{"query": ', "more_body": True}
    for application in (ways.served, ways.served._app):
        with pytest.raises(ClientDisconnect):
            await _asgi(application, scope, begun, {"type": "http.disconnect"})
    assert ways.ran == 0


async def test_other_addresses_are_not_looked_at(ways: Ways) -> None:
    """Whatever is asked there."""
    scope = {"method": "GET", "query_string": urlencode({"query": TITLES}).encode()}
    for path in ("/livez", "/schema.graphql", "/graphql/x"):
        short, long = [
            await _asgi(application, {**scope, "path": path}, END)
            for application in (ways.served, ways.served._app)
        ]
        assert short == long
    assert ways.ran == 0
