"""Loads the shipped reference lists of the catalogue: adds what is missing, as sectors do."""

from django.db import transaction

from apps.catalogue.models import HsCode, SearchWord
from ikmportal.indonesian import shipped_words
from ikmportal.reference import shipped_rows


@transaction.atomic
def load() -> dict[str, int]:
    """Add the rows that are missing. Returns how many of each there are now."""
    rows = [HsCode(**row) for row in shipped_rows("reference", "hs_codes")]
    HsCode.objects.bulk_create(rows, ignore_conflicts=True)
    words = [SearchWord(**row._asdict()) for row in shipped_words()]
    SearchWord.objects.bulk_create(words, ignore_conflicts=True)
    return {
        "HS codes": HsCode.objects.count(),
        "search words": SearchWord.objects.count(),
    }
