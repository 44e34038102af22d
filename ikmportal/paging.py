"""Pages of long lists: how many there are is counted up to a bound, and said so honestly."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode
from django.utils.translation import gettext as _

from ikmportal import rendering

MOST_COUNTED = 5_000


class Having(Exists):
    """What few rows of a list hold or many: the planner's choice for few, a hash for many."""


def walked(rows: Any) -> Any:
    """The same rows for a walk along the list, on which each `Having` is asked of a hash.

    A join would look into another table for each row, up to 60,000 times before a page is
    full: where what is asked goes with the name. COALESCE keeps the planner from joining.
    """
    rows = rows.all()
    rows.query.where = where = rows.query.where.clone()
    where.children = [
        Coalesce(each.lhs, Value(False)) if _is_having(each) else each
        for each in where.children
    ]
    return rows


def _is_having(condition: Any) -> bool:
    return isinstance(condition, Exact) and isinstance(condition.lhs, Having)


class KeyedPaginator(Paginator):
    """Finds the rows of a page by their keys alone, and reads them in whole only then."""

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        rows: Any = self.object_list
        if not hasattr(rows, "query"):
            return super().page(number)
        first = (number - 1) * self.per_page
        return Page(self.whole(rows, self.keys_from(first)), number, self)

    def keys_from(self, first: int) -> list[Any]:
        keys = self.object_list.values_list("pk", flat=True)  # type: ignore[attr-defined]
        return list(keys[first : first + self.per_page])

    def whole(self, rows: QuerySet, keys: list[Any]) -> QuerySet:
        return rows.filter(pk__in=keys)


class BoundedPaginator(KeyedPaginator):
    """Counts up to `MOST_COUNTED` rows: counting half a million takes longer than showing 50.

    What lies further down is reached by narrowing the list, as its foot says.
    """

    def keys_from(self, first: int) -> list[Any]:
        rows: Any = self.object_list
        rows = walked(rows) if self.is_bounded else rows
        keys = rows.values_list("pk", flat=True)
        return list(keys[first : first + self.per_page])

    def whole(self, rows: QuerySet, keys: list[Any]) -> QuerySet:
        """Without the filters, which have just found them and may take longer than the rows."""
        whole = rows.all()
        whole.query.where = WhereNode()
        return whole.filter(pk__in=keys)

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


class SearchPaginator(BoundedPaginator):
    """For what is found by a search, which costs the same for the first rows and for all of them."""

    @cached_property
    def _keys(self) -> list[Any]:
        keys = self.object_list.values_list("pk", flat=True)  # type: ignore[attr-defined]
        return list(keys[: MOST_COUNTED + 1])

    def keys_from(self, first: int) -> list[Any]:
        return self._keys[first : first + self.per_page]

    @cached_property
    def _counted(self) -> int:
        return len(self._keys)


def counted(paginator: Paginator) -> str:
    """How many rows there are, in words where they are not all counted: «more than 5,000»."""
    text = rendering.number(paginator.count)
    if getattr(paginator, "is_bounded", False):
        return _("more than %(count)s") % {"count": text}
    return text
