"""Publishing a business, which its owner's consent alone allows, and taking it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.businesses.models import Business, Consent
from apps.businesses.naming import new_slug


@transaction.atomic
def publish(business: Business) -> None:
    """Show it in the public directory. Raises ValidationError without standing consent."""
    business = Business.objects.select_for_update(of=("self",)).get(pk=business.pk)
    if not Business.objects.agreed().filter(pk=business.pk).exists():
        raise ValidationError(
            _("%(business)s has not agreed to be published: record the consent first.")
            % {"business": business}
        )
    if business.status != Business.Status.ACTIVE:
        raise ValidationError(
            _("%(business)s is not active: only an active business can be published.")
            % {"business": business}
        )
    if business.listed_at is None:
        business.listed_at = timezone.now()
        business.slug = business.slug or new_slug(business.public_name)
        business.save(update_fields=["listed_at", "slug", "updated_at"])


@transaction.atomic
def unpublish(business: Business) -> None:
    """Take it out of the public directory at once."""
    business.listed_at = None
    business.save(update_fields=["listed_at", "updated_at"])


@transaction.atomic
def withdraw_consent(consent: Consent) -> None:
    """The owner takes consent back; what stood on it disappears in the same moment."""
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    if consent.purpose == Consent.Purpose.PUBLICATION:
        unpublish(consent.business)


@transaction.atomic
def withdraw_of(business: Business, *, purposes: list[str], by: object = None) -> None:
    """Take back the standing consents of a business to these purposes. Raises ValidationError."""
    standing = business.consents.standing().select_for_update()
    consents = list(standing.filter(purpose__in=purposes))
    if not consents:
        raise ValidationError(_("No such consent stands any more."))
    for consent in consents:
        withdraw_consent(consent)
