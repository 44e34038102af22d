"""Filters of the register's lists that are questions of their own."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.db.models.lookups import LessThan
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.agencies.models import Agency, agencies_of
from apps.businesses.models import (
    Business,
    BusinessGroup,
    Claim,
    CoachingRelation,
    GroupMembership,
    ScaleRule,
    Size,
    YearlyFigures,
)
from apps.businesses.scales import limits_of
from apps.regions.codes import DIGITS, VILLAGE
from ikmportal.paging import Having

STALE_AFTER_DAYS = (180, 365, 730)


class AgencyFilter(admin.RelatedFieldListFilter):
    """Which office of one's own tree registered it: of the others no name is told."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        user: Any = request.user
        offices = Agency.objects.order_by("name")
        if not user.sees_all_agencies:
            offices = offices.filter(pk__in=agencies_of(user))
        rows = model_admin.model._default_manager.filter(agency=OuterRef("pk"))
        return [
            (office.pk, str(office))
            for office in offices.filter(Exists(rows.order_by()))
        ]


class PublicationFilter(admin.SimpleListFilter):
    title = _("publication")
    parameter_name = "publication"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("agreed, but not published"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "waiting":
            return queryset
        active = Business.Status.ACTIVE
        return queryset.filter(is_agreed=True, listed_at=None, status=active)


class VerificationFilter(admin.SimpleListFilter):
    title = _("verification")
    parameter_name = "verification"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("none", _("not verified")),
            ("waiting", _("verified, waiting for approval")),
            ("approved", _("approved")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = {
            "none": Q(verified_at=None),
            "waiting": Q(verified_at__isnull=False, approved_at=None),
            "approved": Q(approved_at__isnull=False),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))


class LackingFilter(admin.SimpleListFilter):
    """What is not known yet: the calls and visits of the next weeks."""

    title = _("without")
    parameter_name = "without"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("nib", "NIB"),
            ("kbli", "KBLI"),
            ("phone", _("phone")),
            ("nik", _("valid NIK")),
            ("village", _("village")),
            ("products", _("products")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = {
            "nib": Q(nib=""),
            "kbli": Q(kbli_code=""),
            "phone": Q(is_reachable=False),
            "nik": Q(is_identified=False),
            "village": Q(region=None) | LessThan(Length("region_id"), DIGITS[VILLAGE]),
            "products": Q(products=""),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))


class PermitFilter(admin.SimpleListFilter):
    """Whose list or owner speaks of a permit, and whose does not."""

    title = _("permit")
    parameter_name = "permit"
    SCHEMES = ("nib", "pirt", "halal", "bpom", "trademark", "sni", "competence")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        names = dict(Claim.Scheme.choices)
        having = [
            (each, _("has %(permit)s") % {"permit": names[each]})
            for each in self.SCHEMES
        ]
        lacking = [
            (f"-{each}", _("without %(permit)s") % {"permit": names[each]})
            for each in self.SCHEMES
        ]
        return [*having, *lacking]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value() or ""
        if value.removeprefix("-") not in self.SCHEMES:
            return queryset
        has = Q(permits__contains=[value.removeprefix("-")])
        return queryset.filter(~has if value.startswith("-") else has)


class ChannelFilter(admin.SimpleListFilter):
    title = _("channel")
    parameter_name = "channel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(CoachingRelation.Channel.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        relations = CoachingRelation.objects.current().filter(
            business=OuterRef("pk"), channel=self.value()
        )
        return queryset.filter(Exists(relations))


class GroupFilter(admin.SimpleListFilter):
    """Who belongs to a group now, of those whose groups the officer may see."""

    title = _("group of makers")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("any", _("member of a group")),
            ("none", _("member of no group")),
            *BusinessGroup.Kind.choices,
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked, user = self.value(), request.user
        if asked not in {"any", "none", *BusinessGroup.Kind.values}:
            return queryset
        memberships = GroupMembership.objects.visible_to(user).current()
        if asked in BusinessGroup.Kind.values:
            memberships = memberships.filter(group__kind=asked)
        belongs = Having(memberships.filter(group__until=None, business=OuterRef("pk")))
        return queryset.filter(~belongs if asked == "none" else belongs)


class ScaleFilter(admin.SimpleListFilter):
    """The size by Permenperin 64/2016, of the newest figures that tell it."""

    title = _("size (Permenperin 64/2016)")
    parameter_name = "size"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Size.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        newer = YearlyFigures.objects.filter(
            business=OuterRef("business"), year__gt=OuterRef("year")
        )
        figures = YearlyFigures.objects.filter(
            limits_of(ScaleRule.Definition.INDUSTRY, self.value() or ""),
            ~Exists(newer),
            business=OuterRef("pk"),
        )
        return queryset.filter(Exists(figures))


class StaleFilter(admin.SimpleListFilter):
    """What nobody has changed or confirmed for a time."""

    title = _("not confirmed since")
    parameter_name = "stale"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (str(days), _("%(months)d months") % {"months": days // 30})
            for days in STALE_AFTER_DAYS
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value() or ""
        if not value.isdigit() or int(value) not in STALE_AFTER_DAYS:
            return queryset
        day = timezone.now() - timedelta(days=int(value))
        return queryset.filter(
            Q(confirmed_at=None) | Q(confirmed_at__lt=day), updated_at__lt=day
        )


class CompletenessFilter(admin.SimpleListFilter):
    title = _("completeness")
    parameter_name = "complete"
    BANDS = {"low": (0, 49), "middle": (50, 79), "high": (80, 100)}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("low", _("under 50")),
            ("middle", _("50 to 79")),
            ("high", _("80 and more")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        band = self.BANDS.get(self.value() or "")
        return queryset.filter(completeness__range=band) if band else queryset
