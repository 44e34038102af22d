"""How often a password may be tried, so that guessing fails and owners are not locked out.

Known devices are counted each by itself. All others are counted by account and address, by
address, and by account; docs/decisions/0010-lockout.md says why. Known and unknown accounts
are counted and answered alike.
"""

from django.http import HttpRequest

from apps.accounts.attempts import (
    BY_ACCOUNT,
    BY_ADDRESS,
    BY_DEVICE,
    BY_FACTOR,
    BY_PAIR,
    Attempt,
    count,
    forget,
    give_back,
    start_anew,
)
from apps.accounts.devices import device_of
from apps.accounts.models import User
from ikmportal.client_address import client_address, network_of


def count_sign_in(request: HttpRequest, email: str) -> list[Attempt]:
    """Count a try of a password, before looking at it. The last one may say «refused»."""
    device = device_of(request, email)
    address = network_of(client_address(request)) or "nowhere"
    if device:
        wanted = [(BY_DEVICE, email, device)]
    else:
        wanted = [
            (BY_PAIR, email, address),
            (BY_ADDRESS, address, ""),
            (BY_ACCOUNT, email, ""),
        ]
    counted = []
    for limit, subject, place in wanted:
        counted.append(count(limit, subject, place))
        if counted[-1].refused_until:
            break
    return counted


def forgive_sign_in(attempts: list[Attempt]) -> None:
    """The password was right: this device starts anew; elsewhere only this try is forgiven.

    An address or account that is being guessed at stays counted: a guesser signs in to an
    account of his own now and then.
    """
    for attempt in attempts:
        if attempt.limit in (BY_ADDRESS, BY_ACCOUNT):
            give_back(attempt)
        else:
            start_anew(attempt)


def unlock(user: User) -> bool:
    """Let this account be tried again from everywhere. Says whether anything was counted."""
    counts = forget(user.email, BY_DEVICE, BY_PAIR, BY_ACCOUNT)
    return bool(counts + forget(str(user.pk), BY_FACTOR))
