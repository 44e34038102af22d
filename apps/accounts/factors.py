"""The second factor: who must have one, and how its secrets lie in the database.

Key rotation (`ikmportal.rotation`) asks `SealedFactors`: the secrets stand inside a JSON
column of allauth, where no EncryptedTextField can find them.
"""

import base64
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from apps.accounts.models import User
from ikmportal.encryption import key_mark, seal, unseal

SEALED_FOR = "mfa_authenticator.data"  # the associated data of their encryption
SECRETS = ("secret", "seed")  # of an authenticator app, of recovery codes
SIGNING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Whoever may do one of these sees people's data, or decides who sees them.
PERSONAL_DATA = (
    *("businesses.view_person", "businesses.reveal_nik", "imports.view_importbatch"),
    *("accounts.add_user", "accounts.change_user", "accounts.add_rolegrant"),
)


def sees_personal_data(user: User) -> bool:
    """Whether what this user may do reaches data about people."""
    return any(user.has_perm(permission) for permission in PERSONAL_DATA)


def needs_factor(user: User) -> bool:
    """Whether this user has to have a second factor; the demo's users need none."""
    return settings.MFA_REQUIRED and sees_personal_data(user)


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=SIGNING).exists()


def lacks_factor(user: User) -> bool:
    """Whether this user has to set up a second factor before anything else."""
    return settings.MFA_REQUIRED and not has_factor(user) and sees_personal_data(user)


@transaction.atomic
def remove_factors(user: User) -> int:
    """Take away every factor and code, for who has lost the phone; ends all sessions."""
    user.sessions.all().delete()
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    return removed


def reseal_factors(batch: int = 500) -> int:
    """Seal under the first key what an older one sealed. Resumable; says how many changed.

    Row by row under a lock, so that a recovery code used meanwhile stays used.
    """
    changed = 0
    for pk in Authenticator.objects.values_list("pk", flat=True).iterator(batch):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is not None and _reseal(row):
                changed += 1
    return changed


class SealedFactors:
    """The secrets of second factors, for the rotation of keys."""

    name = SEALED_FOR

    def behind(self) -> int:
        rows = Authenticator.objects.values_list("data", flat=True)
        return sum(1 for data in rows if _stale(data))

    def rotate(self, at_once: int = 500) -> Iterator[int]:
        yield reseal_factors(at_once)


def _stale(data: dict[str, Any]) -> dict[str, str]:
    """Of the secrets those that an older key seals."""
    old = {name: data[name] for name in SECRETS if name in data}
    return {name: text for name, text in old.items() if not _is_current(text)}


def _reseal(row: Any) -> bool:
    stale = _stale(row.data)
    for name, text in stale.items():
        plain = unseal(base64.b64decode(text), SEALED_FOR)
        row.data[name] = base64.b64encode(seal(plain, SEALED_FOR)).decode()
    if stale:
        row.save(update_fields=["data"])
    return bool(stale)


def _is_current(text: str) -> bool:
    """Whether a ciphertext names the key that seals today."""
    return base64.b64decode(text).startswith(key_mark())
