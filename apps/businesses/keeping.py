"""What the register keeps of people, and for how long."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from apps.accounts.retention import Category
from apps.businesses import attachments, counter, forgetting

CATEGORIES = [
    Category(
        "register",
        _("People and businesses, and their history"),
        _("public task of developing industry (Law 3/2014); archives"),
    ),
    Category(
        "registrations",
        _("registrations begun at the counter and not finished"),
        _("public task of developing industry (Law 3/2014); archives"),
        kept=counter.KEPT,
        expired=counter.count_old_drafts,
        purge=counter.forget_old_drafts,
    ),
    Category(
        "attachments",
        _("copies of identity cards, and files with an end of their own"),
        _("consent, and no longer than needed (Law 27/2022, art. 16)"),
        kept=attachments.IDENTITY_KEPT,
        expired=attachments.count_ended,
        purge=attachments.remove_ended,
    ),
    Category(
        "erased",
        _("what the history holds of people erased at their own request"),
        _("right to erasure (Law 27/2022, art. 8 and 43)"),
        kept=timedelta(),
        expired=forgetting.count_not_forgotten,
        purge=forgetting.forget_erased,
    ),
]
