from django import forms
from django.utils.translation import gettext_lazy as _

from apps.outbox.models import Occasion


class TextForm(forms.ModelForm):
    """What is written to everybody, with places that are filled in for each."""

    class Meta:
        model = Occasion
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 9})}
        help_texts = {
            "body": _(
                "{nama}, {usaha} and {dinas} (or {name}, {business} and {agency}) are filled "
                "in for each person."
            )
        }
