from apps.exhibitions.models.exhibitions import (
    EligibilityRule,
    Exhibition,
    ExhibitionQuerySet,
    ExhibitionSeries,
    Invitation,
    Quota,
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
from apps.exhibitions.models.running import Attendance, DailySales, VisitorCount
from apps.exhibitions.models.steps import BoothProposal, PlanStep, PlanVersion

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
