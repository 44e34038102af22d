"""A visitor's question about a product: it reaches the office, and by it the maker.

It becomes a draft in the outbox of the maker's agency, where an officer reads it before it
leaves, as with any message: nobody can write to a maker through the portal unseen.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from apps.businesses.models import Business
from apps.businesses.writing import owners_of
from apps.catalogue.models import Product
from apps.outbox.drafting import draft, open_occasion
from apps.outbox.models import Channel, Occasion

# What a visitor writes is no template.
NO_PLACES = str.maketrans({"{": "(", "}": ")"})
LONGEST_SUBJECT = 150


@transaction.atomic
def ask(product: Product, *, name: str, contact: str, text: str) -> Occasion:
    """Draft the question to the maker. Raises ValidationError if he cannot be reached."""
    business = Business.objects.filter(pk=product.business_id)
    for channel in (Channel.MAIL, Channel.WHATSAPP):
        recipients = list(owners_of(business, channel))
        if recipients:
            break
    else:
        raise ValidationError(
            _("This maker cannot be written to. Please ask %(office)s.")
            % {"office": settings.SITE_CONTACT or settings.SITE_OWNER}
        )
    subject = _("Question about %(product)s") % {"product": product.name}
    occasion = open_occasion(
        product.business.agency,
        f"tanya-{get_random_string(10).lower()}",
        channel=channel,
        subject=subject[:LONGEST_SUBJECT].translate(NO_PLACES),
        body=_body(product, name, contact, text).translate(NO_PLACES),
    )
    draft(occasion, recipients)
    return occasion


def _body(product: Product, name: str, contact: str, text: str) -> str:
    address = settings.SITE_URL + product.get_absolute_url()
    head = _("%(name)s (%(contact)s) asks about %(product)s, %(url)s:")
    said = {"name": name, "contact": contact, "product": product.name, "url": address}
    foot = _("Please answer them directly. Sent through %(site)s.")
    return f"{head % said}\n\n{text}\n\n{foot % {'site': settings.SITE_NAME}}"
