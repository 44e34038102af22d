from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.checking import check_history
from apps.accounts.models import HistorySeal
from apps.accounts.seal_anchor import drop_anchor

MOST_SHOWN = 100


class Command(BaseCommand):
    help = "Compare the history with its seals: names each row that is not as it was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--restored",
            action="store_true",
            help="The database was restored from a backup: its newest seal is the newest.",
        )

    def handle(self, *, restored: bool, **options: Any) -> None:
        last = HistorySeal.objects.last()
        if restored and last:
            drop_anchor(last)
        damages = list(check_history())
        for damage in damages[:MOST_SHOWN]:
            self.stderr.write(str(damage))
        if damages:
            raise CommandError(f"{len(damages)} damages found.")
        self.stdout.write(f"{last.number if last else 0} seals, all as they were made.")
