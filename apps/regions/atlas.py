"""The regions of a scope in memory, read from the database once and only as far as needed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from django.db.models import Q

from apps.regions.models import Region, RegionAlias
from apps.regions.names import Names, Place
from apps.regions.segments import DISTRICT, REGENCY, VILLAGE, Segment
from apps.regions.spelling import Spelling

NO_LETTER = re.compile(r"[^a-z0-9]")


class Atlas:
    """Every province and regency, all inside the scope, and other regencies on demand.

    Without a scope it begins with provinces, regencies and districts; villages follow by
    regency, or all at once when nothing but a village's name is known.
    """

    def __init__(self, within: str = "") -> None:
        self.within = within
        self.places: dict[str, Place] = {}
        self.named: dict[Segment, list[tuple[Place, float]]] = {}
        self._by_regency: dict[str, list[Place]] = defaultdict(list)
        self._names: dict[tuple[str, int], Names] = {}
        self._loaded: set[str] = set()
        self._aliases: dict[str, list[str]] = defaultdict(list)
        for code, alias in RegionAlias.objects.values_list("region_id", "alias"):
            self._aliases[code].append(alias)
        if within:
            self._load(Q(level__lte=REGENCY) | Q(code__startswith=within))
            self._loaded.add(within)
        else:
            self._load(Q(level__lte=DISTRICT))

    def names(self, scope: str, level: int) -> Names:
        """The names of this level inside the scope."""
        if level > REGENCY:
            self._ensure(scope, level)
        if (scope, level) not in self._names:
            self._names[scope, level] = Names(
                place for place in self._inside(scope) if place.level == level
            )
        return self._names[scope, level]

    def is_village_name(self, spelling: Spelling) -> bool:
        """Whether some village of the country is called so."""
        return hash(spelling.joined) in self._village_names

    @cached_property
    def _village_names(self) -> frozenset[int]:
        """Hashes, because 64,000 names would be a burden on a small machine."""
        villages = Region.objects.filter(level=VILLAGE).values_list("name", flat=True)
        return frozenset(
            hash(NO_LETTER.sub("", name.lower()))
            for name in villages.order_by("name").distinct()
        )

    def path(self, code: str) -> list[Place]:
        """The region and those that it lies in, the deepest first."""
        codes = (code[:length] for length in (10, 6, 4, 2) if length <= len(code))
        return [self.places[code] for code in codes if code in self.places]

    def _inside(self, scope: str) -> Iterator[Place]:
        places = (
            self._by_regency[scope[:4]] if len(scope) >= 4 else self.places.values()
        )
        return (place for place in places if place.code.startswith(scope))

    def _ensure(self, scope: str, level: int) -> None:
        """Read the scope, unless it is there already or lies inside what is there."""
        if not self.within and level < VILLAGE:
            return
        if not any(scope.startswith(loaded) for loaded in self._loaded):
            self._loaded.add(scope)
            self._load(Q(code__startswith=scope, level__gt=REGENCY))

    def _load(self, condition: Q) -> None:
        rows = Region.objects.valid().filter(condition).order_by("code")
        for code, name in rows.values_list("code", "name"):
            if code not in self.places:
                place = Place.of(code, name, self._aliases.get(code, ()))
                self.places[code] = place
                self._by_regency[code[:4]].append(place)
