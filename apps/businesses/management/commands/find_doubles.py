from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from apps.agencies.models import Agency
from apps.businesses.doubles import find_doubles


class Command(BaseCommand):
    help = "Find businesses of an agency that may be one: a dry run unless --commit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, help="The agency's code.")
        parser.add_argument("--commit", action="store_true")

    @transaction.atomic
    def handle(self, *args: Any, agency: str, commit: bool, **options: Any) -> None:
        try:
            found = find_doubles(Agency.objects.get(code=agency))
        except Agency.DoesNotExist as error:
            raise CommandError(f"There is no agency {agency}.") from error
        self.stdout.write(f"{found} pairs found, {'saved' if commit else 'not saved'}.")
        if not commit:
            transaction.set_rollback(True)
