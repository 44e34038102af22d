"""The filters of the directory. Their names are part of its addresses, so they are words."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf, Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.businesses.models import Business
from apps.sectors.models import CommodityGroup

# By what visitors see: the brand, and only without one the name.
BY_NAME: tuple[Any, ...] = (Upper(Coalesce(NullIf("brand", Value("")), "name")), "pk")
ORDERS: dict[str, tuple[Any, ...]] = {"nama": BY_NAME, "baru": ("-listed_at", "pk")}
LONGEST_SEARCH = 100


class DirectoryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="containing", label=_("Search"))
    kelompok = django_filters.MultipleChoiceFilter(
        method="of_groups", label=_("Commodity group")
    )
    wilayah = django_filters.CharFilter(method="lying_in", label=_("Area"))
    urut = django_filters.ChoiceFilter(
        method="ordered",
        label=_("Order"),
        choices=[
            ("nama", _("Name A–Z")),
            ("baru", pgettext_lazy("order", "Newest first")),
        ],
    )

    class Meta:
        model = Business
        fields: list[str] = []

    def __init__(
        self, *args: Any, groups: dict[str, CommodityGroup], **kwargs: Any
    ) -> None:
        """`groups`: the commodity groups by their codes."""
        super().__init__(*args, **kwargs)
        self.groups = groups
        choices = [(code, str(group)) for code, group in groups.items()]
        self.filters["kelompok"].extra["choices"] = choices

    @property
    def chosen(self) -> dict[str, Any]:
        """The valid part of what was asked; an unknown value asks for nothing."""
        self.form.is_valid()
        return {name: self.form.cleaned_data.get(name) for name in self.filters}

    @property
    def qs(self) -> QuerySet[Business]:
        return self.without()

    def without(self, *names: str) -> QuerySet[Business]:
        """The rows by all filters but these: what the counts beside a filter count."""
        rows = self.queryset.order_by(*BY_NAME)
        for name, value in self.chosen.items():
            if value and name not in names:
                rows = self.filters[name].filter(rows, value)
        return rows

    def containing(
        self, rows: QuerySet[Business], name: str, text: str
    ) -> QuerySet[Business]:
        """Every word stands in the name, the brand or the products."""
        for word in text[:LONGEST_SEARCH].split():
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(brand__icontains=word)
                | Q(products__icontains=word)
            )
        return rows

    def of_groups(
        self, rows: QuerySet[Business], name: str, codes: list[str]
    ) -> QuerySet[Business]:
        """By their keys, which an index of the rows holds."""
        return rows.filter(commodity_group__in=[self.groups[each].pk for each in codes])

    def lying_in(
        self, rows: QuerySet[Business], name: str, code: str
    ) -> QuerySet[Business]:
        return rows.filter(region__code__startswith=code) if code.isdigit() else rows

    def ordered(
        self, rows: QuerySet[Business], name: str, order: str
    ) -> QuerySet[Business]:
        return rows.order_by(*ORDERS[order])
