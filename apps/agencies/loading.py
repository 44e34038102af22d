"""Loads the agencies of the demo. An office of another city enters its own in the admin."""

from django.db import transaction

from apps.agencies.models import Agency, SectorCoverage
from apps.regions.models import Region
from apps.sectors.models import CreativeSubsector
from ikmportal.reference import shipped_rows


@transaction.atomic
def load_demo_agencies() -> int:
    """Add the demo's agencies that are missing, with their tree and coverage."""
    regions = set(Region.objects.filter(level__lte=2).values_list("code", flat=True))
    for row in shipped_rows("demo", "agencies"):
        relatives = {name: row.pop(name) for name in ("parent", "predecessor")}
        region = row.pop("region")
        letterhead = row.pop("letterhead").replace("|", "\n")
        fields = {name: value for name, value in row.items() if value}
        Agency.objects.get_or_create(
            code=fields.pop("code"),
            defaults={
                **fields,
                **{name: _agency(code) for name, code in relatives.items() if code},
                "region_id": region if region in regions else None,
                "letterhead": letterhead,
            },
        )
    _load_coverages()
    return Agency.objects.count()


def _agency(code: str) -> Agency:
    return Agency.objects.get(code=code)


def _load_coverages() -> None:
    for row in shipped_rows("demo", "sector_coverages"):
        SectorCoverage.objects.get_or_create(
            agency=_agency(row["agency"]),
            local_label=row["local_label"],
            subsector=CreativeSubsector.objects.get(
                list_version=row["list_version"], code=row["subsector"]
            ),
            defaults={"partial": bool(row["partial"])},
        )
