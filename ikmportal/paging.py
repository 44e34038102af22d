"""Pages of long lists: how many there are is counted up to a bound, and said so honestly."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Counts up to `MOST_COUNTED` rows: counting half a million takes longer than showing 50.

    What lies further down is reached by narrowing the list, as its foot says.
    """

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

    @property
    def count_in_words(self) -> str:
        """«10.000+» where there are more than are counted."""
        if self.is_bounded:
            return _("more than %(count)d") % {"count": MOST_COUNTED}
        return str(self.count)
