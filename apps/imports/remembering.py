"""What an agency's officers have decided about lists, kept for the next ones, and forgotten again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from apps.agencies.models import Agency
from apps.businesses.identifiers import tidy
from apps.imports.cleaning.given import SPELLED, Spellings, key
from apps.imports.directions import Directions, Remembered, heads_of, signature_of
from apps.imports.memories import LONGEST_SPELLING, MappingMemory, SpellingMemory

if TYPE_CHECKING:
    from apps.accounts.models import User


def spellings_of(agency: Agency) -> Spellings:
    """Meanings by field and spelling, one query."""
    known = SpellingMemory.objects.filter(agency=agency)
    rows = known.values_list("field", "spelling", "meaning")
    return {(field, spelling): meaning for field, spelling, meaning in rows}


def remembered_by(agency: Agency) -> Remembered:
    """Asks the agency's memory how a list with these heads is read."""

    def remembered(labels: Mapping[int, str]) -> Directions | None:
        found = MappingMemory.objects.filter(
            agency=agency, signature=signature_of(labels)
        ).first()
        return Directions.from_json(found.directions) if found else None

    return remembered


def remember_reading(
    agency: Agency, labels: Mapping[int, str], directions: Directions, by: "User"
) -> None:
    """Read the next list with these heads in the same way."""
    heads = heads_of(labels[index] for index in sorted(labels))
    MappingMemory.objects.update_or_create(
        agency=agency,
        signature=signature_of(labels),
        defaults={
            "heads": heads,
            "directions": directions.worth_remembering().as_json(),
            "remembered_by": by,
        },
    )


def may_be_remembered(field: str, text: str, meaning: str) -> bool:
    """Whether a word of this field can have a meaning: only such as name areas and groups."""
    words = key(text), tidy(meaning)
    return field in SPELLED and all(0 < len(word) <= LONGEST_SPELLING for word in words)


def remember_spelling(
    agency: Agency, field: str, text: str, meaning: str, by: "User"
) -> None:
    """Read this word as what is meant, in this and in later lists of the agency."""
    SpellingMemory.objects.update_or_create(
        agency=agency,
        field=field,
        spelling=key(text),
        defaults={"meaning": tidy(meaning), "remembered_by": by},
    )
