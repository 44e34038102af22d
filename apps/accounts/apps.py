from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ikmportal.history import protect_histories


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("Users")

    def ready(self) -> None:
        protect_histories()
