from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts import abilities
from ikmportal import rotation

# What the rights of this app let somebody do.
MAY = {
    "catalogue.view_product": _("see the products of businesses"),
    "catalogue.add_product": _("enter products of a business"),
    "catalogue.change_product": _("change products and their photos"),
    "catalogue.delete_product": _("delete a product"),
    "catalogue.approve_product": _("approve a product without a curation"),
    "catalogue.publish_product": _("show a product in the public catalogue"),
    "catalogue.view_curationround": _("see curations and their results"),
    "catalogue.add_curationround": _("prepare a curation"),
    "catalogue.change_curationround": _("lead a curation: criteria, curators, steps"),
    "catalogue.add_candidate": _("propose products for a curation"),
    "catalogue.change_candidate": _("verify or refuse products of a curation"),
    "catalogue.score_curation": _("score the products assigned in a curation"),
    "catalogue.decide_curation": _("decide the grades of a curation"),
}


class CatalogueConfig(AppConfig):
    name = "apps.catalogue"
    verbose_name = _("Product catalogue")

    def ready(self) -> None:
        from apps.accounts import retention  # noqa: PLC0415  models are loaded now
        from apps.businesses import merge_rules, showing  # noqa: PLC0415
        from apps.catalogue import indexing, keeping  # noqa: PLC0415
        from apps.catalogue.curation import (  # noqa: PLC0415
            letters,
            records,
            steps,
            tasks,  # noqa: F401  for the worker
        )
        from apps.catalogue.sheets import jobs, saving  # noqa: F401, PLC0415
        from apps.documents import kinds  # noqa: PLC0415

        abilities.declare(MAY)
        rotation.register(lambda: [saving.FILES])
        retention.register(*keeping.CATEGORIES)
        merge_rules.declare(merge_rules.Rule("catalogue.Product.business", ("code",)))
        conflicts = "catalogue.CuratorConflict.business"
        merge_rules.declare(merge_rules.Rule(conflicts, ("curator",)))
        showing.when_changed(indexing.note_businesses)
        kinds.register(letters.FEEDBACK)
        kinds.register(records.RECORD)
        steps.register()
        merge_rules.declare(merge_rules.Rule("catalogue.ProductSheet.business"))
