"""Loads the shipped lists of sectors: adds what is missing and leaves the rest alone.

Offices edit these lists and import the full KBLI over our short one, so a row that exists
is theirs.
"""

from django.db import models, transaction

from apps.sectors.models import (
    CommodityGroup,
    CreativeSubsector,
    KbliCode,
    RecapGroup,
    SectorAlias,
)
from ikmportal.reference import shipped_rows

LISTS: list[tuple[str, type[models.Model]]] = [
    ("recap_groups", RecapGroup),
    ("commodity_groups", CommodityGroup),
    ("creative_subsectors", CreativeSubsector),
    ("kbli_codes", KbliCode),
    ("sector_aliases", SectorAlias),
]
REFERS_TO: dict[str, type[models.Model]] = {
    "recap_group": RecapGroup,
    "commodity_group": CommodityGroup,
}


@transaction.atomic
def load() -> dict[str, int]:
    """Add the rows that are missing. Returns how many of each there are now."""
    return {name.replace("_", " "): _load(name, model) for name, model in LISTS}


def _load(name: str, model: type[models.Model]) -> int:
    known = {
        column: dict(target._default_manager.values_list("code", "pk"))
        for column, target in REFERS_TO.items()
    }
    rows = []
    for row in shipped_rows("reference", name):
        fields = {column: value or None for column, value in row.items()}
        for column in known.keys() & row.keys():
            fields[f"{column}_id"] = known[column].get(fields.pop(column))
        rows.append(
            model(**{column: value for column, value in fields.items() if value})
        )
    model._default_manager.bulk_create(rows, ignore_conflicts=True)
    return model._default_manager.count()
