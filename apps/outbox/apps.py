from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts.abilities import declare


class OutboxConfig(AppConfig):
    name = "apps.outbox"
    verbose_name = _("Messages")

    def ready(self) -> None:
        declare(
            {
                "outbox.view_message": _("see messages"),
                "outbox.add_message": _("draft messages"),
                "outbox.approve_message": _("approve messages"),
                "outbox.send_message": _("send messages"),
            }
        )
