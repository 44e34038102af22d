from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BusinessesConfig(AppConfig):
    name = "apps.businesses"
    verbose_name = _("IKM data")

    def ready(self) -> None:
        from apps.businesses.receipts import RECEIPT  # noqa: PLC0415  models are loaded now
        from apps.documents.kinds import register  # noqa: PLC0415

        register(RECEIPT)
