"""The kinds of numbered papers. Apps above add theirs in the `ready()` of their config."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Kind:
    """What a kind of paper is called, how it is numbered and how it is drawn.

    `template` names a file in `typst/`. A paper keeps the template that it was issued with, so
    that it can be printed again as it was: to draw a kind anew, add a file, change none.
    """

    code: str
    name: str | Promise
    abbreviation: str  # as it stands in numbers
    template: str
    pattern: str = "{number:03}/{kind}/{agency}/{roman_month}/{year}"


LETTER = Kind(
    code="letter",
    name=pgettext_lazy("kind of document", "Letter"),
    abbreviation="SRT",
    template="letter-1.typ",
)
KINDS = {LETTER.code: LETTER}


def register(kind: Kind) -> None:
    KINDS[kind.code] = kind


def kind_name(code: str) -> str:
    """What to call a kind; its bare code if the app that knew it is gone."""
    return str(KINDS[code].name) if code in KINDS else code
