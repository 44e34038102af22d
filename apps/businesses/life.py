"""What becomes of a business: it closes, opens again, moves, is seen to be as recorded."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.messages import SUCCESS, WARNING
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.businesses.models import Business, Claim, Closure, Move
from apps.regions.codes import DIGITS, REGENCY
from apps.regions.models import Region

if TYPE_CHECKING:
    from apps.accounts.models import User

PIRT_MOVED = "pindah kabupaten/kota"
VOIDED_BY_MOVING = (Claim.Scheme.PIRT,)  # domain.md 2.2: void when production moves
# What the owner has to see to himself, elsewhere: nothing here is changed by it.
TO_REPORT = ("nib", "halal")


def _locked(business: Business) -> Business:
    return Business.objects.select_for_update(of=("self",)).get(pk=business.pk)


@transaction.atomic
def close_business(
    business: Business,
    *,
    on: date,
    reason: str,
    explanation: str = "",
    by: "User | None",
) -> Closure:
    """It no longer trades: it leaves the public directory. Raises ValidationError."""
    business = _locked(business)
    closure = Closure(
        business=business,
        closed_on=on,
        reason=reason,
        explanation=explanation,
        closed_by=by,
    )
    closure.full_clean()
    closure.save()
    business.status = Business.Status.CLOSED
    business.listed_at = None
    business.save(update_fields=["status", "listed_at", "updated_at"])
    return closure


@transaction.atomic
def reopen_business(
    business: Business, *, on: date, reason: str, by: "User | None"
) -> None:
    """It trades again; it is not published by that. Raises ValidationError."""
    business = _locked(business)
    if business.status != Business.Status.CLOSED:
        raise ValidationError(_("This business is not closed."))
    closure = business.closures.filter(reopened_on=None).first()
    if closure is not None:
        closure.reopened_on, closure.reopening_reason = on, reason
        closure.reopened_by = by
        closure.full_clean()
        closure.save(update_fields=["reopened_on", "reopening_reason", "reopened_by"])
    business.status = Business.Status.ACTIVE
    business.save(update_fields=["status", "updated_at"])


@transaction.atomic
def move_business(  # noqa: PLR0913  what is known of a move
    business: Business,
    *,
    on: date,
    region: Region | None,
    address: str,
    reason: str = "",
    by: "User | None",
) -> Move:
    """It works somewhere else. In another city its P-IRT and its verification end with that."""
    business = _locked(business)
    move = Move(
        business=business,
        moved_on=on,
        from_region=business.region,
        from_address=business.address,
        to_region=region,
        to_address=address,
        reason=reason,
        moved_by=by,
    )
    business.region, business.address = region, address
    business.latitude = business.longitude = None
    if leaves_its_city(move.from_region, region):
        move.voided = _void(business, on)
    move.full_clean()
    move.save()
    fields = ["region", "address", "latitude", "longitude", "updated_at"]
    business.save(update_fields=fields)
    return move


def leaves_its_city(old: Region | None, new: Region | None) -> bool:
    """Whether two places lie in different cities or regencies; an unknown one says nothing."""
    if old is None or new is None:
        return False
    return old.code[: DIGITS[REGENCY]] != new.code[: DIGITS[REGENCY]]


def _void(business: Business, on: date) -> list[str]:
    voided = []
    if business.verified_at is not None:
        Business.objects.filter(pk=business.pk).void_verification()
        voided.append("verification")
    claims = business.claims.filter(scheme__in=VOIDED_BY_MOVING, void_since=None)
    for claim in claims:
        claim.void_since, claim.void_reason = on, PIRT_MOVED
        claim.save(update_fields=["void_since", "void_reason"])
        voided.append(f"claim:{claim.scheme}")
    return voided


def what_a_move_voids(business: Business, region: Region | None) -> list[str]:
    """The codes of what would end if it moved there: shown before it is saved."""
    if not leaves_its_city(business.region, region):
        return []
    claims = business.claims.filter(scheme__in=VOIDED_BY_MOVING, void_since=None)
    verified = ["verification"] if business.verified_at else []
    return [*verified, *(f"claim:{claim.scheme}" for claim in claims)]


def confirm_business(business: Business, *, by: "User | None" = None) -> None:
    """Somebody has asked or looked: what stands there is still true today."""
    business.confirmed_at = timezone.now()
    business.save(update_fields=["confirmed_at"])


def verify_business(business: Business, *, by: "User") -> None:
    """It was checked on site: the first of two steps. Raises ValidationError."""
    if not Business.objects.filter(pk=business.pk).verify(by=by):
        raise ValidationError(_("It is closed: open it again first."))


@transaction.atomic
def approve_business(business: Business, *, by: "User") -> None:
    """Take its verification on: the second step, by somebody else. Raises ValidationError."""
    if Business.objects.filter(pk=business.pk).approve(by=by):
        return
    business = _locked(business)
    if business.status == Business.Status.CLOSED:
        raise ValidationError(_("It is closed: open it again first."))
    if business.verified_at is None:
        raise ValidationError(_("It must be verified on site first."))
    if business.approved_at is not None:
        raise ValidationError(_("It is approved already."))
    raise ValidationError(
        _("Whoever verified a business does not approve that as well.")
    )


def approve_many(kept: Any, *, by: "User") -> list[tuple[str, int]]:
    """Approve what waits for it. Returns what was done and what was left, in words, with levels."""
    unverified = kept.filter(verified_at=None).count()
    own = kept.filter(verified_by=by, approved_at=None).count()
    approved = kept.approve(by=by)
    told = [
        (
            ngettext("%(count)d approved.", "%(count)d approved.", approved),
            approved,
            SUCCESS,
        ),
        (_("%(count)d must be verified on site first."), unverified, WARNING),
        (
            _("%(count)d you verified yourself: somebody else approves them."),
            own,
            WARNING,
        ),
    ]
    return [(text % {"count": count}, level) for text, count, level in told if count]
