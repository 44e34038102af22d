"""The sales of one exhibitor on one day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.exhibitions.models import DailySales, Participation
from ikmportal.money import RupiahField

MOST = 10**12
NUMBERS = ("cash", "qris", "orders", "contacts")


class SalesForm(forms.ModelForm):
    """Left empty altogether it says nothing: that is not zero."""

    cash = RupiahField(
        label=_("cash (Rp)"), required=False, min_value=0, max_value=MOST
    )
    qris = RupiahField(
        label=_("QRIS (Rp)"), required=False, min_value=0, max_value=MOST
    )
    orders = RupiahField(
        label=_("orders (Rp)"), required=False, min_value=0, max_value=MOST
    )
    contacts = forms.IntegerField(
        label=_("business contacts"), required=False, min_value=0, max_value=100_000
    )

    class Meta:
        model = DailySales
        fields = ["cash", "qris", "orders", "contacts", "is_odd_confirmed"]

    def __init__(
        self, *args: Any, who: Participation, booth: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.who, self.booth = who, booth
        for name in NUMBERS:
            self.fields[name].widget.attrs["class"] = "input"
            self.fields[name].error_messages["invalid"] = _(
                "Write a number, as 1.500.000."
            )
        if self.instance.pk is None:
            self.initial = {}

    @property
    def says_something(self) -> bool:
        """Whether any number was written, be it zero."""
        return any(self.cleaned_data.get(name) is not None for name in NUMBERS)

    def clean(self) -> dict[str, Any]:
        """One number is enough: the others are then none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if any(cleaned.get(name) is not None for name in NUMBERS):
            for name in NUMBERS:
                if name not in self.errors:
                    cleaned[name] = cleaned.get(name) or 0
        return cleaned

    def _post_clean(self) -> None:
        if not self.errors and self.says_something:
            super()._post_clean()  # type: ignore[misc]
