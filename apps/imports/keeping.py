"""Raw lists are kept for some weeks after they were saved; what became of them, for good."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.accounts.retention import Category
from apps.imports import batches, files
from apps.imports.models import ImportBatch, ImportRow

EMPTY = {"cells": "[]", "values": "{}", "changes": None}


def _old(before: datetime) -> Any:
    """Batches whose file or cells are still there."""
    return ImportBatch.objects.filter(created_at__lt=before).exclude(stored_as="")


def purge_lists(before: datetime) -> int:
    """Discard what was never saved; of what was, take away the file and the raw cells."""
    purged = 0
    for batch in _old(before):
        if batch.state == ImportBatch.State.COMMITTED:
            ImportRow.objects.filter(batch=batch).update(**EMPTY)
            name, batch.stored_as = batch.stored_as, ""
            batch.save(update_fields=["stored_as"])
            files.remove(name)
        elif batch.state != ImportBatch.State.COMMITTING:
            batches.discard(batch)
        purged += 1
    return purged


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
