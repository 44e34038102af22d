"""Identifiers as people write them, read into values and findings (domain.md 2.1 to 2.3).

Pure functions: text in, `Reading` out, nothing raised. What is only suspicious is a warning
and keeps its value; what cannot be true is an error and has none. A finding's `code` is
stable, its sentence is for the officer, and `proposed` is a value that he may accept.
`numeric` says that a text came from a number cell, which keeps 15 digits only.
"""

from apps.businesses.identifiers.business import (
    PointReading,
    read_kbli,
    read_nib,
    read_npwp,
    read_point,
    read_postal_code,
)
from apps.businesses.identifiers.people import (
    NikReading,
    PhoneReading,
    contradictions,
    is_personal_number,
    read_email,
    read_nik,
    read_phones,
)
from apps.businesses.identifiers.permits import (
    findings_of,
    read_bpom,
    read_halal,
    read_permit,
    read_pirt,
    read_sni,
    read_trademark,
)
from apps.businesses.identifiers.reading import (
    REMEMBERED,
    SCIENTIFIC,
    Reading,
    compact,
    digits,
    is_blank,
    tidy,
)

__all__ = [
    "REMEMBERED",
    "SCIENTIFIC",
    "NikReading",
    "PhoneReading",
    "PointReading",
    "Reading",
    "compact",
    "contradictions",
    "digits",
    "findings_of",
    "is_blank",
    "is_personal_number",
    "read_bpom",
    "read_email",
    "read_halal",
    "read_kbli",
    "read_nib",
    "read_nik",
    "read_npwp",
    "read_permit",
    "read_phones",
    "read_pirt",
    "read_point",
    "read_postal_code",
    "read_sni",
    "read_trademark",
    "tidy",
]
