"""Who scores what in a round: curators, their conflicts of interest, and the dealing out."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.backends import DatedBackend
from apps.accounts.models import User
from apps.businesses.models import Business
from apps.catalogue.curation.assigning import Pair, Plan, assign
from apps.catalogue.curation.locking import locked
from apps.catalogue.models import (
    Assignment,
    Candidate,
    CurationRound,
    CurationScore,
    Curator,
    CuratorConflict,
    Product,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

SCORE = "catalogue.score_curation"
State = CurationRound.State


def possible_curators(round_: CurationRound, by: User) -> "QuerySet[User]":
    """Who of the users that one sees may score, and is no curator of the round yet."""
    able = DatedBackend().with_perm(SCORE, include_superusers=False)
    seen = User.objects.visible_to(by).current().filter(pk__in=able.values("pk"))
    found: QuerySet[User] = seen.exclude(curatorships__round=round_)
    return found.select_related("agency").order_by("name")


@transaction.atomic
def add_curator(round_: CurationRound, user: User) -> Curator:
    """Raises ValidationError."""
    round_ = locked(round_, State.PREPARING, State.OPEN, State.SCORING)
    if Candidate.objects.filter(round=round_, decided_by=user).exists():
        raise ValidationError(
            _("%(user)s has decided in this curation, and so does not score in it.")
            % {"user": user}
        )
    curator = Curator(round=round_, user=user)
    curator.full_clean()
    curator.save()
    return curator


@transaction.atomic
def remove_curator(curator: Curator) -> None:
    """Take somebody out who has not scored; what was his is dealt out anew."""
    round_ = locked(curator.round, State.PREPARING, State.OPEN, State.SCORING)
    if CurationScore.objects.filter(assignment__curator=curator).exists():
        raise ValidationError(
            _("%(curator)s has scored already. Take single products away instead.")
            % {"curator": curator}
        )
    curator.assignments.all().delete()
    curator.delete()
    if round_.state == State.SCORING:
        deal(round_)


@transaction.atomic
def declare_conflict(
    curator: Curator, business: Business, *, reason: str, note: str = "", by: User
) -> CuratorConflict:
    """The curator does not score this business: what he has of it is dealt to another.

    What he scored of it does not count; the history keeps it. Raises ValidationError.
    """
    round_ = locked(curator.round, State.PREPARING, State.OPEN, State.SCORING)
    conflict = CuratorConflict(
        curator=curator, business=business, reason=reason, note=note, declared_by=by
    )
    conflict.full_clean()
    conflict.save()
    held = curator.assignments.filter(candidate__product__business=business)
    if held.of_decided().exists():
        raise ValidationError(_("A product of this business is decided already."))
    held.delete()
    if round_.state == State.SCORING:
        deal(round_)
    return conflict


@transaction.atomic
def release(assignment: Assignment) -> None:
    """Take a product from a curator who cannot score it; the others' sheets decide."""
    round_ = locked(assignment.candidate.round, State.SCORING)
    others = Assignment.objects.filter(candidate=assignment.candidate)
    if not others.exclude(pk=assignment.pk).exists():
        raise ValidationError(_("Nobody else scores this product: it stays."))
    CurationScore.objects.filter(assignment=assignment).delete()
    Assignment.objects.filter(pk=assignment.pk, candidate__round=round_).delete()


@transaction.atomic
def deal(round_: CurationRound) -> Plan:
    """Deal the undecided products out. What somebody has begun to score stays his.

    Impossible, nothing changes but gaps: the plan names who is short of curators.
    """
    candidates = round_.candidates.verified().exclude(pk__in=round_.candidates.final())
    curators = list(round_.curators.values_list("pk", flat=True))
    current = set(
        Assignment.objects.filter(candidate__in=candidates).values_list(
            "candidate", "curator"
        )
    )
    begun = CurationScore.objects.filter(assignment__candidate__in=candidates)
    fixed = set(begun.values_list("assignment__candidate", "assignment__curator"))
    plan = assign(
        list(candidates.values_list("pk", flat=True)),
        curators,
        round_.curators_each,
        conflicts=set(conflicts_of(round_)),
        fixed=fixed,
        seed=round_.seed,
    )
    if plan.is_possible:
        wanted = {
            (candidate, curator)
            for candidate, chosen in plan.curators_of.items()
            for curator in chosen
        }
        _carry_out(current, wanted)
    return plan


def _carry_out(current: set[Pair], wanted: set[Pair]) -> None:
    for candidate, curator in current - wanted:
        Assignment.objects.filter(candidate=candidate, curator=curator).delete()
    Assignment.objects.bulk_create(
        Assignment(candidate_id=candidate, curator_id=curator)
        for candidate, curator in sorted(wanted - current)
    )


def why_not(round_: CurationRound) -> list[str]:
    """Why the products cannot be dealt out, in words; empty if they can."""
    curators = list(round_.curators.values_list("pk", flat=True))
    if len(curators) < round_.curators_each:
        return [
            ngettext(
                "Each product needs %(each)d curators, and there is %(count)d.",
                "Each product needs %(each)d curators, and there are %(count)d.",
                len(curators),
            )
            % {"each": round_.curators_each, "count": len(curators)}
        ]
    names = {
        candidate.pk: str(candidate.product)
        for candidate in round_.candidates.verified().select_related("product")
    }
    plan = assign(
        list(names),
        curators,
        round_.curators_each,
        conflicts=set(conflicts_of(round_)),
    )
    said = _(
        "«%(product)s»: only %(count)d of %(all)d curators have no conflict, and "
        "%(each)d are needed. Add a curator."
    )
    return [
        said
        % {
            "product": names[candidate],
            "count": count,
            "all": len(curators),
            "each": round_.curators_each,
        }
        for candidate, count in plan.short.items()
    ]


def conflicts_of(round_: CurationRound) -> dict[Pair, str]:
    """Which curator does not score which candidate, and why: declared, and found by itself.

    Whoever entered, proposed, verified or approved a product does not score it; nor whoever
    signs in by the e-mail address of its owner.
    """
    curators = list(round_.curators.select_related("user"))
    declared = {
        (conflict.curator_id, conflict.business_id): conflict.get_reason_display()
        for conflict in CuratorConflict.objects.filter(curator__round=round_)
    }
    candidates = list(round_.candidates.select_related("product__business__owner"))
    entered = _entered_by([candidate.product_id for candidate in candidates])
    found: dict[Pair, str] = {}
    for candidate in candidates:
        for curator in curators:
            business = candidate.product.business
            why = declared.get((curator.pk, business.pk)) or _found_by_itself(
                candidate, curator.user, entered.get(candidate.product_id)
            )
            if why:
                found[candidate.pk, curator.pk] = str(why)
    return found


def _found_by_itself(candidate: Candidate, user: User, entered_by: int | None) -> str:
    product = candidate.product
    owner = {product.business.owner.email.lower(), product.business.email.lower()}
    if user.email.lower() in owner - {""}:
        return _("his or her own business")
    hands = {entered_by, product.approved_by_id, candidate.checked_by_id}
    if user.pk in hands | {candidate.applied_by_id}:
        return _("entered, proposed, verified or approved this product")
    return ""


def _entered_by(products: list[int]) -> dict[int, int]:
    """Who entered each product, as its history says."""
    events: Any = Product.pgh_event_model  # type: ignore[attr-defined]
    rows = events.objects.filter(
        pgh_obj__in=products,
        pgh_label="insert",
        pgh_context__metadata__user__isnull=False,
    )
    return dict(rows.values_list("pgh_obj", "pgh_context__metadata__user"))
