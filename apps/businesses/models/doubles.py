"""Two records that may be one: put to somebody, decided, merged, taken apart again."""

from typing import TYPE_CHECKING, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency, agencies_of
from apps.businesses.models.businesses import Business
from apps.businesses.models.people import Person
from apps.businesses.models.scoped import OfPairQuerySet
from ikmportal.encryption import EncryptedTextField

if TYPE_CHECKING:
    from apps.accounts.models import User

OF_BUSINESSES = Q(
    first_business__isnull=False,
    second_business__isnull=False,
    first_person=None,
    second_person=None,
)
OF_PEOPLE = Q(
    first_business=None,
    second_business=None,
    first_person__isnull=False,
    second_person__isnull=False,
)


class DuplicateCandidateQuerySet(OfPairQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=DuplicateCandidate.State.WAITING)


@pghistory.track()
class DuplicateCandidate(models.Model):
    """Two businesses, or two people, that may be one; why, and what was decided.

    «Different» is remembered: the pair is never put to anybody again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("pair", "waiting")
        DIFFERENT = "different", pgettext_lazy("pair", "not the same")
        MERGED = "merged", pgettext_lazy("pair", "merged")

    first_business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("first business"),
    )
    second_business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("second business"),
    )
    first_person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("first person"),
    )
    second_person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("second person"),
    )
    score = models.FloatField(_("score"))
    evidence = models.JSONField(_("evidence"), default=dict)
    state = models.CharField(
        pgettext_lazy("of a pair", "state"),
        max_length=9,
        choices=State,
        default=State.WAITING,
    )
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DuplicateCandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible double")
        verbose_name_plural = _("possible doubles")
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=OF_BUSINESSES | OF_PEOPLE,
                name="businesses_duplicatecandidate_of_one_kind",
                violation_error_message=_("A pair is two businesses or two people."),
            ),
            models.CheckConstraint(
                condition=Q(first_business__lt=F("second_business"))
                | Q(first_person__lt=F("second_person")),
                name="businesses_duplicatecandidate_lower_first",
                violation_error_message=_("The older record of a pair stands first."),
            ),
            models.UniqueConstraint(
                fields=["first_business", "second_business"],
                condition=Q(first_business__isnull=False),
                name="businesses_duplicatecandidate_businesses_once",
                violation_error_message=_("This pair is known already."),
            ),
            models.UniqueConstraint(
                fields=["first_person", "second_person"],
                condition=Q(first_person__isnull=False),
                name="businesses_duplicatecandidate_people_once",
                violation_error_message=_("This pair is known already."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="businesses_duplicatecandidate_decided_at_some_time",
                violation_error_message=_("A decision has its time."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"],
                condition=Q(state="waiting"),
                name="businesses_doubles_waiting",
            )
        ]

    def __str__(self) -> str:
        first = self.first_business or self.first_person
        second = self.second_business or self.second_person
        return f"{first} / {second}"


class MergeQuerySet(AgencyScopedQuerySet["Merge"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)


@pghistory.track()
class Merge(models.Model):
    """Two records became one; what that changed is kept, so that it can be taken back.

    `kept` and `absorbed` are primary keys: the absorbed row is gone, and its old address
    leads to the kept one for as long as the merge stands. `snapshot` is JSON, sealed, for it
    holds what the rows held before.
    """

    class Kind(models.TextChoices):
        BUSINESS = "business", _("business")
        PERSON = "person", _("person")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    kept = models.BigIntegerField(_("kept record"))
    absorbed = models.BigIntegerField(_("absorbed record"))
    absorbed_slug = models.SlugField(
        _("old address on the web"), max_length=80, blank=True
    )
    choices = models.JSONField(_("choices by field"), default=dict)
    moved = models.JSONField(_("moved rows"), default=dict)
    snapshot = EncryptedTextField(_("what stood there before"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    merged_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("merged by"),
    )
    undone_at = models.DateTimeField(_("taken apart"), null=True, blank=True)
    undone_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("taken apart by"),
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "absorbed"],
                condition=Q(undone_at=None),
                name="businesses_merge_absorbed_once",
                violation_error_message=_("This record was merged already."),
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("absorbed")),
                name="businesses_merge_of_two",
                violation_error_message=_("A record is not merged with itself."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="businesses_merge_undone_by_somebody",
                violation_error_message=_("Taking apart has a time and a name."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["absorbed_slug"],
                condition=Q(undone_at=None) & ~Q(absorbed_slug=""),
                name="businesses_merge_old_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.absorbed} → {self.kept}"


class CoachingRequestQuerySet(AgencyScopedQuerySet["CoachingRequest"]):
    """Seen by both sides: who asks, and who keeps the business."""

    def reach(self, user: "User") -> Q:
        agencies = agencies_of(user)
        return Q(agency__in=agencies) | Q(asked_agency__in=agencies)

    def asked_of(self, user: "User") -> Self:
        """Those that the user's agency has to answer."""
        seen = self.visible_to(user)
        if user.sees_all_agencies:
            return seen
        return seen.filter(asked_agency__in=agencies_of(user))

    def waiting(self) -> Self:
        return self.filter(state=CoachingRequest.State.ASKED)


@pghistory.track()
class CoachingRequest(models.Model):
    """An agency asks another for a record that seems to be its own business too.

    Until it is granted, who asks learns only that the other agency has one like it.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("request", "asked")
        GRANTED = "granted", pgettext_lazy("request", "granted")
        REFUSED = "refused", pgettext_lazy("request", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("who asks")
    )
    asked_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who is asked"),
    )
    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="coaching_requests",
        verbose_name=_("business"),
    )
    evidence = models.JSONField(_("evidence"), default=list)
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(
        pgettext_lazy("of a request", "state"),
        max_length=9,
        choices=State,
        default=State.ASKED,
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    asked_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = CoachingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a record")
        verbose_name_plural = _("requests for records")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "business"],
                condition=Q(state="asked"),
                name="businesses_coachingrequest_one_open",
                violation_error_message=_("Your agency has asked for this already."),
            ),
            models.CheckConstraint(
                condition=~Q(agency=F("asked_agency")),
                name="businesses_coachingrequest_of_another",
                violation_error_message=_("The record is your agency's own."),
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="businesses_coachingrequest_answered_at_some_time",
                violation_error_message=_("An answer has its time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} → {self.asked_agency}"
