from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.catalogue import counting, indexing


class Command(BaseCommand):
    help = (
        "Write the entries of the public catalogue, and draw the bitmaps by which they are "
        "counted: of what has changed, or --all anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="every product anew")

    def handle(self, **options: Any) -> None:
        count = indexing.index_all() if options["all"] else indexing.index_stale()
        parts = counting.draw_bitmaps(anew=options["all"])
        words = counting.count_words()
        self.stdout.write(f"{count:,} entries, {parts:,} parts, {words:,} words.")
