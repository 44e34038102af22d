from apps.agencies.models.agencies import Agency, AgencyQuerySet
from apps.agencies.models.coverages import SectorCoverage
from apps.agencies.models.scoping import AgencyScopedQuerySet, agencies_of

__all__ = [
    "Agency",
    "AgencyQuerySet",
    "AgencyScopedQuerySet",
    "SectorCoverage",
    "agencies_of",
]
