"""The words of lists, and of our own exports, for what the register keeps as a code."""

import re
from functools import lru_cache

from apps.businesses.identifiers import REMEMBERED
from apps.imports.cleaning.given import key

CHANNELS = [
    (
        "entrepreneurship",
        re.compile(r"\bpkt\b|jakpreneur|\boke?\s*oce\b", re.IGNORECASE),
    ),
    ("craft_council", re.compile(r"dekranas", re.IGNORECASE)),
    ("association", re.compile(r"asosiasi|asephi|asmindo", re.IGNORECASE)),
    ("agency", re.compile(r"\bdinas\b|sudin|\bbinaan\b", re.IGNORECASE)),
]
FORMS = [
    ("pt", r"\bpt\b"),
    ("cv", r"\bcv\b"),
    ("ud", r"\b(ud|po|pd)\b"),
    ("cooperative", r"koperasi"),
]
FORMS += [
    ("group", r"\bkub\b|kelompok"),
    ("individual", r"perorangan|perseorangan|pribadi"),
]


@lru_cache(maxsize=REMEMBERED)
def sex_of(text: str) -> str:
    first = key(text)
    if re.match(r"(p|pr|perempuan|wanita|female|f)\b", first):
        return "f"
    return "m" if re.match(r"(l|lk|laki|laki laki|pria|male|m)\b", first) else ""


@lru_cache(maxsize=REMEMBERED)
def legal_form_of(text: str) -> str:
    return next((form for form, words in FORMS if re.search(words, key(text))), "")


@lru_cache(maxsize=REMEMBERED)
def status_of(said: str) -> str:
    """As lists say it, or as our own exports do."""
    if said in {"active", "closed", "prospect"}:
        return said
    if re.search(r"tutup|tidak aktif|non ?aktif|berhenti|pindah", said):
        return "closed"
    return "active" if said.startswith("aktif") else ""


def channel_in_column(text: str) -> str:
    """The channel that a column of channels names: a code, as our exports write it, or a word."""
    codes = {part.strip() for part in text.casefold().split(",")}
    stated = next((channel for channel, _words in CHANNELS if channel in codes), "")
    return stated or channel_of(text)


@lru_cache(maxsize=REMEMBERED)
def channel_of(text: str) -> str:
    """The first channel of coaching that a text names, "" for none."""
    return next((channel for channel, words in CHANNELS if words.search(text)), "")
