from apps.businesses.models.businesses import Business, BusinessQuerySet
from apps.businesses.models.changes import (
    BusinessName,
    Closure,
    Move,
    NameKind,
    PersonName,
)
from apps.businesses.models.deliveries import Attachment, ServiceRecord
from apps.businesses.models.desk import RegistrationDraft, SavedFilter, SearchEntry
from apps.businesses.models.doubles import CoachingRequest, DuplicateCandidate, Merge
from apps.businesses.models.groups import BusinessGroup, GroupMembership
from apps.businesses.models.people import Person, PersonQuerySet
from apps.businesses.models.records import (
    Claim,
    CoachingRelation,
    Consent,
    ConsentText,
    YearlyFigures,
)
from apps.businesses.models.scales import ScaleRule, Size
from apps.businesses.models.subjects import SubjectRequest

__all__ = [
    "Attachment",
    "Business",
    "BusinessGroup",
    "BusinessName",
    "BusinessQuerySet",
    "Claim",
    "Closure",
    "CoachingRelation",
    "CoachingRequest",
    "Consent",
    "ConsentText",
    "DuplicateCandidate",
    "GroupMembership",
    "Merge",
    "Move",
    "NameKind",
    "Person",
    "PersonName",
    "PersonQuerySet",
    "RegistrationDraft",
    "SavedFilter",
    "ScaleRule",
    "SearchEntry",
    "ServiceRecord",
    "Size",
    "SubjectRequest",
    "YearlyFigures",
]
