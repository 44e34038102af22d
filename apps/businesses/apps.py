from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BusinessesConfig(AppConfig):
    name = "apps.businesses"
    verbose_name = _("IKM data")

    def ready(self) -> None:
        from apps.accounts import retention  # noqa: PLC0415  models are loaded now
        from apps.businesses.receipts import RECEIPT  # noqa: PLC0415
        from apps.documents.kinds import register  # noqa: PLC0415

        register(RECEIPT)
        retention.register(
            retention.Category(
                "register",
                _("People and businesses, and their history"),
                _("public task of developing industry (Law 3/2014); archives"),
            )
        )
