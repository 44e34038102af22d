from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ikmportal.operations.upgrading import StillLockedError, migrate


class Command(BaseCommand):
    help = (
        "migrate, stepping aside when somebody uses the table: safe while people work."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        try:
            tries = migrate(say=self.stderr.write, verbosity=verbosity)
        except StillLockedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"migrated, {tries} attempts")
