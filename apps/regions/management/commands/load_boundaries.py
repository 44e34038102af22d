from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.regions.boundaries import load_boundaries


class Command(BaseCommand):
    help = "Store the boundaries in the GeoJSON files of a folder (feature id = code)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.", returncode=2)
        try:
            counts = load_boundaries(folder)
        except ValidationError as error:
            raise CommandError(f"Nothing was saved: {error.message}") from error
        unknown = f" ({', '.join(counts.unknown)})" if counts.unknown else ""
        self.stdout.write(
            f"{counts.shapes} shapes, {counts.changed} boundaries changed, "
            f"{counts.points} points set, {len(counts.unknown)} unknown codes{unknown}."
        )
