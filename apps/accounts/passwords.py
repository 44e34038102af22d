"""Passwords: long is what counts. No wanted kinds of characters, no forced change."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What everybody here thinks of first: the office's own words, and Indonesia's usual ones.
WORDS = Path(__file__).with_name("password_words.txt").read_text().split()
SHORTEST_WORD = 3
OWN_PART = 6  # letters that must be left when the words above are taken out
LOOKALIKES = str.maketrans("013457@$", "oieastas")


class ContextWordsValidator:
    """Refuses a password made of words that anybody who knows the office tries first."""

    def validate(self, password: str, user: Any = None) -> None:
        words = sorted(_words(user), key=len, reverse=True)
        typed = password.lower()
        if any(
            _own_part(reading, words) < OWN_PART
            for reading in (typed, typed.translate(LOOKALIKES))
        ):
            raise ValidationError(
                _(
                    "This password is made of words that are easy to guess here, such as the "
                    "name of the office. Take three or four words that only you put together."
                ),
                code="password_of_the_office",
            )

    def get_help_text(self) -> str:
        return _(
            "Three or four words that do not belong together make a good password. The name "
            "of the office, «UMKM», «dinas» or the city do not count."
        )


def _words(user: Any) -> set[str]:
    agency = getattr(user, "agency", None)
    names = [settings.SITE_NAME, settings.SITE_OWNER]
    if agency is not None:
        names += [agency.name, agency.short_name]
    own = {
        word
        for name in names
        for word in re.findall("[a-z]+", name.lower())
        if len(word) >= SHORTEST_WORD
    }
    return own | set(WORDS)


def _own_part(password: str, words: list[str]) -> int:
    """How many letters are left of it, or fewer when they are always the same."""
    left = re.sub("[^a-z]", "", password)
    for word in words:
        left = left.replace(word, " ")
    left = left.replace(" ", "")
    return len(left) if len(set(left)) > 3 else len(set(left))
