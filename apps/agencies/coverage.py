"""How much of the creative economy an agency coaches: by its own labels and officially."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from apps.agencies.models import Agency, SectorCoverage
from apps.sectors.models import CreativeSubsector


@dataclass(frozen=True)
class CoverageCounts:
    """Denpasar says «5 of 16»: 5 local labels, 4 official subsectors, 1 of them in part."""

    local: int
    official: int
    partial: int
    listed: int


def coverage_counts(
    agency: Agency, list_version: str, on: date | None = None
) -> CoverageCounts:
    """What the agency coaches on a day (today), measured against one official list."""
    day = on or timezone.localdate()
    in_force = SectorCoverage.objects.on(day).filter(
        agency=agency, subsector__list_version=list_version
    )
    covered = in_force.values_list("local_label", "subsector", "partial")
    subsectors = {subsector for _label, subsector, _partial in covered}
    whole = {subsector for _label, subsector, partial in covered if not partial}
    return CoverageCounts(
        local=len({label.casefold() for label, *_rest in covered}),
        official=len(subsectors),
        partial=len(subsectors - whole),
        listed=CreativeSubsector.objects.filter(list_version=list_version).count(),
    )
