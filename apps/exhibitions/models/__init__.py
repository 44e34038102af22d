from apps.exhibitions.models.exhibitions import (
    Exhibition,
    ExhibitionQuerySet,
    ExhibitionSeries,
    Invitation,
)
from apps.exhibitions.models.participations import (
    DECIDED,
    STANDING,
    Participation,
    ParticipationQuerySet,
    Wish,
)
from apps.exhibitions.models.plan import (
    Booth,
    BoothAssignment,
    Hall,
    Zone,
)
from apps.exhibitions.models.running import (
    Attendance,
    DailySales,
    ExhibitionPhoto,
    VisitorCount,
)
from apps.exhibitions.models.steps import BoothProposal, PlanStep, PlanVersion
from apps.exhibitions.models.terms import EligibilityRule, Quota

__all__ = [
    "DECIDED",
    "STANDING",
    "Attendance",
    "Booth",
    "BoothAssignment",
    "BoothProposal",
    "DailySales",
    "EligibilityRule",
    "Exhibition",
    "ExhibitionPhoto",
    "ExhibitionQuerySet",
    "ExhibitionSeries",
    "Hall",
    "Invitation",
    "Participation",
    "ParticipationQuerySet",
    "PlanStep",
    "PlanVersion",
    "Quota",
    "VisitorCount",
    "Wish",
    "Zone",
]
