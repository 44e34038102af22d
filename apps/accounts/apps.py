from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts import abilities
from ikmportal import migrating, rotation
from ikmportal.history import protect_histories


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("Users and access")

    def ready(self) -> None:
        from apps.accounts import factors, keeping, retention  # noqa: PLC0415  need the models

        protect_histories()
        migrating.draw_little()
        retention.register(*keeping.CATEGORIES)
        rotation.register(lambda: [factors.SealedFactors()])
        # Also for the reference data below, which knows no rights.
        abilities.declare(
            {
                "sectors.change_commoditygroup": _(
                    "keep the lists of sectors and codes"
                ),
                "regions.change_region": _("keep the list of regions"),
                "agencies.change_sectorcoverage": _(
                    "keep which sectors the agency covers"
                ),
                "accounts.view_user": _("see who works with the portal"),
                "accounts.add_user": _("register a colleague"),
                "accounts.change_user": _("change a colleague's area and account"),
                "accounts.add_rolegrant": _("give roles and take them back"),
                "accounts.view_accessrecord": _("see who looked at personal data"),
                "accounts.hand_over": _("hand over the work of a colleague who leaves"),
            }
        )
