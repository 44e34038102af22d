import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ikmportal.operations.backups import BackupError, make_backup
from ikmportal.operations.programs import NoProgramsError


class Command(BaseCommand):
    help = "Back up the database and the uploads. The keys are not in it: keep them elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BACKUP_DIR)
        parser.add_argument("--keep", type=int, default=14, help="how many stay")

    def handle(self, *, folder: Path, keep: int, **options: Any) -> None:
        if keep < 1:
            raise CommandError("--keep wants a number of at least 1.")
        started = time.monotonic()
        try:
            made = make_backup(folder, keep=keep)
        except (BackupError, NoProgramsError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{made} ({time.monotonic() - started:.1f} s); keys not included"
        )
