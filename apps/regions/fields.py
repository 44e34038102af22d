"""A place typed as people say it: «Tebet Brt, Tebet» is found, or asked about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.regions.matching import Confidence, PlaceMatch, match_place
from apps.regions.models import Region

TRUSTED = {Confidence.SURE, Confidence.LIKELY}


class PlaceField(forms.CharField):
    """Village, district, city, with commas between, the smallest first; gives a Region.

    `within` is the code of the area that is searched, "" for the whole country. What is not
    sure is refused with the places that may be meant.
    """

    def __init__(self, *args: Any, within: str = "", **kwargs: Any) -> None:
        super().__init__(*args, max_length=150, **kwargs)
        self.within = within

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return find_place(text, self.within) if text else None


def find_place(text: str, within: str = "") -> Region:
    """The place that a text names. Raises ValidationError with what it may mean."""
    code = text.replace(".", "").strip()
    if code.isdigit():
        region = Region.objects.within(within).filter(code=code).first()
        if region:
            return region
    parts = [part.strip() for part in text.split(",") if part.strip()][:3]
    village, district, city = [*parts, "", "", ""][:3]
    match = match_place(village, district, city, within) if parts else None
    if match is None or match.confidence not in TRUSTED or not match.code:
        raise ValidationError(_doubt(text, match))
    return Region.objects.get(code=match.code)


def _doubt(text: str, match: PlaceMatch | None) -> str:
    codes = [each.code for each in match.alternatives] if match else []
    places = Region.objects.filter(code__in=codes).select_related("parent__parent")
    names = [", ".join(path_of(place)) for place in places]
    if not names:
        return _("«%(text)s» was not found. Type village, district, city.") % {
            "text": text
        }
    return _("«%(text)s» is not clear. Perhaps: %(places)s.") % {
        "text": text,
        "places": "; ".join(names),
    }


def path_of(region: Region) -> list[str]:
    """«Tebet Barat», «Tebet», «Jakarta Selatan»: from the smallest to the city."""
    names: list[str] = []
    here: Region | None = region
    while here is not None and here.level >= Region.Level.REGENCY:
        names.append(str(here))
        here = here.parent if here.level > Region.Level.REGENCY else None
    return names or [str(region)]
