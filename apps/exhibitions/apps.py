from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts import abilities

# What the rights of this app let somebody do.
MAY = {
    "exhibitions.view_exhibition": _("see exhibitions and who takes part"),
    "exhibitions.add_exhibition": _("open an exhibition"),
    "exhibitions.change_exhibition": _("run an exhibition: call, places, plan, sales"),
    "exhibitions.add_participation": _("propose a business for an exhibition"),
    "exhibitions.change_participation": _("look through who applied"),
    "exhibitions.decide_participation": _("decide who takes part in an exhibition"),
    "exhibitions.publish_plan": _("publish the plan of an exhibition"),
}


class ExhibitionsConfig(AppConfig):
    name = "apps.exhibitions"
    verbose_name = _("Exhibitions")

    def ready(self) -> None:
        from apps.accounts import retention  # noqa: PLC0415  models are loaded now
        from apps.businesses import merge_rules  # noqa: PLC0415
        from apps.documents import kinds  # noqa: PLC0415
        from apps.exhibitions import (  # noqa: PLC0415
            eligibility,
            meeting,
            pictures,
            records,
        )

        abilities.declare(MAY)
        kinds.register(records.RECORD)
        kinds.register(records.CERTIFICATE)
        retention.register(
            retention.Category(
                "exhibition-pictures",
                _("files of pictures whose exhibition is gone"),
                _("not needed any more (Law 27/2022, art. 16)"),
                kept=pictures.A_DAY,
                expired=pictures.count_strays,
                purge=pictures.remove_strays,
            )
        )
        eligibility.register()
        meeting.register()
        merge_rules.declare(
            merge_rules.Rule("exhibitions.Participation.business", ("exhibition",))
        )
