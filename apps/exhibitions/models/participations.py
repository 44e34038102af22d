from typing import TYPE_CHECKING, Self

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.agencies.models import Agency
from apps.agencies.models.scoping import agencies_of
from apps.businesses.models import Business, CoachingRelation
from apps.exhibitions.models.exhibitions import Exhibition
from apps.exhibitions.models.scoped import OfExhibitionQuerySet
from apps.sectors.models import RecapGroup

if TYPE_CHECKING:
    from apps.accounts.models import User


class State(models.TextChoices):
    INVITED = "invited", pgettext_lazy("of an exhibitor", "invited")
    APPLIED = "applied", pgettext_lazy("of an exhibitor", "applied")
    ELIGIBLE = "eligible", pgettext_lazy("of an exhibitor", "eligible")
    CURATED = "curated", pgettext_lazy("of an exhibitor", "curated")
    SELECTED = "selected", pgettext_lazy("of an exhibitor", "selected")
    RESERVE = "reserve", pgettext_lazy("of an exhibitor", "reserve")
    REJECTED = "rejected", pgettext_lazy("of an exhibitor", "not selected")
    CONFIRMED = "confirmed", pgettext_lazy("of an exhibitor", "confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("of an exhibitor", "withdrawn")
    ATTENDED = "attended", pgettext_lazy("of an exhibitor", "attended")
    NO_SHOW = "no_show", pgettext_lazy("of an exhibitor", "did not come")


# Who may stand on the plan, and who is counted in the recap.
STANDING = (State.SELECTED, State.CONFIRMED, State.ATTENDED)
DECIDED = (State.SELECTED, State.RESERVE, State.REJECTED)


class ParticipationQuerySet(OfExhibitionQuerySet):
    """Seen by the organiser, and by the agency that proposed it."""

    def reach(self, user: "User") -> Q:
        within = agencies_of(user)
        return Q(exhibition__agency__in=within) | Q(proposed_by__in=within)

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        return self.visible_to(user)

    def standing(self) -> Self:
        return self.filter(state__in=STANDING)


@pghistory.track()
class Participation(models.Model):
    """An exhibitor of an exhibition, from the proposal to the last day.

    A business, or a community without one (students). What it was like on the day it was
    decided (channel, recap group, whether it is a first-timer) is kept with it, so that a
    recap stays what it was.
    """

    State = State

    class Kind(models.TextChoices):
        BUSINESS = "business", _("business")
        STUDENTS = "students", _("student community")
        COMMUNITY = "community", _("other community")

    class Comes(models.TextChoices):
        PERSON = "person", _("the maker comes")
        GOODS = "goods", _("goods only")

    exhibition = models.ForeignKey(
        Exhibition,
        on_delete=models.CASCADE,
        related_name="participations",
        verbose_name=_("exhibition"),
    )
    kind = models.CharField(
        _("kind"), max_length=9, choices=Kind, default=Kind.BUSINESS
    )
    business = models.ForeignKey(
        Business,
        on_delete=models.PROTECT,
        related_name="participations",
        null=True,
        blank=True,
        verbose_name=_("business"),
    )
    community = models.CharField(_("community"), max_length=150, blank=True)
    channel = models.CharField(
        _("channel"),
        max_length=16,
        choices=CoachingRelation.Channel,
        default=CoachingRelation.Channel.AGENCY,
    )
    further_channels = ArrayField(
        models.CharField(max_length=16, choices=CoachingRelation.Channel),
        default=list,
        blank=True,
        verbose_name=_("also proposed through"),
    )
    proposed_by = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    recap_group = models.ForeignKey(
        RecapGroup,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recap group"),
    )
    products = models.CharField(
        _("shows"), max_length=300, blank=True, help_text=_("What it brings.")
    )
    comes = models.CharField(
        _("who comes"), max_length=6, choices=Comes, default=Comes.PERSON
    )
    stands = models.CharField(_("who will stand there"), max_length=150, blank=True)
    needs_power_va = models.PositiveIntegerField(_("needs power (VA)"), default=0)
    needs_water = models.BooleanField(_("needs water"), default=False)
    needs_access = models.BooleanField(_("needs access by wheelchair"), default=False)
    wants_corner = models.BooleanField(_("would like a corner"), default=False)
    may_share = models.BooleanField(_("may share a booth"), default=True)
    state = models.CharField(
        pgettext_lazy("of an exhibitor", "state"),
        max_length=9,
        choices=State,
        default=State.APPLIED,
        editable=False,
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True, editable=False)
    reserve_rank = models.PositiveSmallIntegerField(
        _("place among the reserves"), null=True, editable=False
    )
    decided_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    exception_reason = models.CharField(
        _("reason of the exception"), max_length=400, blank=True, editable=False
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    link_version = models.PositiveSmallIntegerField(
        default=1, db_default=1, editable=False
    )
    created_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("exhibitor")
        verbose_name_plural = _("exhibitors")
        ordering = ["exhibition", "pk"]
        permissions = [
            ("decide_participation", _("Can decide who takes part in an exhibition"))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "business"],
                name="exhibitions_participation_once",
                violation_error_message=_("This business is proposed already."),
            ),
            models.UniqueConstraint(
                fields=["exhibition", "community"],
                condition=~Q(community=""),
                name="exhibitions_participation_community_once",
                violation_error_message=_("This community is in it already."),
            ),
            models.UniqueConstraint(  # what a place refers to, with its exhibition
                fields=["id", "exhibition"],
                name="exhibitions_participation_of_its_exhibition",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="business", business__isnull=False, community="")
                    | (~Q(kind="business") & Q(business=None) & ~Q(community=""))
                ),
                name="exhibitions_participation_of_somebody",
                violation_error_message=_(
                    "An exhibitor is a business, or a community with its name."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["selected", "reserve", "rejected"])
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reason="")
                ),
                name="exhibitions_participation_decided_with_reason",
                violation_error_message=_(
                    "A decision has a name, a time and a reason."
                ),
            ),
            models.CheckConstraint(
                condition=Q(reserve_rank=None) | Q(state="reserve"),
                name="exhibitions_participation_rank_of_reserve",
                violation_error_message=_("Only a reserve has a place in that order."),
            ),
            models.UniqueConstraint(
                fields=["exhibition", "reserve_rank"],
                condition=Q(reserve_rank__isnull=False),
                name="exhibitions_participation_rank_once",
                violation_error_message=_("Another reserve has this place."),
            ),
        ]

    def __str__(self) -> str:
        return self.community or str(self.business)


@pghistory.track()
class Wish(models.Model):
    """Two exhibitors want to stand together, or should not: a request or competitors."""

    class Kind(models.TextChoices):
        TOGETHER = "together", _("side by side")
        APART = "apart", _("apart (competitors)")
        SHARE = "share", _("share a booth")

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="wishes"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    first = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("exhibitor"),
    )
    second = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("and"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = OfExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish of two exhibitors")
        verbose_name_plural = _("wishes of two exhibitors")
        ordering = ["exhibition", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second", "kind"],
                name="exhibitions_wish_once",
                violation_error_message=_("This wish stands already."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")),
                name="exhibitions_wish_of_two",
                violation_error_message=_("A wish is of two, in one order."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}: {self.get_kind_display()}"
