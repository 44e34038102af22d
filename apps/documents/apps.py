from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts import abilities


class DocumentsConfig(AppConfig):
    name = "apps.documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        abilities.declare(
            {
                "documents.view_document": _("see documents"),
                "documents.add_document": _("write letters and give receipts"),
                "documents.issue_document": _("issue letters"),
                "documents.revoke_document": _("revoke documents"),
            }
        )
