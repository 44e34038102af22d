"""Amounts as people type them."""

import re
from typing import Any

from django import forms


class RupiahField(forms.IntegerField):
    """«Rp25.000», «25.000,00» and «25000» are one price."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        text = re.sub(r"(?i)^\s*(rp|idr)\.?\s*|[,.]-$|\s", "", str(value or ""))
        text = re.sub(r"[.,]00$", "", text)
        if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
            text = re.sub(r"[.,]", "", text)
        return super().to_python(text)
