from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ikmportal import rotation
from ikmportal.history import protect_histories


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("Users")

    def ready(self) -> None:
        from apps.accounts import factors, keeping, retention  # noqa: PLC0415  need the models

        protect_histories()
        retention.register(*keeping.CATEGORIES)
        rotation.register(lambda: [factors.SealedFactors()])
