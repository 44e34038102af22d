from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts import abilities
from ikmportal import rotation


class ImportsConfig(AppConfig):
    name = "apps.imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        from apps.accounts import handover, retention  # noqa: PLC0415  they need the models
        from apps.businesses import forgetting, merge_rules  # noqa: PLC0415
        from apps.imports import files, keeping  # noqa: PLC0415

        for name in ("business", "person"):
            merge_rules.declare(merge_rules.Rule(f"imports.ImportRow.{name}"))
        retention.register(*keeping.CATEGORIES)
        forgetting.register(keeping.forget_rows)
        rotation.register(lambda: [files.FILES])
        handover.declare(
            handover.Belonging(
                code="imports",
                name=_("imports that are not finished"),
                model="imports.ImportBatch",
                owner="created_by",
                permission="imports.add_importbatch",
                open=Q(state__in=["uploaded", "planned", "failed"]),
            )
        )
        abilities.declare(
            {
                "imports.view_importbatch": _("see imports"),
                "imports.add_importbatch": _("send lists to be imported"),
                "imports.commit_importbatch": _("save an import into the register"),
            }
        )
