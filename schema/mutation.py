"""The root of all changes: who may, and which use case it is."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import strawberry

from schema import facts, inputs
from schema.execution.changing import CHANGING, Changing
from schema.fields import argument
from schema.payloads import ArticlePayload
from service import articles, models
from service.idempotency import Rows
from service.models import Row
from service.site import Site
from service.vocabulary import Scope

UseCase = Callable[[dict[str, Any], Site], Awaitable[Row | Rows]]


def _changing(
    model: type[Row], scope: Scope, shape: type[Any], use_case: UseCase, description: str
) -> Any:
    """A field that takes one input, and the scope without which it is refused."""
    made = strawberry.mutation(
        description=f"{description} Takes the scope {scope}.",
        metadata={
            CHANGING: Changing(
                scope,
                lambda given, site, author: use_case(
                    {**facts.of(given, model), "by": author}, site
                ),
            )
        },
    )
    made.arguments = [argument("input", shape, "What is asked.")]
    return made


_article = partial(_changing, models.Article)


@strawberry.type(
    description="All changes, one after the other. Payloads are nullable so that a mutation that "
    "fails does not hide one that was committed."
)
class Mutation:
    create_article: ArticlePayload | None = _article(
        Scope.WRITE,
        inputs.CreateArticleInput,
        lambda given, _: articles.draft(**given),
        "Makes a new article, as a DRAFT.",
    )
    update_article: ArticlePayload | None = _article(
        Scope.WRITE,
        inputs.UpdateArticleInput,
        lambda given, _: articles.revise(**given),
        "Changes what an article says: what is absent stays as it is, null clears.",
    )
    publish_article: ArticlePayload | None = _article(
        Scope.PUBLISH,
        inputs.PublishArticleInput,
        lambda given, site: articles.publish(**given, zone=site.zone),
        "Makes a DRAFT or WITHDRAWN article public, or a DRAFT SCHEDULED for a later instant.",
    )
    unschedule_article: ArticlePayload | None = _article(
        Scope.PUBLISH,
        inputs.UnscheduleArticleInput,
        lambda given, _: articles.unschedule(**given),
        "Makes a SCHEDULED article a DRAFT again.",
    )
    withdraw_article: ArticlePayload | None = _article(
        Scope.PUBLISH,
        inputs.WithdrawArticleInput,
        lambda given, _: articles.withdraw(**given),
        "Takes a PUBLISHED article from public view.",
    )
