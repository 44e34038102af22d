"""What the fields of a list and of its records are called on screen."""

from django.utils.translation import gettext_lazy, pgettext_lazy

LABELS = {
    "owner_name": gettext_lazy("Owner"),
    "nik": gettext_lazy("NIK"),
    "sex": gettext_lazy("Sex"),
    "birth_date": gettext_lazy("Date of birth"),
    "phone": gettext_lazy("Phone"),
    "other_phones": gettext_lazy("Other phones"),
    "email": gettext_lazy("E-mail"),
    "business_name": gettext_lazy("Business"),
    "brand": gettext_lazy("Brand"),
    "legal_form": gettext_lazy("Legal form"),
    "nib": gettext_lazy("NIB"),
    "kbli_code": gettext_lazy("KBLI"),
    "commodity_group": gettext_lazy("Commodity group"),
    "products": gettext_lazy("Products"),
    "address": gettext_lazy("Address"),
    "region": gettext_lazy("Area"),
    "links": gettext_lazy("Links"),
    "established_year": gettext_lazy("Founded in"),
    "workers_male": gettext_lazy("Workers, male"),
    "workers_female": gettext_lazy("Workers, female"),
    "workers": gettext_lazy("Workers in all"),
    "investment": gettext_lazy("Investment"),
    "sales": gettext_lazy("Sales of the year"),
    "production_value": gettext_lazy("Production value"),
    "raw_material_value": gettext_lazy("Raw material value"),
    "capacity": gettext_lazy("Capacity"),
    "unit": gettext_lazy("Unit"),
    "year": gettext_lazy("Year"),
    "status": pgettext_lazy("of a business", "State"),
    "note": gettext_lazy("Note"),
    "claim": gettext_lazy("Permit"),
    "channel": gettext_lazy("Coached through"),
}
OF_COLUMNS = {
    "timestamp": gettext_lazy("Time of sending"),
    "product": gettext_lazy("Products"),
    "kbli": gettext_lazy("KBLI"),
    "village": gettext_lazy("Village (kelurahan/desa)"),
    "district": gettext_lazy("District (kecamatan)"),
    "city": gettext_lazy("City or regency"),
    "region_code": gettext_lazy("Code of the area"),
    "kbli_version": gettext_lazy("Edition of KBLI"),
    "licence": gettext_lazy("Permits"),
    "pirt": gettext_lazy("P-IRT"),
    "halal": gettext_lazy("Halal"),
    "trademark": gettext_lazy("Trademark"),
    "bpom": gettext_lazy("BPOM"),
    "sni": gettext_lazy("SNI"),
    "agency": gettext_lazy("Agency that registered it"),
    "competence": pgettext_lazy("a permit", "Competence"),
}


def column_label(field: str) -> str:
    """What a column of a list tells; a field that is not known by its code."""
    return str(OF_COLUMNS.get(field) or LABELS.get(field) or field)
