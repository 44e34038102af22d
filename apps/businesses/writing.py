"""Writing to the owners of chosen businesses: drafts in the outbox, one for each owner."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from apps.agencies.models import Agency
from apps.businesses.models import Business
from apps.outbox.drafting import Recipient, draft, open_occasion
from apps.outbox.models import Channel, Occasion
from apps.outbox.wording import places

if TYPE_CHECKING:
    from apps.accounts.models import User

MOBILE = "+628"  # what WhatsApp reaches


def owners_of(businesses: QuerySet[Business], channel: str) -> Iterator[Recipient]:
    """Each owner once, with the first of his businesses; without those we cannot reach."""
    seen: set[int] = set()
    for business in businesses.select_related("owner").order_by("pk"):
        owner = business.owner
        address = owner.email if channel == Channel.MAIL else _mobile(owner)
        if owner.pk in seen or not address:
            continue
        seen.add(owner.pk)
        yield Recipient(
            key=f"person:{owner.pk}",
            name=owner.name,
            address=address,
            region_id=business.region_id or owner.region_id,
            values={"business": business.display_name},
        )


def _mobile(owner: Any) -> str:
    number: str = owner.phone.reveal() if owner.phone else ""
    return number if number.startswith(MOBILE) else ""


@transaction.atomic
def write_to_owners(
    businesses: QuerySet[Business], *, channel: str, by: "User"
) -> tuple[Occasion, int]:
    """Draft a message to the owners. Returns its occasion and how many drafts there are.

    Raises ValidationError if none of them can be reached by this channel.
    """
    first = businesses.select_related("agency").first()
    agency = by.agency or (first.agency if first else None)
    if agency is None:
        raise ValidationError(_("Choose at least one business of your agency."))
    own = businesses.filter(agency__in=Agency.objects.within(agency.pk))
    recipients = list(owners_of(own, channel))
    if not recipients:
        raise ValidationError(_unreachable(channel))
    occasion = open_occasion(
        agency,
        f"{timezone.localtime():%Y%m%d-%H%M}-{get_random_string(6).lower()}",
        channel=channel,
        subject=_("Information for %(business)s") % places(),
        body=_("Dear %(name)s,\n\n…\n\nKind regards,\n%(agency)s") % places(),
        by=by,
    )
    return occasion, draft(occasion, recipients)


@dataclass(frozen=True)
class Text:
    """What is written on an occasion: `code` names it, «{rincian}» is each owner's own."""

    agency: Agency
    code: str
    subject: str
    body: str


@transaction.atomic
def tell_owners(
    businesses: QuerySet[Business],
    details: Mapping[int, str],
    text: Text,
    *,
    by: "User",
) -> list[tuple[Occasion, int]]:
    """Draft a message to the owners with what each is told: by e-mail, else by WhatsApp.

    `details`: by the keys of owners. Returns the occasions with how many drafts are new; nobody
    is written to twice under one code.
    """
    reached: set[str] = set()
    drafted = []
    for channel in (Channel.MAIL, Channel.WHATSAPP):
        recipients = [
            each for each in owners_of(businesses, channel) if each.key not in reached
        ]
        reached |= {each.key for each in recipients}
        for each in recipients:
            owner = int(each.key.removeprefix("person:"))
            each.values["details"] = details[owner]
        if recipients:
            occasion = open_occasion(
                text.agency,
                f"{text.code}-{channel}",
                channel=channel,
                subject=text.subject,
                body=text.body,
                by=by,
            )
            drafted.append((occasion, draft(occasion, recipients)))
    return drafted


def _unreachable(channel: str) -> str:
    if channel == Channel.MAIL:
        return _("None of these owners has an e-mail address.")
    return _("None of these owners has a mobile number.")
