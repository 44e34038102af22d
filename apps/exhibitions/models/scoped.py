"""What hangs on an exhibition is seen by who sees the exhibition."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.exhibitions.models.exhibitions import Exhibition

if TYPE_CHECKING:
    from apps.accounts.models import User


class OfExhibitionQuerySet(AgencyScopedQuerySet[Any]):
    """Rows of an exhibition, or of what `via` names on the way there."""

    via: ClassVar[str] = "exhibition"

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        kept = Exhibition.objects.kept_by(user).values("pk")
        return self.filter(**{f"{self.via}__in": kept})

    def reach(self, user: "User") -> Q:
        seen = Exhibition.objects.visible_to(user).values("pk")
        return Q(**{f"{self.via}__in": seen})


class OfParticipationQuerySet(OfExhibitionQuerySet):
    via = "participation__exhibition"


class OfHallQuerySet(OfExhibitionQuerySet):
    via = "hall__exhibition"
