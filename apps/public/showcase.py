"""Invented rows for the page that shows every component in each of its states."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.public.templatetags.portal import MOTIFS, motif


class SampleForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Brand"),
        help_text=gettext_lazy("As it stands on the packaging."),
    )
    nib = forms.RegexField(
        r"^\d{13}$",
        label="NIB",
        error_messages={"invalid": gettext_lazy("A NIB has 13 digits.")},
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Commodity group"),
        choices=[("food", gettext_lazy("Food")), ("craft", gettext_lazy("Crafts"))],
    )
    scale = forms.ChoiceField(
        label=gettext_lazy("Scale"),
        widget=forms.RadioSelect,
        choices=[("micro", gettext_lazy("Micro")), ("small", gettext_lazy("Small"))],
    )
    description = forms.CharField(
        label=gettext_lazy("Description"), widget=forms.Textarea, required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("The owner agrees to be published"))


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    href: str = ""


def showcase() -> dict[str, Any]:
    sample = {"name": "Dodol Rina", "nib": "91203", "group": "food", "scale": "small"}
    labels = [_("Food"), _("Clothing"), _("Crafts"), _("Not known")]
    return {
        "form": SampleForm(sample),
        "page": Paginator(range(1200), 24).get_page(9),
        "bars": [
            Bar(label, value)
            for label, value in zip(labels, (1894, 1102, 973, 76), strict=True)
        ],
        "most": 1894,
        "steps": [_("Upload"), _("Columns"), _("Review"), _("Commit")],
        "tabs": [
            {"label": _("Identity"), "url": "#tabs", "current": True, "count": None},
            {"label": _("Products"), "url": "#tabs", "current": False, "count": 12},
        ],
        "covers": [motif(place) for place in range(len(MOTIFS))],
        "tones": ["good", "info", "warn", "bad"],
    }
