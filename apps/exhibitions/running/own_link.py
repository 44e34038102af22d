"""The link by which an exhibitor reports its own sales, without signing in.

Whoever holds it writes the sales of this one exhibitor and sees nothing else. Renewed, the old
one opens nothing; some days after the exhibition it only shows.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from apps.exhibitions.models import Exhibition, Participation

SIGNER = signing.Signer(salt="exhibitions.own_sales")
DAYS_AFTER = 7


def token_of(participation: Participation) -> str:
    """The same each time: what was printed and what was sent is one link."""
    return SIGNER.sign_object([participation.pk, participation.link_version])


def address_of(participation: Participation) -> str:
    """Whole: it is sent, and printed as a QR code."""
    with translation.override("id"):
        address = reverse("public:own_sales", args=[token_of(participation)])
    return settings.SITE_URL + address


def participation_of(token: str) -> Participation | None:
    """Who holds this link and stands in its exhibition; None for any other."""
    try:
        pk, version = SIGNER.unsign_object(token)
    except signing.BadSignature:
        return None
    rows = Participation.objects.standing().exclude(
        exhibition__state=Exhibition.State.CANCELLED
    )
    return (
        rows.filter(pk=pk, link_version=version)
        .select_related("exhibition__agency", "business__owner")
        .first()
    )


def renew(participation: Participation) -> None:
    """From now on the link that was handed out opens nothing."""
    Participation.objects.filter(pk=participation.pk).update(
        link_version=F("link_version") + 1
    )
    participation.refresh_from_db(fields=["link_version"])


def may_report(exhibition: Exhibition) -> bool:
    """From the first day until a week after the last, unless it is closed before."""
    last = exhibition.ends_on + timedelta(days=DAYS_AFTER)
    is_closed = exhibition.state == Exhibition.State.CLOSED
    return exhibition.starts_on <= localdate() <= last and not is_closed
