from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.businesses.bulk import CHANGEABLE, MOST_AT_ONCE
from apps.businesses.models import Business
from apps.regions.fields import PlaceField
from apps.sectors.models import CommodityGroup, CreativeSubsector

STAYS = ("", gettext_lazy("stays as it is"))
OPEN = [
    each for each in Business.Status.choices if each[0] != Business.Status.CLOSED
]  # closing has its reason, and a page of its own


class BulkForm(forms.Form):
    """What many businesses become; a field that is left empty stays with each of them."""

    ids = forms.CharField(widget=forms.HiddenInput, max_length=30_000)
    seen_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    commodity_group = forms.ModelChoiceField(
        CommodityGroup.objects.all(),
        label=gettext_lazy("Commodity group"),
        required=False,
        empty_label=STAYS[1],
    )
    subsector = forms.ModelChoiceField(
        CreativeSubsector.objects.all(),
        label=gettext_lazy("Creative subsector"),
        required=False,
        empty_label=STAYS[1],
    )
    region = PlaceField(
        label=gettext_lazy("Village, district, city"),
        required=False,
        help_text=gettext_lazy("As people say it: Tebet Barat, Tebet, Jakarta Selatan"),
    )
    legal_form = forms.ChoiceField(
        label=gettext_lazy("Legal form"),
        choices=[STAYS, *Business.LegalForm.choices],
        required=False,
    )
    status = forms.ChoiceField(
        label=pgettext_lazy("of a business", "State"),
        choices=[STAYS, *OPEN],
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].within = user.area_id or ""  # type: ignore[attr-defined]

    def clean_ids(self) -> list[int]:
        ids = [each for each in self.cleaned_data["ids"].split(",") if each.isdigit()]
        if not ids or len(ids) > MOST_AT_ONCE:
            raise ValidationError(_("Choose the businesses in the list first."))
        return [int(each) for each in ids]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.values:
            raise ValidationError(_("Choose what shall change."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What was chosen, by field of the business."""
        typed = self.cleaned_data
        return {name: typed[name] for name in CHANGEABLE if typed.get(name)}
