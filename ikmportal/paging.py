"""Pages of long lists: how many there are is counted up to a bound, and said so honestly."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from ikmportal import rendering

MOST_COUNTED = 5_000


class BoundedPaginator(Paginator):
    """Counts up to `MOST_COUNTED` rows: counting half a million takes longer than showing 50.

    What lies further down is reached by narrowing the list, as its foot says.
    """

    def page(self, number: Any) -> Page:
        """The rows of a page, found by their keys alone and read in whole only then."""
        number = self.validate_number(number)
        rows: Any = self.object_list
        if not hasattr(rows, "query"):
            return super().page(number)
        first = (number - 1) * self.per_page
        keys = list(rows.values_list("pk", flat=True)[first : first + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        if not hasattr(rows, "query"):
            return len(rows)
        bounded = rows.order_by()[: MOST_COUNTED + 1]
        return int(bounded.count())

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def is_bounded(self) -> bool:
        return self._counted > MOST_COUNTED


def counted(paginator: Paginator) -> str:
    """How many rows there are, in words where they are not all counted: «more than 5,000»."""
    text = rendering.number(paginator.count)
    if getattr(paginator, "is_bounded", False):
        return _("more than %(count)s") % {"count": text}
    return text
