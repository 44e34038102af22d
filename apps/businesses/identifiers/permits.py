"""Numbers of permits and certificates (domain.md 2.2), as papers and people write them."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from apps.businesses.findings import Finding, Level, declare, found
from apps.businesses.identifiers.business import read_nib
from apps.businesses.identifiers.reading import (
    SCIENTIFIC,
    Reading,
    compact,
    in_ascii,
    is_blank,
    tidy,
)

LONGEST = 60
HALAL_DIGITS = 17
# Packaging, kind of food, city, sequence of the product, of the producer; year of expiry.
PIRT = re.compile(r"^([1-8]\d{2})(\d{4})(\d{6})(\d{2})$")

declare(
    Level.ERROR,
    {
        "pirt.length": _("A P-IRT number has 15 digits; this one has %(count)d."),
        "pirt.packaging": _(
            "A P-IRT number begins with 1 to 8, the kind of packaging."
        ),
        "halal.excel_damaged": _(
            "A spreadsheet has replaced the last digits of this number by zeros."
        ),
    },
)
declare(
    Level.WARNING,
    {
        "pirt.old": _("An old P-IRT number of 12 digits: it has to be renewed."),
        "pirt.expired": _("This P-IRT ended in %(year)s."),
        "pirt.other_city": _(
            "This P-IRT was given for another city: it ended if production moved."
        ),
        "halal.without_id": _("A halal certificate number begins with ID."),
        "halal.decree": _(
            "This is the number of a decree (KH), not of the halal certificate."
        ),
        "halal.other_scheme": _(
            "No number of a BPJPH halal certificate: perhaps of the old scheme or a decree."
        ),
        "bpom.format": _("A BPOM number has 12 or 15 digits."),
        "trademark.format": _(
            "A registered trademark has a number such as IDM000123456."
        ),
    },
)
declare(
    Level.INFO,
    {
        "pirt.expires": _("It ends in %(year)s."),
        "bpom.other_kind": _(
            "A number of cosmetics, jamu or supplements, not of food."
        ),
        "trademark.application": _(
            "This is the number of an application, not of a registered trademark."
        ),
        "sni.no_standard": _("It names no standard (SNI …)."),
    },
)


def read_pirt(
    text: str, *, numeric: bool = False, region: str = "", today: date | None = None
) -> Reading:
    """Read a P-IRT number as «215317401000128»'s two parts, «2153174010001-28».

    `region` is the code of where the business works, `today` of what has ended.
    """
    if is_blank(text):
        return Reading("")
    number = re.sub(r"\D", "", in_ascii(tidy(text)))
    if SCIENTIFIC.match(tidy(text)):
        return Reading("", (found("pirt.length", count=len(number)),))
    if len(number) == 12:
        return Reading(number, (found("pirt.old"),))
    if len(number) != 15:
        return Reading("", (found("pirt.length", count=len(number)),))
    whole = PIRT.match(number)
    if whole is None:
        return Reading("", (found("pirt.packaging"),))
    year = 2000 + int(whole.group(4))
    ended = today is not None and year < today.year
    findings = [found("pirt.expired" if ended else "pirt.expires", year=str(year))]
    if region and not region.startswith(whole.group(2)):
        findings.append(found("pirt.other_city"))
    return Reading(f"{number[:13]}-{number[13:]}", tuple(findings))


def read_halal(text: str, *, numeric: bool = False) -> Reading:
    """Read the number of a BPJPH halal certificate: ID and 17 digits."""
    if is_blank(text):
        return Reading("")
    plain = compact(text)
    if re.fullmatch(r"ID\d{17}", plain):
        return Reading(plain)
    if SCIENTIFIC.match(tidy(text)) or (numeric and len(plain) >= HALAL_DIGITS - 1):
        return Reading("", (found("halal.excel_damaged"),))
    if re.fullmatch(r"\d{17}", plain):
        return Reading("", (found("halal.without_id", f"ID{plain}"),))
    kind = "halal.decree" if plain.startswith("KH") else "halal.other_scheme"
    return Reading(plain[:LONGEST], (found(kind),))


def read_bpom(text: str, *, numeric: bool = False) -> Reading:
    """Read a BPOM number: MD or ML and 12 or 15 digits; cosmetics, jamu, supplements too."""
    if is_blank(text):
        return Reading("")
    plain = compact(text)
    if re.fullmatch(r"(MD|ML)?\d{12}(\d{3})?", plain):
        return Reading(plain)
    if re.fullmatch(r"N[A-E]\d{11}|T[RLI]\d{9}|S[DIL]\d{9}", plain):
        return Reading(plain, (found("bpom.other_kind"),))
    return Reading(plain[:LONGEST], (found("bpom.format"),))


def read_trademark(text: str, *, numeric: bool = False) -> Reading:
    """Read the number of a trademark: IDM and 9 digits, or that of an application."""
    if is_blank(text):
        return Reading("")
    plain = compact(text)
    if re.fullmatch(r"IDM\d{9}", plain):
        return Reading(plain)
    if re.fullmatch(r"(DID|D|J|R)\d{6,14}", plain):
        return Reading(plain, (found("trademark.application"),))
    return Reading(plain[:LONGEST], (found("trademark.format"),))


def read_sni(text: str, *, numeric: bool = False) -> Reading:
    """Read an SPPT-SNI number: free text of its issuer, which names the standard."""
    if is_blank(text):
        return Reading("")
    kept = tidy(text)[:LONGEST]
    named = re.search(r"SNI\W*\d|\d{2}-\d{4}", kept, re.IGNORECASE)
    return Reading(kept, () if named else (found("sni.no_standard"),))


def read_other(text: str, *, numeric: bool = False) -> Reading:
    """Read the number of a competence certificate, or of a paper with no form of its own."""
    return Reading("" if is_blank(text) else tidy(text)[:LONGEST])


# By the codes of `Claim.Scheme`.
PERMITS: Mapping[str, Callable[..., Reading]] = {
    "nib": read_nib,
    "pirt": read_pirt,
    "halal": read_halal,
    "bpom": read_bpom,
    "trademark": read_trademark,
    "sni": read_sni,
    "competence": read_other,
    "other": read_other,
}


def read_permit(scheme: str, text: str, *, numeric: bool = False) -> Reading:
    """Read a number as one of the scheme that it is said to belong to."""
    return PERMITS.get(scheme, read_other)(text, numeric=numeric)


def findings_of(scheme: str, number: str, region: str = "") -> tuple[Finding, ...]:
    """What is to be said of a number that is kept: as read again, today."""
    if scheme == "pirt":
        return read_pirt(number, region=region, today=date.today()).findings  # noqa: DTZ011  a year
    return read_permit(scheme, number).findings
