from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts.sealing import seal_history


class Command(BaseCommand):
    help = "Seal the history now; the worker does it every minute."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{seal_history()} rows sealed.")
