from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.retention import purge_expired


class Command(BaseCommand):
    help = "End what has passed its time of keeping: counts only unless --commit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commit", action="store_true")

    def handle(self, *, commit: bool, **options: Any) -> None:
        outcomes = purge_expired(commit=commit)
        for each in outcomes:
            kept = each.category.kept
            days = kept.days if kept else 0
            self.stdout.write(
                f"{each.category.code}: kept {days} days, {each.expired} expired, "
                f"{each.purged} purged"
            )
        refused = [each.category.code for each in outcomes if each.refused]
        if refused:
            names = ", ".join(refused)
            raise CommandError(f"Run this as the owner of the tables: {names}.")
