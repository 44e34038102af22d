"""Raw lists are kept for some weeks after they were saved; what became of them, for good.

Who was erased at his own request takes his cells, and the file, along at once.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.retention import Category
from apps.businesses.forgetting import Erased
from apps.imports import batches, files
from apps.imports.models import ImportBatch, ImportRow

EMPTY = {"cells": "[]", "values": "{}", "changes": None, "corrections": None}


def _old(before: datetime) -> Any:
    """Batches whose file or cells are still there."""
    return ImportBatch.objects.filter(created_at__lt=before).exclude(stored_as="")


def purge_lists(before: datetime) -> int:
    """Discard what was never saved; of what was, take away the file and the raw cells."""
    purged = 0
    for batch in _old(before):
        if batch.is_saved:
            ImportRow.objects.filter(batch=batch).update(**EMPTY)
            name, batch.stored_as, batch.tops = batch.stored_as, "", None
            batch.save(update_fields=["stored_as", "tops"])
            files.remove(name)
        elif batch.state != ImportBatch.State.COMMITTING:
            batches.discard(batch)
        purged += 1
    return purged


def forget_rows(erased: Erased) -> None:
    """Take the cells of an erased person's rows away, and the file that they stand in."""
    rows = ImportRow.objects.filter(
        Q(person__in=erased.people) | Q(business__in=erased.businesses)
    )
    batches = ImportBatch.objects.filter(
        pk__in=rows.values("batch"), committed_at__isnull=False
    ).exclude(stored_as="")
    for batch in batches:
        name, batch.stored_as, batch.tops = batch.stored_as, "", None
        batch.save(update_fields=["stored_as", "tops"])
        transaction.on_commit(partial(files.remove, name))
    rows.update(**EMPTY)


CATEGORIES = [
    Category(
        "lists",
        _("Files and raw cells of imported lists"),
        _("no longer needed once the register holds them (Law 27/2022, art. 16)"),
        timedelta(days=settings.IMPORT_RAW_DAYS),
        "",
        lambda before: _old(before).count(),
        purge_lists,
    ),
]
