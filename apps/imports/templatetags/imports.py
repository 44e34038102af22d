"""What the fields of a list are called on screen."""

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.imports.preview import LABELS

register = template.Library()
OF_COLUMNS = {
    "timestamp": _("Time of sending"),
    "product": _("Products"),
    "kbli": _("KBLI"),
    "village": _("Village (kelurahan/desa)"),
    "district": _("District (kecamatan)"),
    "city": _("City or regency"),
    "licence": _("Permits"),
    "pirt": _("P-IRT"),
    "halal": _("Halal"),
    "trademark": _("Trademark"),
    "bpom": _("BPOM"),
    "sni": _("SNI"),
    "competence": pgettext_lazy("a permit", "Competence"),
}


@register.filter
def field_name(field: str) -> str:
    return str(OF_COLUMNS.get(field) or LABELS.get(field) or field)
