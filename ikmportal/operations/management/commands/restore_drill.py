from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ikmportal.operations.backups import BackupError, complete_backups
from ikmportal.operations.drill import drill
from ikmportal.operations.programs import NoProgramsError


class Command(BaseCommand):
    help = "Restore a backup to a server of its own and compare it; the real one is not touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "backup",
            nargs="?",
            type=Path,
            help="a backup; else the newest of BACKUP_DIR",
        )

    def handle(self, *, backup: Path | None, **options: Any) -> None:
        found = [backup] if backup else complete_backups(settings.BACKUP_DIR)[-1:]
        if not found:
            raise CommandError(f"There is no complete backup in {settings.BACKUP_DIR}.")
        try:
            facts = drill(found[0])
        except (BackupError, NoProgramsError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "{name}: {tables} tables, {rows} rows and {files} files are as they were; "
            "restored in {restore_seconds} s, all in {seconds} s".format(**facts)
        )
        if not facts["opened"]:
            self.stdout.write("no encrypted value was there to open")
