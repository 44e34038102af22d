"""What the catalogue keeps beside its rows, and for how long."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from apps.accounts.retention import Category
from apps.catalogue import photos
from apps.catalogue.sheets import discarding

CATEGORIES = [
    Category(
        "product-photos",
        _("files of photos whose product is gone"),
        _("consent, and no longer than needed (Law 27/2022, art. 16)"),
        kept=timedelta(days=1),
        expired=photos.count_strays,
        purge=photos.remove_strays,
    ),
    Category(
        "product-sheets",
        _("lists of products that were sent and not saved"),
        _("not needed any more (Law 27/2022, art. 16)"),
        kept=discarding.KEPT,
        expired=discarding.count_old,
        purge=discarding.discard_old,
    ),
]
