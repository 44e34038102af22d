"""Loads the shipped rules of size and texts of consents: adds what is missing, as sectors do."""

from django.db import models, transaction

from apps.businesses.models import ConsentText, ScaleRule
from ikmportal.reference import shipped_rows

LISTS: list[tuple[str, type[models.Model]]] = [
    ("scale_rules", ScaleRule),
    ("consent_texts", ConsentText),
]


@transaction.atomic
def load() -> dict[str, int]:
    """Add the rows that are missing. Returns how many of each there are now."""
    return {name.replace("_", " "): _load(name, model) for name, model in LISTS}


def _load(name: str, model: type[models.Model]) -> int:
    rows = [
        model(**{column: value for column, value in row.items() if value})
        for row in shipped_rows("reference", name)
    ]
    model._default_manager.bulk_create(rows, ignore_conflicts=True)
    return model._default_manager.count()
