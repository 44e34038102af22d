"""Lists of products that nobody saved: thrown away by hand, or after a week."""

from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.catalogue.models import ProductSheet
from apps.catalogue.models.sheets import ProductSheetQuerySet
from apps.catalogue.sheets.saving import FILES, State

KEPT = timedelta(days=7)


@transaction.atomic
def discard(sheet: ProductSheet) -> None:
    """Forget a list with its files. Raises ValidationError while it is being saved."""
    locked = ProductSheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.state == State.SAVING:
        raise ValidationError(_("It is just being saved."))
    locked.delete()
    for name in (sheet.stored_as, sheet.photos_stored_as):
        transaction.on_commit(partial(FILES.remove, name))


def count_old(before: datetime) -> int:
    return _old(before).count() + len(_strays(before))


def discard_old(before: datetime) -> int:
    strays = _strays(before)
    for name in strays:
        FILES.remove(name)
    old = list(_old(before))
    for sheet in old:
        discard(sheet)
    return len(old) + len(strays)


def _old(before: datetime) -> ProductSheetQuerySet:
    return ProductSheet.objects.filter(state=State.PLANNED, created_at__lt=before)


def _strays(before: datetime) -> list[str]:
    """Files that lists of deleted businesses left behind."""
    pairs = ProductSheet.objects.values_list("stored_as", "photos_stored_as")
    known = [name for pair in pairs for name in pair]
    return FILES.strays(known, before.timestamp())
