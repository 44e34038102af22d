"""What has to be known of the world to clean a list: areas, commodity groups, KBLI codes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from apps.agencies.models import Agency
from apps.imports.cleaning.dates import read_year
from apps.imports.cleaning.given import Spellings, key
from apps.imports.cleaning.places import PlaceMatch
from apps.imports.cleaning.rows import Surroundings, group_of
from apps.imports.layout import Table
from apps.imports.mapping import Column
from apps.imports.remembering import spellings_of
from apps.regions.codes import DIGITS, DISTRICT, PROVINCE, REGENCY
from apps.regions.matching import Gazetteer
from apps.sectors.models import CommodityGroup, KbliCode, SectorAlias

CITY_IN_TITLE = re.compile(
    r"\b((?:kota|kabupaten|kab\.?)\s+(?:adm\w*\.?\s+)?[a-z .]+?)"
    r"(?=\s*(?:$|\n|,|\(|\d|s/d|s\.d|tahun|th\.|provinsi|prov\b|periode|bulan|dki\b))",
    re.IGNORECASE,
)
AREA = re.compile(r"(kec|kel|kota|kab|desa|wilayah)\w*\b", re.IGNORECASE)


@dataclass
class World:
    """Reference data of an import, read once."""

    agency: Agency
    year: int | None
    gazetteer: Gazetteer
    groups: Mapping[str, str] = field(default_factory=dict)
    kbli: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spellings: Spellings = field(default_factory=dict)
    other_agencies: frozenset[str] = frozenset()

    def is_commodity(self, text: str) -> bool:
        return key(text) in self.groups

    def is_heading(self, text: str) -> bool:
        """Whether it names a commodity group or an area, as what stands over rows does."""
        if group_of(text, self.groups) or AREA.match(text):
            return True
        return any(
            self.gazetteer.match_region(text, level=level).confidence == "sure"
            for level in (REGENCY, DISTRICT)
        )

    def around(
        self, table: Table, columns: list[Column], for_all: Mapping[str, str]
    ) -> Surroundings:
        """As the title of a sheet, its name, the agency and what was said of it narrow it."""
        named = self._region_of(table, columns)
        year = read_year(for_all.get("year", "")) or self.year or read_year(table.title)
        return self.within(named, year, for_all)

    def within(
        self, named: str, year: int | None, for_all: Mapping[str, str]
    ) -> Surroundings:
        """As a region that the sheet names (a code, or "") and its year narrow it."""
        within = named or self.agency.region_id or ""
        return Surroundings(
            match_place=lambda village, district, city: self._match(
                village, district, city, within
            ),
            is_region=self.gazetteer.has,
            other_agencies=self.other_agencies,
            year=year,
            region=named,
            groups=self.groups,
            kbli=self.kbli,
            for_all=for_all,
            spellings=self.spellings,
        )

    def _match(self, village: str, district: str, city: str, within: str) -> PlaceMatch:
        return self.gazetteer.match_place(village, district, city, within)

    def _region_of(self, table: Table, columns: list[Column]) -> str:
        """The city that the title names, or the district that the sheet is called by."""
        if not any(column.field == "district" for column in columns):
            match = self.gazetteer.match_region(table.sheet, level=DISTRICT)
            if match.confidence == "sure":
                return match.region_code
        for found in CITY_IN_TITLE.finditer(table.title):
            match = self.gazetteer.match_region(found.group(1), level=REGENCY)
            if match.confidence == "sure":
                return match.region_code
        return ""


def load_world(agency: Agency, year: int | None) -> World:
    province = (agency.region_id or "")[: DIGITS[PROVINCE]]
    gazetteer = Gazetteer.of(province)
    others = frozenset(
        Agency.objects.exclude(pk=agency.pk).values_list("code", flat=True)
    )
    return World(
        agency, year, gazetteer, _groups(), _kbli(), spellings_of(agency), others
    )


def _groups() -> dict[str, str]:
    """Commodity group codes by their names, codes and aliases."""
    groups: dict[str, str] = {}
    for code, name, name_en in CommodityGroup.objects.values_list(
        "code", "name", "name_en"
    ):
        groups |= {key(text): code for text in [code, name, name_en] if text}
    aliases = SectorAlias.objects.values_list("alias", "commodity_group__code")
    return groups | {key(alias): code for alias, code in aliases}


def _kbli() -> dict[str, dict[str, str]]:
    """By code: the editions that have it, each with the codes that it became."""
    found: dict[str, dict[str, str]] = {}
    rows = KbliCode.objects.values_list("code", "version", "successor_codes")
    for code, version, successors in rows:
        found.setdefault(code, {})[version] = successors
    return found
