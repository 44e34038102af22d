from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from apps.accounts.roles import load_roles
from apps.businesses import loading as businesses
from apps.catalogue import loading as catalogue
from apps.regions import loading as regions
from apps.sectors import loading as sectors


class Command(BaseCommand):
    help = (
        "Load or update regions, sectors and roles; repeatable, deletes nothing in use."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        counts = {
            **regions.load(),
            **sectors.load(),
            **businesses.load(),
            **catalogue.load(),
            "roles": load_roles(),
        }
        line = ", ".join(f"{count:,} {name}" for name, count in counts.items())
        self.stdout.write(f"{line}.")
