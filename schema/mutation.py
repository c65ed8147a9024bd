"""The root of all changes: who may, and which use case it is."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import strawberry

from schema import facts, inputs
from schema.execution.changing import CHANGING, Changing
from schema.fields import argument
from schema.payloads import (
    ArticlePayload,
    MeetingPayload,
    MembershipPayload,
    MentionPayload,
    OrganizationPayload,
    PersonPayload,
    PostPayload,
    TopicPayload,
)
from service import articles, editing, models
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


def _written(model: type[Row], shape: type[Any], use_case: UseCase, description: str) -> Any:
    return _changing(model, Scope.WRITE, shape, use_case, description)


def _of_mention(given: dict[str, Any]) -> dict[str, Any]:
    """It has no version: whoever is second finds what the first has done."""
    return {"mention_id": given.pop("id"), **given}


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
    create_person: PersonPayload | None = _written(
        models.Person,
        inputs.CreatePersonInput,
        lambda given, _: editing.people.make(**given),
        "Makes a new person.",
    )
    update_person: PersonPayload | None = _written(
        models.Person,
        inputs.UpdatePersonInput,
        lambda given, _: editing.people.revise(**given),
        "Changes a person: what is absent stays as it is, null clears.",
    )
    merge_people: PersonPayload | None = _written(
        models.Person,
        inputs.MergeInput,
        lambda given, _: editing.merging.merge_people(**given),
        "Makes two records of one person one.",
    )
    create_organization: OrganizationPayload | None = _written(
        models.Organization,
        inputs.CreateOrganizationInput,
        lambda given, _: editing.organizations.make(**given),
        "Makes a new organization.",
    )
    update_organization: OrganizationPayload | None = _written(
        models.Organization,
        inputs.UpdateOrganizationInput,
        lambda given, _: editing.organizations.revise(**given),
        "Changes a organization: what is absent stays as it is, null clears.",
    )
    merge_organizations: OrganizationPayload | None = _written(
        models.Organization,
        inputs.MergeInput,
        lambda given, _: editing.merging.merge_organizations(**given),
        "Makes two records of one organization one.",
    )
    create_meeting: MeetingPayload | None = _written(
        models.Meeting,
        inputs.CreateMeetingInput,
        lambda given, site: editing.meetings.make(**given, zone=site.zone),
        "Makes a new meeting.",
    )
    update_meeting: MeetingPayload | None = _written(
        models.Meeting,
        inputs.UpdateMeetingInput,
        lambda given, site: editing.meetings.revise(**given, zone=site.zone),
        "Changes a meeting: what is absent stays as it is, null clears.",
    )
    create_topic: TopicPayload | None = _written(
        models.Topic,
        inputs.CreateTopicInput,
        lambda given, _: editing.topics.make(**given),
        "Makes a new topic.",
    )
    update_topic: TopicPayload | None = _written(
        models.Topic,
        inputs.UpdateTopicInput,
        lambda given, _: editing.topics.revise(**given),
        "Changes a topic: what is absent stays as it is, null clears.",
    )
    create_post: PostPayload | None = _written(
        models.Post,
        inputs.CreatePostInput,
        lambda given, _: editing.posts.make(**given),
        "Makes a new post.",
    )
    update_post: PostPayload | None = _written(
        models.Post,
        inputs.UpdatePostInput,
        lambda given, _: editing.posts.revise(**given),
        "Changes a post: what is absent stays as it is, null clears.",
    )
    create_membership: MembershipPayload | None = _written(
        models.Membership,
        inputs.CreateMembershipInput,
        lambda given, _: editing.memberships.make(**given),
        "Makes a new membership.",
    )
    update_membership: MembershipPayload | None = _written(
        models.Membership,
        inputs.UpdateMembershipInput,
        lambda given, _: editing.memberships.revise(**given),
        "Changes a membership: what is absent stays as it is, null clears.",
    )
    confirm_mention: MentionPayload | None = _written(
        models.Mention,
        inputs.ConfirmMentionInput,
        lambda given, _: editing.mentions.confirm(**_of_mention(given)),
        "Confirms what a text says of a person or a body.",
    )
    reject_mention: MentionPayload | None = _written(
        models.Mention,
        inputs.RejectMentionInput,
        lambda given, _: editing.mentions.reject(**_of_mention(given)),
        "Removes what a text was taken to say.",
    )
