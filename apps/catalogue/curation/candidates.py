"""Products in a round: proposed, verified or refused. Only with the maker's consent."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.businesses.models import Business
from apps.catalogue.curation.locking import locked
from apps.catalogue.models import Candidate, CurationRound, Product

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.accounts.models import User

State = CurationRound.State
WITHDRAWN = Product.State.WITHDRAWN


def possible_products(round_: CurationRound, by: "User") -> "QuerySet[Product]":
    """What may be proposed: of the agency's makers, seen by whoever proposes, not in it yet."""
    makers = Business.objects.known_to(round_.agency_id).values("pk")
    seen = Product.objects.visible_to(by).filter(business__in=makers)
    found: QuerySet[Product] = seen.exclude(state=WITHDRAWN).exclude(
        pk__in=round_.candidates.values("product")
    )
    return found


@transaction.atomic
def propose(
    round_: CurationRound,
    products: Iterable[Product],
    *,
    by: "User",
    on: date | None = None,
) -> list[Candidate]:
    """Bring products into a round, while it takes them. Raises ValidationError."""
    round_ = locked(round_, State.OPEN)
    if not round_.opens_on <= (on or localdate()) <= round_.closes_on:
        raise ValidationError(
            _("Products are taken from %(opens)s to %(closes)s: change the days first.")
            % {
                "opens": date_format(round_.opens_on),
                "closes": date_format(round_.closes_on),
            }
        )
    wanted = {product.pk for product in products}
    allowed = list(possible_products(round_, by).filter(pk__in=wanted).order_by("pk"))
    if len(allowed) < len(wanted):
        raise ValidationError(_("One of these products is in it already, or of no maker of the agency."))
    made = [_candidate(round_, product, by) for product in allowed]
    drafts = Product.objects.filter(pk__in=wanted, state=Product.State.DRAFT)
    drafts.update(state=Product.State.SUBMITTED)
    return made


def _candidate(round_: CurationRound, product: Product, by: "User") -> Candidate:
    candidate = Candidate(
        round=round_, product=product, former=former_of(product, round_), applied_by=by
    )
    candidate.full_clean(exclude=["round", "product", "former"])
    candidate.save()
    return candidate


def former_of(product: Product, round_: CurationRound) -> Candidate | None:
    """The last time that it was curated with a result."""
    earlier = Candidate.objects.filter(product=product).exclude(round=round_).final()
    return earlier.order_by("decided_at").last()


@transaction.atomic
def verify(candidate: Candidate, *, by: "User") -> None:
    """Let it be scored. Raises ValidationError unless its maker agrees to publication."""
    candidate = _to_check(candidate)
    business = candidate.product.business
    if not Business.objects.agreed().filter(pk=business.pk).exists():
        raise ValidationError(
            _("%(business)s has not agreed to be published: record the consent first.")
            % {"business": business}
        )
    _check(candidate, Candidate.State.VERIFIED, "", by)


@transaction.atomic
def refuse(candidate: Candidate, *, reason: str, by: "User") -> None:
    """Leave it out of the round, with the reason. Raises ValidationError."""
    candidate = _to_check(candidate)
    _check(candidate, Candidate.State.REFUSED, reason, by)
    submitted = Product.objects.filter(
        pk=candidate.product_id, state=Product.State.SUBMITTED
    )
    submitted.update(state=Product.State.DRAFT)


def _to_check(candidate: Candidate) -> Candidate:
    locked(candidate.round, State.OPEN)
    rows = Candidate.objects.select_for_update(of=("self",))
    return rows.select_related("product__business__owner").get(pk=candidate.pk)


def _check(candidate: Candidate, state: str, refusal: str, by: "User") -> None:
    candidate.state, candidate.refusal = state, refusal
    candidate.checked_by, candidate.checked_at = by, timezone.now()
    candidate.full_clean(exclude=["round", "product", "former", "applied_by"])
    candidate.save(update_fields=["state", "refusal", "checked_by", "checked_at"])
