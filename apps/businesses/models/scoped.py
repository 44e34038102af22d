"""Rows that hang on a business or a person are seen by who sees what they hang on."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.businesses.models.businesses import Business
from apps.businesses.models.people import Person

if TYPE_CHECKING:
    from apps.accounts.models import User


class OfBusinessQuerySet(AgencyScopedQuerySet[Any]):
    """Rows of a business."""

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        return self.filter(business__in=Business.objects.kept_by(user).values("pk"))

    def reach(self, user: "User") -> Q:
        return Q(business__in=Business.objects.visible_to(user).values("pk"))


class OfPersonQuerySet(AgencyScopedQuerySet[Any]):
    """Rows of a person."""

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        return self.filter(person__in=Person.objects.kept_by(user).values("pk"))

    def reach(self, user: "User") -> Q:
        return Q(person__in=Person.objects.visible_to(user).values("pk"))


class OfPairQuerySet(AgencyScopedQuerySet[Any]):
    """Rows on two businesses, or on two people: seen by who sees both."""

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        businesses = Business.objects.kept_by(user).values("pk")
        people = Person.objects.kept_by(user).values("pk")
        return self.filter(_both(businesses, people))

    def reach(self, user: "User") -> Q:
        businesses = Business.objects.visible_to(user).values("pk")
        people = Person.objects.visible_to(user).values("pk")
        return _both(businesses, people)


def _both(businesses: models.QuerySet, people: models.QuerySet) -> Q:
    return Q(first_business__in=businesses, second_business__in=businesses) | Q(
        first_person__in=people, second_person__in=people
    )
