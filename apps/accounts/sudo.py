"""What asks again who is there: shown, exported, granted, changed only by who has just said so.

This list is the one place. `gates.SudoMiddleware` holds it: a page listed here needs a
password, code or passkey of the last ACCOUNT_REAUTHENTICATION_TIMEOUT seconds, whether its
view says so or not. A page whose name fits `SOUNDS_GUARDED` has to be listed here or in
`UNGUARDED`; a test walks all addresses.
"""

import re
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Guard:
    """Asked before POST, and before GET of who may do what the page is for.

    `permission` None: everybody who gets there. Asking at GET already means that nobody
    fills in a form in vain.
    """

    permission: str | None = None


NEEDS_SUDO = {
    "admin:accounts_user_add": Guard("accounts.add_user"),
    "admin:accounts_user_change": Guard("accounts.change_user"),
    "admin:accounts_user_delete": Guard("accounts.delete_user"),
    "admin:accounts_rolegroup_add": Guard("accounts.add_rolegroup"),
    "admin:accounts_rolegroup_change": Guard("accounts.change_rolegroup"),
    "admin:accounts_rolegroup_delete": Guard("accounts.delete_rolegroup"),
    "admin:accounts_rolegroup_import": Guard(),
    "admin:accounts_rolegroup_process_import": Guard(),
    "admin:password_change": Guard(),
    "account_change_password": Guard(),
    "account_set_password": Guard(),
    "accounts:end_sessions": Guard(),
    "businesses:reveal": Guard("businesses.reveal_nik"),
    "admin:businesses_person_export": Guard("businesses.export_personal_data"),
    "admin:businesses_business_export": Guard("businesses.export_personal_data"),
    "admin:accounts_accessrecord_export": Guard(),
    "rights:hand_over": Guard("accounts.hand_over"),
    "rights:give_back": Guard("accounts.hand_over"),
}
SOUNDS_GUARDED = re.compile(
    r"reveal|grant|handover|hand_over|password|^mfa_|"
    r"^admin:(accounts_\w+_(add|change|delete|import|process_import)|(accounts|businesses|imports)_\w+_export)$"
)
# Safe without, and why.
UNGUARDED = {
    "businesses:most_reveals": "counts looks and shows no number",
    "admin:accounts_accessrecord_add": "refused to everybody",
    "admin:accounts_accessrecord_change": "is read only",
    "admin:accounts_accessrecord_delete": "refused to everybody",
    "admin:accounts_rolegroup_export": "says what a role may, and names nobody",
    "admin:businesses_consenttext_export": "texts that everybody reads",
    "admin:businesses_scalerule_export": "what a regulation says",
    "admin:password_change_done": "only says that it is done",
    "account_reset_password": "nobody is signed in; sends a letter",
    "account_reset_password_done": "only says that it is done",
    "account_reset_password_from_key": "the link in the letter is the proof",
    "account_reset_password_from_key_done": "only says that it is done",
    "mfa_authenticate": "is the second factor itself",
    "mfa_reauthenticate": "is the asking itself",
    "mfa_reauthenticate_webauthn": "is the asking itself",
    "mfa_login_webauthn": "is the signing in itself",
    "mfa_index": "shows how many factors there are",
    "mfa_list_webauthn": "shows the names of one's own passkeys",
}
# allauth asks for these itself, by its own decorator; a test opens each.
BY_ALLAUTH = {
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn"),
    *("mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
}


def asks_again(request: HttpRequest) -> bool:
    """Whether this request is for something that needs a fresh proof of who is there."""
    match = request.resolver_match
    guard = NEEDS_SUDO.get(match.view_name) if match else None
    if guard is None:
        return False
    if request.method == "POST" or guard.permission is None:
        return True
    user = request.user
    return user.is_authenticated and user.has_perm(guard.permission)
