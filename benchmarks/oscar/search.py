"""The least that a search server could do for a category page of django-oscar.

Its category pages ask Haystack, whose simple backend knows no filters and so finds nothing.
Here the database answers, without facets. As from a server, the answer is keys: the shop
itself then reads the products one by one.
"""

from collections.abc import Iterator
from typing import Any

from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery, SearchNode
from haystack.models import SearchResult


class Backend(BaseSearchBackend):
    def search(
        self,
        query_string: str,
        start_offset: int = 0,
        end_offset: int | None = None,
        **_rest: Any,
    ) -> dict[str, Any]:
        from oscar.core.loading import get_model

        found = (
            get_model("catalogue", "Product")
            .objects.browsable()
            .filter(productcategory__category__in=query_string.split())
        )
        end = start_offset + 1 if end_offset is None else end_offset
        keys = found.order_by("pk").values_list("pk", flat=True)[start_offset:end]
        results = [SearchResult("catalogue", "product", key, 0) for key in keys]
        return {"results": results, "hits": found.count()}


class Query(BaseSearchQuery):
    def build_query(self) -> str:
        """The keys of the categories asked for: of all that is asked, only they narrow it."""
        return " ".join(map(str, _categories(self.query_filter)))


def _categories(node: SearchNode) -> Iterator[int]:
    for child in node.children:
        if isinstance(child, SearchNode):
            yield from _categories(child)
        elif child[0] == "category__in":
            yield from child[1]


class Engine(BaseEngine):
    backend = Backend
    query = Query
