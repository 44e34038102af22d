"""How many listed businesses there are of each commodity group in each area, in one query."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.functions import Left

from apps.businesses.models import Business

# Over so many, counting takes longer than all the rest of a page: it is done every few minutes.
MANY = 10_000
KEPT_SECONDS = 300


@dataclass(frozen=True)
class Counts:
    """Numbers by (code of the commodity group, code of the area), "" where it is not known."""

    cells: dict[tuple[str, str], int]

    def total(self, groups: Collection[str] = (), area: str = "") -> int:
        return sum(
            count
            for (group, part), count in self.cells.items()
            if (not groups or group in groups) and part.startswith(area)
        )

    def by_group(self, area: str = "") -> dict[str, int]:
        found: Counter[str] = Counter()
        for (group, part), count in self.cells.items():
            if part.startswith(area):
                found[group] += count
        return found

    def by_area(self, groups: Collection[str] = (), area: str = "") -> dict[str, int]:
        found: Counter[str] = Counter()
        for (group, part), count in self.cells.items():
            if part.startswith(area) and (not groups or group in groups):
                found[part] += count
        return found


def count_listed(rows: QuerySet[Business], length: int, q: str = "") -> Counts:
    """Count `rows`, which are listed and answer to the search `q`, in areas of `length` digits."""
    digest = hashlib.sha256(q.casefold().encode()).hexdigest()
    key = f"directory:{length}:{digest}"
    cells = cache.get(key)
    if cells is None:
        counted = (
            rows.order_by()
            .annotate(part=Left("region_id", length))
            .values_list("commodity_group__code", "part")
            .annotate(Count("pk"))
        )
        cells = {(group or "", part or ""): count for group, part, count in counted}
        if sum(cells.values()) > MANY:
            cache.set(key, cells, KEPT_SECONDS)
    return Counts(cells)
