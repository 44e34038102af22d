"""The way of a product into the public catalogue, and out of it again.

draft → submitted → curated (graded, or approved directly) → published ⇄ withdrawn. What is
published is shown only while its maker is listed, which only the maker's consent allows: that
is `Product.objects.shown()` and holds from statement to statement, without any deed here.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.separation import is_alone
from apps.businesses.models import Business
from apps.businesses.naming import new_slug
from apps.catalogue.models import Product

if TYPE_CHECKING:
    from apps.accounts.models import User

# The rights that a view asks for before it calls a deed.
SUBMIT = "catalogue.change_product"
APPROVE = "catalogue.approve_product"
PUBLISH = WITHDRAW = "catalogue.publish_product"

State = Product.State


@transaction.atomic
def submit(product: Product, *, by: "User | None" = None) -> None:
    """Ask for a decision: a curation's grade, or an approval. Raises ValidationError."""
    product = _locked(product)
    _expect(product, State.DRAFT, State.WITHDRAWN)
    product.state, product.submitted_by = State.SUBMITTED, by
    product.save(update_fields=["state", "submitted_by", "updated_at"])


@transaction.atomic
def send_back(product: Product) -> None:
    """Not yet: its maker or officer works on it again. Raises ValidationError."""
    product = _locked(product)
    _expect(product, State.SUBMITTED, State.CURATED)
    product.state, product.submitted_by = State.DRAFT, None
    product.approved_at = product.approved_by = None
    fields = ["state", "submitted_by", "approved_at", "approved_by", "updated_at"]
    product.save(update_fields=fields)


@transaction.atomic
def approve(product: Product, *, by: "User") -> None:
    """Take it without a curation. Who submitted it asks a colleague, where there is one."""
    product = _locked(product)
    _expect(product, State.SUBMITTED)
    is_alone(by, [product.submitted_by_id], APPROVE, product.business.agency)
    product.state = State.CURATED
    product.approved_at, product.approved_by = timezone.now(), by
    product.save(update_fields=["state", "approved_at", "approved_by", "updated_at"])


@transaction.atomic
def publish(product: Product) -> None:
    """Show it in the catalogue, again or for the first time. Raises ValidationError."""
    product = _locked(product)
    if product.state == State.PUBLISHED:
        return
    _expect(product, State.CURATED, State.WITHDRAWN)
    if not Business.objects.listed().filter(pk=product.business_id).exists():
        raise ValidationError(
            _(
                "%(business)s is not in the public directory: its consent and its publication "
                "come first."
            )
            % {"business": product.business}
        )
    product.state = State.PUBLISHED
    product.slug = product.slug or new_slug(product.name)
    product.published_at = product.published_at or timezone.now()
    product.full_clean(exclude=["business", "hs_code"])
    product.save(update_fields=["state", "slug", "published_at", "updated_at"])


@transaction.atomic
def withdraw(product: Product) -> None:
    """Take it out of the catalogue at once; its address stays its own. Raises ValidationError."""
    product = _locked(product)
    _expect(product, State.PUBLISHED)
    product.state = State.WITHDRAWN
    product.save(update_fields=["state", "updated_at"])


def publish_many(products: Iterable[Product]) -> tuple[int, list[tuple[Product, str]]]:
    """Publish each that may be. Returns how many were, and the others with the reasons."""
    done, left = 0, []
    for product in products:
        try:
            publish(product)
        except ValidationError as error:
            left.append((product, " ".join(error.messages)))
        else:
            done += 1
    return done, left


def _locked(product: Product) -> Product:
    rows = Product.objects.select_for_update(of=("self",))
    return rows.select_related("business__owner", "business__agency").get(pk=product.pk)


def _expect(product: Product, *states: str) -> None:
    if product.state not in states:
        raise ValidationError(
            _("%(product)s is %(state)s: this is not its next step.")
            % {"product": product, "state": product.get_state_display()}
        )
