from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts import abilities


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
        abilities.declare(
            {
                "businesses.view_business": _("see the register of businesses"),
                "businesses.add_business": _("register a business"),
                "businesses.change_business": _("change what is known of a business"),
                "businesses.delete_business": _("delete a business"),
                "businesses.verify_business": _("record a check on site"),
                "businesses.publish_business": _(
                    "show a business in the public directory"
                ),
                "businesses.reveal_nik": _(
                    "see whole NIKs and phone numbers, with a reason"
                ),
                "businesses.export_personal_data": _(
                    "export whole NIKs and phone numbers"
                ),
            }
        )
