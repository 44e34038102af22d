"""What is typed on a day: who is there, how many came, photos."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.exhibitions.models import VisitorCount
from ikmportal.file_fields import PHOTOS, ManyFilesField, ManyFilesInput

PRESENCE: list[tuple[str, str | Promise]] = [
    ("", pgettext_lazy("attendance", "not yet known")),
    ("1", pgettext_lazy("attendance", "is there")),
    ("0", pgettext_lazy("attendance", "is not there")),
]


def presence_of(text: str) -> bool | None:
    return {"1": True, "0": False}.get(text)


class VisitorsForm(forms.ModelForm):
    class Meta:
        model = VisitorCount
        fields = ["until", "visitors", "is_estimate"]
        widgets = {
            "until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "visitors": forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
        }

    def _get_validation_exclusions(self) -> set[str]:
        """So that «once an hour» is told on the form."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"exhibition", "day"}


class DayPhotosForm(forms.Form):
    photos = ManyFilesField(
        label=_("Photos"),
        help_text=_(
            "JPEG, PNG or WebP, at most 20 MB each; several at once. Where and with what "
            "they were taken is not kept."
        ),
        widget=ManyFilesInput(attrs={"accept": PHOTOS}),
    )
    caption = forms.CharField(
        label=_("What the photos show"),
        max_length=150,
        help_text=_("In words, for who cannot see it: «the governor at booth A-12»."),
    )
