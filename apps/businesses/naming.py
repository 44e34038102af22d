"""Web addresses of businesses: readable, and not to be counted through."""

import secrets

from django.utils.text import slugify

# No vowels and no look-alikes: nothing to misread or to giggle at.
ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
UNGUESSABLE_LETTERS = 6
LONGEST_NAME = 60


def new_slug(name: str) -> str:
    """«dodol-rina-k7m2xq»: the name, and letters that nobody can guess."""
    tail = "".join(secrets.choice(ALPHABET) for _ in range(UNGUESSABLE_LETTERS))
    head = slugify(name)[:LONGEST_NAME].strip("-")
    return f"{head}-{tail}" if head else f"ikm-{tail}"
