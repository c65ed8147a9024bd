"""The rows of the archive: every table, its keys, and the index that each list is read by."""

from service.models.access import IdempotencyKey, Token
from service.models.articles import (
    Article,
    ArticleFormerSlug,
    ArticleTopic,
    Byline,
    Correction,
    Photo,
    Revision,
    Topic,
)
from service.models.columns import (
    InstantField,
    KeyField,
    Named,
    PartialDateField,
    Period,
    Record,
    Row,
)
from service.models.evidence import Finding, Mention, Page
from service.models.log import Event, EventLog, Merge
from service.models.meetings import ArticleMeeting, Meeting, MeetingGroup, Participant
from service.models.organizations import (
    Organization,
    OrganizationName,
    OrganizationParent,
    OrganizationSuccession,
)
from service.models.people import Person
from service.models.posts import Attestation, Membership, Post

__all__ = [
    "Article",
    "ArticleFormerSlug",
    "ArticleMeeting",
    "ArticleTopic",
    "Attestation",
    "Byline",
    "Correction",
    "Event",
    "EventLog",
    "Finding",
    "IdempotencyKey",
    "InstantField",
    "KeyField",
    "Meeting",
    "MeetingGroup",
    "Membership",
    "Mention",
    "Merge",
    "Named",
    "Organization",
    "OrganizationName",
    "OrganizationParent",
    "OrganizationSuccession",
    "Page",
    "PartialDateField",
    "Participant",
    "Period",
    "Person",
    "Photo",
    "Post",
    "Record",
    "Revision",
    "Row",
    "Token",
    "Topic",
]
