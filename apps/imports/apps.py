from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ikmportal import rotation


class ImportsConfig(AppConfig):
    name = "apps.imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        from apps.accounts import retention  # noqa: PLC0415  they need the models
        from apps.imports import files, keeping  # noqa: PLC0415

        retention.register(*keeping.CATEGORIES)
        rotation.register(lambda: [files.SealedFiles()])
