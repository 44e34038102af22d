"""Words as Indonesian papers write them, whatever language the officer reads."""

import re
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

MARKER = re.compile(r"^\s*(\d{1,2}[.)]|[a-z][.)]|[-–•])\s+(?=\S)")


def long_date(day: date) -> str:
    """«22 November 2026»."""
    with translation.override("id"):
        return date_format(day, "j F Y")


def masked_name(name: str) -> str:
    """«Budi Santoso» → «B*** S******»: its bearer knows it again, nobody else learns it."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def blocks(text: str) -> list[dict[str, Any]]:
    """The paragraphs and list items of a typed text.

    An empty line ends a paragraph; a line that begins with «1.», «a.» or «-» is an item; other
    lines of a paragraph run on.
    """
    found: list[dict[str, Any]] = []
    open_block = False
    for line in text.splitlines():
        if not line.strip():
            open_block = False
        elif marker := MARKER.match(line):
            found.append({"marker": marker[1], "text": line[marker.end() :].strip()})
            open_block = True
        elif open_block:
            found[-1]["text"] += f" {line.strip()}"
        else:
            found.append({"marker": "", "text": line.strip()})
            open_block = True
    return found
