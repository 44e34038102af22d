from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ikmportal.maintenance import switch


class Command(BaseCommand):
    help = "Close the portal with the maintenance page, or open it again."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=["on", "off"])

    def handle(self, *, state: str, **options: Any) -> None:
        if state == "on":
            switch().parent.mkdir(parents=True, exist_ok=True)
            switch().touch()
        else:
            switch().unlink(missing_ok=True)
        self.stdout.write(f"maintenance: {state}")
