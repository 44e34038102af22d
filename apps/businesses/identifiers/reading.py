"""What every reading begins with: tidied text, and whether there is anything at all."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from apps.businesses.findings import Finding, Level

BLANKS = frozenset(
    {"", "-", "--", "–", "—", "0", "x", "n/a", "na", "nihil", "kosong", "tidak"}
    | {"tidak ada", "tdk ada", "tidak punya", "belum", "blm", "belum ada", "blm ada"}
    | {"belum punya", "proses", "dalam proses", "sedang proses"}
)
MASKED = re.compile(r"[*•]{3,}\d{0,4}")  # as our own exports write a number
# A row asks the same of its cells some eighty times, and its neighbours often say the same.
REMEMBERED = 8_192
OTHER_DIGIT = re.compile(r"(?![0-9])\d")
SCIENTIFIC = re.compile(r"^\d([.,]\d+)?[eE]\+?\d+$")


@dataclass(frozen=True)
class Reading:
    """A value normalised as it is stored, "" if there is none, and what was found."""

    value: str
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        return any(finding.level == Level.ERROR for finding in self.findings)


@lru_cache(maxsize=REMEMBERED)
def tidy(text: str) -> str:
    """NFKC, no-break spaces and leading apostrophes gone, white space folded."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).lstrip("'’`").strip()


@lru_cache(maxsize=REMEMBERED)
def is_blank(text: str) -> bool:
    """Whether a cell says that there is nothing: «-», «belum», «proses», a masked number."""
    said = tidy(text).strip(" .:").casefold()
    return said in BLANKS or bool(MASKED.fullmatch(said))


def in_ascii(text: str) -> str:
    """The digits of any script (Balinese, Javanese, Arabic) as 0 to 9, in which numbers are kept."""
    if text.isascii():
        return text
    return OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def digits(text: str) -> str:
    """Without the dots, dashes and spaces that people group digits by."""
    return re.sub(r"[\s.\-/]", "", in_ascii(tidy(text)))


def compact(text: str) -> str:
    """Letters and digits as a number of a paper is compared: no blanks, dots or dashes."""
    return re.sub(r"[\s.\-]", "", in_ascii(tidy(text))).upper()
