"""How pages and forms are drawn: the form renderer, what every template knows, numbers."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.numberformat import format as plain_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

# Each language by its own name, and the two letters that a phone has room for.
LANGUAGES = (("id", "Bahasa Indonesia", "ID"), ("en", "English", "EN"))
THOUSANDS = {"id": ".", "en": ","}
DECIMALS = {"id": ",", "en": "."}
REFERENCE_ICON = (
    "library"  # of the group of tasks that stays folded: it is rarely wanted
)


class PortalFormRenderer(TemplatesSetting):
    """Forms draw each field by one template of ours."""

    field_template_name = "components/field.html"


def site(request: HttpRequest) -> dict[str, object]:
    """What every page knows: whose portal this is, its languages, and the way round it."""
    return {
        "site_name": settings.SITE_NAME,
        "site_owner": settings.SITE_OWNER,
        "site_contact": settings.SITE_CONTACT,
        "demo": settings.DEMO,
        "languages": SimpleLazyObject(lambda: languages(request)),
        "canonical_url": settings.SITE_URL + request.path,
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "officer": SimpleLazyObject(lambda: officer(request)),
    }


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """This page in every language: what a switch, and a search engine, must know."""
    address, here = request.get_full_path(), get_language()
    return [
        {
            "code": code,
            "name": name,
            "short": short,
            "url": translate_url(address, code),
            "absolute_url": settings.SITE_URL + translate_url(request.path, code),
            "current": code == here,
        }
        for code, name, short in LANGUAGES
    ]


# Pages of the register beside its lists: the right they need, and where they stand.
REGISTER_PAGES: list[tuple[str, Any, str, int | None]] = [
    ("add_business", gettext_lazy("Register at the counter"), "businesses:counter", 0),
    (
        "view_person",
        gettext_lazy("Search by NIK or phone"),
        "businesses:search_by_number",
        None,
    ),
    (
        "view_duplicatecandidate",
        gettext_lazy("Possible doubles"),
        "businesses:doubles",
        None,
    ),
    (
        "view_coachingrequest",
        gettext_lazy("Between agencies"),
        "businesses:coaching",
        None,
    ),
    (
        "view_subjectrequest",
        gettext_lazy("Requests about data"),
        "businesses:requests",
        None,
    ),
]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of tasks that the signed-in officer may open, with the current one marked."""
    groups = [_group(request, group) for group in admin.site.get_app_list(request)]
    if request.user.has_perm("documents.view_document"):
        address = reverse("documents:letters")
        letters = {"name": _("Letters"), "admin_url": address, "add_url": None}
        for group in groups:
            if group["icon"] == "file-text":
                group["entries"].insert(0, _entry(request, letters))
    for right, name, page, place in REGISTER_PAGES:
        if groups and request.user.has_perm(f"businesses.{right}"):
            entry = {"name": name, "admin_url": reverse(page), "add_url": None}
            entries = groups[0]["entries"]
            entries.insert(
                len(entries) if place is None else place, _entry(request, entry)
            )
    if request.user.has_perm("accounts.hand_over"):
        _lead_with(request, groups, "users", _("Hand over work"), "rights:hand_over")
    if request.user.has_perm("catalogue.view_product"):
        _lead_with(
            request, groups, "shopping-bag", _("Work on products"), "catalogue:list"
        )
    if request.user.has_perm("outbox.view_message"):
        _lead_with(request, groups, "mail", _("Messages"), "outbox:list")
    groups[1:1] = [*_exhibitions(request), *_curation(request)]
    if request.user.has_perm("imports.view_importbatch"):
        address = reverse("imports:list")
        entry = {"name": _("Import a list"), "admin_url": address, "add_url": None}
        groups = [group for group in groups if group["icon"] != "file-up"]
        imports = {"name": _("Imports"), "icon": "file-up", "models": [entry]}
        groups.insert(1, _group(request, imports))
    return groups


def _group(request: HttpRequest, group: dict[str, Any]) -> dict[str, Any]:
    entries = [
        _entry(request, model) for model in group["models"] if model["admin_url"]
    ]
    rare = group["icon"] == REFERENCE_ICON
    return {
        "name": group["name"],
        "icon": group["icon"],
        "entries": entries,
        "open": not rare or any(entry["current"] for entry in entries),
    }


def _exhibitions(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.has_perm("exhibitions.view_exhibition"):
        return []
    entry = {"name": _("Exhibitions"), "admin_url": reverse("exhibitions:list")}
    named = {"name": _("Exhibitions"), "icon": "store"}
    return [_group(request, {**named, "models": [entry | {"add_url": None}]})]


def _curation(request: HttpRequest) -> list[dict[str, Any]]:
    """Curations for who leads or reads them, and the sheets of who scores."""
    pages = [
        ("view_curationround", _("Curations"), "curation:list"),
        ("score_curation", _("Products to score"), "curation:mine"),
    ]
    entries = [
        {"name": name, "admin_url": reverse(page), "add_url": None}
        for right, name, page in pages
        if request.user.has_perm(f"catalogue.{right}")
    ]
    group = _group(request, {"name": _("Curation"), "icon": "award", "models": entries})
    at_sheets = request.path.startswith(reverse("curation:mine"))
    for entry in group["entries"]:
        entry["current"] &= at_sheets == (entry["url"] == reverse("curation:mine"))
    return [group] if entries else []


def _lead_with(
    request: HttpRequest, groups: list[dict[str, Any]], icon: str, name: str, page: str
) -> None:
    """Put a page of ours first in the group of tasks with this icon, made if it is missing."""
    entry = {"name": name, "admin_url": reverse(page), "add_url": None}
    group = next((group for group in groups if group["icon"] == icon), None)
    if group is None:
        group = {"name": name, "icon": icon, "entries": [], "open": True}
        groups.append(group)
    group["entries"].insert(0, _entry(request, entry))


def _entry(request: HttpRequest, model: dict[str, Any]) -> dict[str, Any]:
    url = model["admin_url"]
    return {
        "name": model["name"],
        "url": url,
        "add_url": model["add_url"],
        "current": request.path.startswith(url),
    }


def officer(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, as what, for whom and where: the header of every office page."""
    from apps.accounts.roles import name_of  # noqa: PLC0415  settings name this module

    user: Any = request.user
    grants = user.grants.current().values_list("group__name", flat=True)
    roles = [name_of(code) for code in grants]
    return {
        "name": str(user),
        "roles": [_("superuser")] if user.is_superuser else roles,
        "agency": user.agency,
        "area": user.area,
    }


def number(value: Any) -> str:
    """4045 → «4.045», in English «4,045»; nothing for nothing, since missing is not zero."""
    return "" if value is None or value == "" else _grouped(Decimal(value), None)


def percent(value: Any, places: int = 2) -> str:
    """10.91 → «10,91 %»: the number is already a percentage."""
    return (
        "" if value is None or value == "" else f"{_grouped(Decimal(value), places)} %"
    )


def rupiah(value: Any) -> str:
    """235947000 → «Rp235.947.000»: whole rupiah, no space, as the spelling rules have it."""
    return "" if value is None or value == "" else f"Rp{_grouped(Decimal(value), 0)}"


def _grouped(value: Decimal, places: int | None) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return plain_format(
        value,
        decimal_sep=DECIMALS.get(language, "."),
        decimal_pos=places,
        grouping=3,
        thousand_sep=THOUSANDS.get(language, ","),
        force_grouping=True,
        use_l10n=False,
    )
