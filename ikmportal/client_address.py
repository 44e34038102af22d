"""Where a request comes from: the only place that reads X-Forwarded-For.

Anybody can send that header. Each proxy appends the address that it saw, so only the last
TRUSTED_PROXY_COUNT entries are ours; what stands left of them is hearsay and is not read.
"""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

HOUSEHOLD = 64  # bits of an IPv6 address: one customer changes the rest at will


def client_address(request: HttpRequest) -> str:
    """The address of the caller as our own proxies saw it, or «» when nobody says."""
    trusted = settings.TRUSTED_PROXY_COUNT
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if trusted and len(seen) >= trusted and (address := _parsed(seen[-trusted])):
        return address
    return _parsed(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """What is counted as one caller: an IPv4 address, or the /64 of an IPv6 one."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, HOUSEHOLD), strict=False))


def _parsed(text: str) -> str:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
