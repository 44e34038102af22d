from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.catalogue.models.entry_triggers import NOTE_CHANGES
from apps.catalogue.models.products import Product

if TYPE_CHECKING:
    from apps.accounts.models import User


class OfProductQuerySet(AgencyScopedQuerySet[Any]):
    """Rows of a product are seen by who sees the product."""

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        return self.filter(product__in=Product.objects.kept_by(user).values("pk"))

    def reach(self, user: "User") -> Q:
        return Q(product__in=Product.objects.visible_to(user).values("pk"))


class ProductPhotoQuerySet(OfProductQuerySet):
    def shown(self) -> Self:
        return self.filter(product__in=Product.objects.shown().values("pk"))


@pghistory.track()
class ProductPhoto(models.Model):
    """A photo of a product: painted anew as WebP, cut to the ratio of the site, told in words.

    `stored_as` names the files on disk and is nothing to guess. The crop is a box in thousandths
    of the picture, so that it may be drawn again.
    """

    product = models.ForeignKey(
        Product,
        on_delete=models.CASCADE,
        related_name="photos",
        verbose_name=_("product"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    alt = models.CharField(
        _("what the photo shows"),
        max_length=150,
        help_text=_("In words, for who cannot see it: «dodol in a woven box»."),
    )
    alt_en = models.CharField(_("the same in English"), max_length=150, blank=True)
    stored_as = models.CharField(max_length=40, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    crop_left = models.PositiveSmallIntegerField(default=0, editable=False)
    crop_top = models.PositiveSmallIntegerField(default=0, editable=False)
    crop_width = models.PositiveSmallIntegerField(default=1000, editable=False)
    is_drawing = models.BooleanField(_("a drawing"), default=False, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = ProductPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("product photo")
        verbose_name_plural = _("product photos")
        ordering = ["product", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "sha256"],
                name="catalogue_productphoto_once_per_product",
                violation_error_message=_("This product has this photo already."),
            ),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="catalogue_productphoto_is_told_in_words",
                violation_error_message=_("Say in words what the photo shows."),
            ),
            models.CheckConstraint(
                condition=Q(
                    crop_width__gte=100,
                    crop_left__lte=1000 - models.F("crop_width"),
                    crop_top__lte=1000,
                ),
                name="catalogue_productphoto_crop_lies_inside",
                violation_error_message=_("The cut lies outside the photo."),
            ),
        ]
        triggers = NOTE_CHANGES

    def __str__(self) -> str:
        return self.alt_en or self.alt if get_language() == "en" else self.alt
