"""Texts with places that are filled in for each person: «{name}», «{business}», «{agency}».

«{details}» is what the app that drafts has to tell each one; elsewhere it stays empty.
"""

import re

from django.utils.translation import get_language

PLACEHOLDERS = ("name", "business", "agency", "details")
# Officers write Indonesian: both words stand for the same.
SYNONYMS = {
    "nama": "name",
    "usaha": "business",
    "dinas": "agency",
    "rincian": "details",
}
PLACE = re.compile(r"\{(\w*)\}")


def places() -> dict[str, str]:
    """How each place is written in the reader's language: «{name}», in Indonesian «{nama}»."""
    words = {own: other for other, own in SYNONYMS.items()}
    indonesian = get_language() == "id"
    return {name: f"{{{words[name] if indonesian else name}}}" for name in PLACEHOLDERS}


def unknown_placeholders(text: str) -> list[str]:
    """The words in braces that nothing fills in, in their order."""
    words = PLACE.findall(text)
    return [word for word in words if SYNONYMS.get(word, word) not in PLACEHOLDERS]


def fill_in(text: str, values: dict[str, str]) -> str:
    """The text for one person. A place without a value stays empty, never a brace."""
    return PLACE.sub(
        lambda place: values.get(SYNONYMS.get(place[1], place[1]), ""), text
    )


def subject_of(text: str, values: dict[str, str]) -> str:
    """The same on one line, as a mail's subject has to be."""
    return " ".join(fill_in(text, values).split())[:300]


def open_places(text: str) -> str:
    """The text as a title for all of them: «Invitation for …»."""
    return PLACE.sub("…", text)
