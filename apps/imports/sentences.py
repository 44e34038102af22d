"""What is to be said of a whole import, by code: kept as such, and read in any language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ikmportal.spreadsheets import REFUSALS

# After these the same file may well be read, and the same plan be saved.
WORTH_ANOTHER_TRY = {"reading_broke", "reading_given_up", "saving_given_up"}
SENTENCES: dict[str, str | Promise] = {
    **REFUSALS,
    "no_right": _("%(user)s no longer has the right to do this."),
    "other_agency": _("%(user)s no longer works for this agency."),
    "reading_broke": _("The list could not be read: tell the administrator."),
    "saving_broke": _("Nothing was saved: tell the administrator."),
    "reading_given_up": _(
        "Reading this list was begun several times and never came to its end. Try it once "
        "more; if it stops again, send a smaller part of it or tell the administrator."
    ),
    "saving_given_up": _(
        "Saving was begun several times and never came to its end: nothing was saved. Try "
        "it once more, or tell the administrator."
    ),
    "undo_broke": _("Nothing was taken back: tell the administrator."),
    "planned_when_saved": _(
        "Cells were corrected. In a list as long as this, what becomes of the rows is worked "
        "out anew when you save."
    ),
    "not_read_so": _(
        "The list could not be read as you said: it stands as it was read before."
    ),
    "doubtful_letters": _("Some letters may be wrong: save the file as «CSV UTF-8»."),
    "registered_meanwhile": _(
        "Somebody registered the same person or business just now. Look at it again."
    ),
    "register_changed": _(
        "The register has changed since this list was read, and so has the plan. Look again."
    ),
}


def in_words(code: str, details: Mapping[str, Any]) -> str:
    """The sentence of a code. The oldest imports kept a sentence instead of its code."""
    known = SENTENCES.get(code)
    return code if known is None else str(known) % details
