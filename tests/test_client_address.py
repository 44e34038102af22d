import pytest
from django.test import RequestFactory

from ikmportal.client_address import client_address, network_of


def request(forwarded=None, seen="10.0.0.9"):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=seen, **headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.7", "10.0.0.9"),  # no proxy of ours: the header is hearsay
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.2.3.4, 203.0.113.7", "203.0.113.7"),  # the caller wrote 1.2.3.4 himself
        (1, "1.2.3.4, 5.6.7.8, 203.0.113.7", "203.0.113.7"),
        (2, "1.2.3.4, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.9"),  # it came round one of the two proxies
        (1, "", "10.0.0.9"),
        (1, "<script>", "10.0.0.9"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_only_what_our_own_proxies_append_counts(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXY_COUNT = proxies

    assert client_address(request(forwarded)) == address


def test_a_socket_without_address_says_nothing(settings):
    settings.TRUSTED_PROXY_COUNT = 0

    assert client_address(request(seen="")) == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_one_household_is_one_caller(address, network):
    assert network_of(address) == network
