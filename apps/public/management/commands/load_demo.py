from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.demo import load_users
from apps.agencies.loading import load_demo_agencies
from apps.businesses.demo import load_businesses, load_receipts
from apps.businesses.demo_mess import load_mess
from apps.businesses.demo_messages import load_messages
from apps.catalogue.curation_demo import load_curations
from apps.catalogue.demo import load_products
from apps.documents.demo import load_documents
from apps.exhibitions.demo import load_exhibitions


class Command(BaseCommand):
    help = "Fill an empty portal with the demo's agencies, users and businesses. Repeatable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale", type=int, default=1, help="1 is about 1,200 businesses"
        )

    def handle(self, *, scale: int, **options: Any) -> None:
        if not settings.DEMO or not settings.DEMO_PASSWORD:
            raise CommandError(
                "Only a demo is filled: set DEMO=true and DEMO_PASSWORD."
            )
        agencies = load_demo_agencies()
        users = load_users()
        businesses = load_businesses(scale)
        doubles = load_mess()
        products = load_products()
        letters = load_documents()
        receipts = load_receipts()
        messages = load_messages()
        curations = load_curations()
        exhibitions = load_exhibitions()
        call_command("index_catalogue", all=True, stdout=self.stdout)
        self.stdout.write(
            f"{agencies} agencies, {users} users, {businesses} new businesses, "
            f"{doubles} possible doubles, {products} new products, {letters} new letters, "
            f"{receipts} receipts, {messages} messages, {curations} curations, "
            f"{exhibitions} exhibitions"
        )
