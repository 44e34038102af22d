"""What a product is filtered by, as lexemes beside its words: no word of a text begins with «=»."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apps.catalogue.models import CatalogueEntry

# Where one band of prices ends and the next begins, in rupiah.
BANDS = (25_000, 100_000, 500_000)
LENGTHS = (4, 6)  # of the codes of areas that one may filter by: cities, districts


def token(kind: str, value: object) -> str:
    return f"={kind}:{value}"


def tokens_of(entry: "CatalogueEntry") -> list[str]:
    tokens = [token("h", entry.band)]
    areas = [entry.area[:n] for n in LENGTHS if len(entry.area) >= n]
    if entry.group:
        tokens.append(token("g", entry.group))
    if entry.subsector:
        tokens.append(token("s", entry.subsector))
    tokens += [token("a", area) for area in areas]
    if entry.grade:
        tokens.append(token("k", entry.grade))
    if entry.is_export_ready:
        tokens.append(token("x", 1))
    tokens += [token("c", scheme) for scheme in entry.certificates]
    return tokens


def any_of(kind: str, values: Iterable[object]) -> str:
    """A piece of a tsquery: one of these."""
    return "(" + " | ".join(f"'{token(kind, value)}'" for value in values) + ")"
