from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.accounts import abilities
from ikmportal import rotation

# What the rights of this app let somebody do.
MAY = {
    "businesses.view_business": _("see the register of businesses"),
    "businesses.add_business": _("register a business"),
    "businesses.change_business": _("change what is known of a business"),
    "businesses.delete_business": _("delete a business"),
    "businesses.verify_business": _("record a check on site"),
    "businesses.approve_business": _("approve a verification"),
    "businesses.merge_business": _("merge two records into one"),
    "businesses.change_duplicatecandidate": _("decide whether two records are one"),
    "businesses.add_attachment": _("attach files to a business"),
    "businesses.add_coachingrequest": _("ask another agency for a record"),
    "businesses.change_coachingrequest": _("answer what another agency asks for"),
    "businesses.add_subjectrequest": _("note what somebody asks about his data"),
    "businesses.change_subjectrequest": _("answer what somebody asks about his data"),
    "businesses.publish_business": _("show a business in the public directory"),
    "businesses.reveal_nik": _("see whole NIKs and phone numbers, with a reason"),
    "businesses.export_personal_data": _("export whole NIKs and phone numbers"),
}


class BusinessesConfig(AppConfig):
    name = "apps.businesses"
    verbose_name = _("IKM data")

    def ready(self) -> None:
        from apps.accounts import retention  # noqa: PLC0415  models are loaded now
        from apps.businesses import attachments, journey, keeping  # noqa: PLC0415
        from apps.businesses.receipts import RECEIPT  # noqa: PLC0415
        from apps.documents.kinds import register  # noqa: PLC0415

        register(RECEIPT)
        journey.register_own()
        rotation.register(lambda: [attachments.FILES])
        retention.register(*keeping.CATEGORIES)
        abilities.declare(MAY)
