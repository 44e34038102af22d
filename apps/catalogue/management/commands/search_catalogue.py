import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.catalogue import vocabulary
from apps.catalogue.conditions import Asked
from apps.catalogue.finding import find
from apps.catalogue.models import Product
from ikmportal.indonesian import analyse


class Command(BaseCommand):
    help = (
        "Search the public catalogue: the hits in order, the terms, and what was meant."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--page", type=int, default=1)

    def handle(self, *, query: str, page: int, **options: Any) -> None:
        query = query.replace("\0", " ")
        found = find(Asked(q=query, number=max(1, page)))
        products = Product.objects.select_related("business").in_bulk(found.ids)
        report: dict[str, Any] = {
            "query": query,
            "terms": analyse(query[:1000], vocabulary.current()),
            "tsquery": list(found.terms),
            "count": found.count,
            "count_is_bounded": found.is_bounded,
            "any_word": found.is_loose,
            "suggestion": found.suggestion or None,
            "hits": [
                {
                    "slug": products[pk].slug,
                    "name": products[pk].name,
                    "maker": products[pk].business.public_name,
                }
                for pk in found.ids
                if pk in products
            ],
        }
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            return
        for hit in report["hits"]:
            self.stdout.write(f"{hit['name']} · {hit['maker']} · {hit['slug']}")
        bound = "more than " if found.is_bounded else ""
        self.stdout.write(
            f"{bound}{found.count} found; terms: {' '.join(report['terms'])}"
            + (f"; did you mean «{found.suggestion}»?" if found.suggestion else ".")
        )
