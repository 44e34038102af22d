"""The codes of regions: each begins with the code of the region around it."""

PROVINCE, REGENCY, DISTRICT, VILLAGE = 1, 2, 3, 4
DIGITS = {PROVINCE: 2, REGENCY: 4, DISTRICT: 6, VILLAGE: 10}
LENGTHS = tuple(DIGITS.values())


def level_of(code: str) -> int:
    """Raises ValueError for what has no region's length."""
    return LENGTHS.index(len(code)) + 1


def next_length(code: str) -> int:
    """How long the codes are of what lies right inside; of a village, its own length."""
    return next((length for length in LENGTHS if length > len(code)), LENGTHS[-1])
