"""The CSV files that the portal ships: fixtures/reference and fixtures/demo."""

import csv
from collections.abc import Iterator

from django.conf import settings


def shipped_rows(folder: str, name: str) -> Iterator[dict[str, str]]:
    """The rows of fixtures/<folder>/<name>.csv by column."""
    path = settings.BASE_DIR / "fixtures" / folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
