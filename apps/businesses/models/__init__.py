from apps.businesses.models.businesses import Business, BusinessQuerySet
from apps.businesses.models.people import Person, PersonQuerySet
from apps.businesses.models.records import (
    Claim,
    CoachingRelation,
    Consent,
    YearlyFigures,
)

__all__ = [
    "Business",
    "BusinessQuerySet",
    "Claim",
    "CoachingRelation",
    "Consent",
    "Person",
    "PersonQuerySet",
    "YearlyFigures",
]
