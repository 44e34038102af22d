"""The admin as a place of work: tasks in groups, and the signed-in role's dashboard."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PortalAdminConfig(AdminConfig):
    default_site = "ikmportal.admin_site.PortalAdminSite"


@dataclass(frozen=True)
class TaskGroup:
    """What belongs together in an officer's day: a heading, and models in their order."""

    code: str
    name: str | Promise
    icon: str  # of lucide
    models: tuple[str, ...]  # «app.Model»


GROUPS = (
    TaskGroup(
        "ikm",
        _("IKM data"),
        "store",
        (
            *("businesses.Business", "businesses.Person", "businesses.BusinessGroup"),
            *("businesses.ServiceRecord", "businesses.Consent"),
        ),
    ),
    TaskGroup("catalogue", _("Catalogue"), "shopping-bag", ("catalogue.Product",)),
    TaskGroup(
        "imports",
        _("Imports"),
        "file-up",
        ("imports.ImportBatch",),
    ),
    TaskGroup(
        "documents",
        _("Documents"),
        "file-text",
        (
            *("documents.Document", "documents.Signatory", "documents.Letterhead"),
            "documents.NumberSeries",
        ),
    ),
    TaskGroup(
        "messages",
        _("Messages"),
        "mail",
        ("outbox.MessageTemplate", "outbox.OptOut"),
    ),
    TaskGroup(
        "reference",
        _("Reference data"),
        "library",
        (
            *("regions.Region", "regions.RegionAlias"),
            *("sectors.CommodityGroup", "sectors.RecapGroup", "sectors.SectorAlias"),
            *("sectors.CreativeSubsector", "sectors.KbliCode"),
            *("agencies.Agency", "agencies.SectorCoverage"),
            *("businesses.ScaleRule", "businesses.ConsentText"),
            "catalogue.HsCode",
            "catalogue.SearchWord",
        ),
    ),
    TaskGroup(
        "users",
        _("Users and access"),
        "users",
        ("accounts.User", "accounts.RoleGroup", "accounts.AccessRecord"),
    ),
)
OTHERS = TaskGroup("others", pgettext_lazy("group of tasks", "System"), "settings", ())


class OfferView(AutocompleteJsonView):
    """Where names are alike, an admin says by `offered` and `offered_as` which row is which."""

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset()
        offered: Any = getattr(self.model_admin, "offered", None)
        return offered(self.request, found) if offered else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        offered_as: Any = getattr(self.model_admin, "offered_as", str)
        return {**super().serialize_result(obj, to_field_name), "text": offered_as(obj)}


class PortalAdminSite(admin.AdminSite):
    site_title = _("Office pages")
    index_title = _("Your work today")

    def get_urls(self) -> list[Any]:
        """Without the redirect to any object's page by number, which asks for no right."""
        return [
            url
            for url in super().get_urls()
            if getattr(url, "name", "") != "view_on_site"
        ]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        view: Any = OfferView.as_view(admin_site=self)
        return view(request)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:
        """Task groups in the place of apps; what no group names comes last, in one group."""
        stock = super().get_app_list(request, app_label)
        if app_label:
            return stock
        entries = {
            f"{app['app_label']}.{entry['object_name']}": entry
            for app in stock
            for entry in app["models"]
        }
        lists = [(group, _pop(entries, group.models)) for group in GROUPS]
        lists.append((OTHERS, list(entries.values())))
        return [_as_app(group, models) for group, models in lists if models]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from ikmportal.dashboard import dashboard  # noqa: PLC0415  this module loads before models

        context = {"dashboard": dashboard(request.user), **(extra_context or {})}
        return super().index(request, context)


def _pop(entries: dict[str, Any], labels: tuple[str, ...]) -> list[Any]:
    return [entries.pop(label) for label in labels if label in entries]


def _as_app(group: TaskGroup, models: list[Any]) -> dict[str, Any]:
    # The shape that the templates of Django's admin expect of an app.
    return {
        "name": group.name,
        "app_label": group.code,
        "app_url": "",
        "has_module_perms": True,
        "icon": group.icon,
        "models": models,
    }
