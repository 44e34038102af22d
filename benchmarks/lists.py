"""The office's lists and the public directory, over a small and a large register."""

import html
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection

from benchmarks.register import grow

TURNS, TIMES = 3, 3
LIST = "/admin/businesses/business/"
SEARCHES = [
    *(
        "?q=dapur",
        "?q=siti",
        "?q=siti+dapur",
        "?q=keripik+tempe",
        "?q=baladu",
        "?q=zzz",
    ),
    *("?region__in=31", "?region__in=3174", "?region__in=3174010"),
    *("?established_year__gte=2000&established_year__lte=2003", "?p=2", "?p=4"),
    *("?created_at__gte=2020-01-01", "?status__exact=active&without=nib&permit=-halal"),
]
PUBLIC = ["/ikm/", "/ikm/?q=dapur", "/ikm/?kelompok=pangan&wilayah=3174"]
COUNTER = "/kerja/ganda/mirip/"
TYPED = {
    "owner_name": "Siti Rahayu",
    "business_name": "Dapur Siti",
    "products": "keripik tempe",
    "phone": "0812-0000-1234",
}
NO_FILTER = re.compile(r"[?&](o|p|_facets)=")
WHO = {"an administrator": None, "an officer": "SUDIN-JAKSEL"}


def lists_at(small: int, large: int) -> list[dict[str, Any]]:
    """Each page of the list for each kind of user: its time, and how many times the small one's.

    The small register is kept beside the large one and both are asked in turn, so that what
    else the machine does meanwhile slows both.
    """
    from apps.businesses.demo import load_businesses
    from apps.businesses.models import Business

    load_businesses(max(1, small // 1_200))
    grow(1)  # counts the rows as the large one does
    clients = {who: signed_in(who, code) for who, code in WHO.items()}
    few = Business.objects.count()
    large_one = str(connection.settings_dict["NAME"])
    with copied(large_one) as small_one:
        grow(max(1, round(large / few)))
        many = Business.objects.count()
        found = []
        for who, client in clients.items():
            for page in [*pages_of(client), *PUBLIC, COUNTER]:
                before, after = in_turn(
                    partial(ask, client, page), small_one, large_one
                )
                found.append((f"{page} ({who})", before, after))
    return [
        {
            "work": work,
            "value": after,
            "beside": f"the same over {few} businesses",
            "floor": before,
            "note": f"{many} businesses",
        }
        for work, before, after in found
    ]


@contextmanager
def copied(name: str) -> Iterator[str]:
    """A copy of the database, dropped afterwards."""
    copy = f"{name}_small"
    connection.close()
    on_server(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    try:
        yield copy
    finally:
        use(name)
        on_server(f'DROP DATABASE "{copy}" WITH (FORCE)')


def on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()


def in_turn(work: Callable[[], object], first: str, second: str) -> tuple[float, float]:
    """The median seconds of a work on each of two databases."""
    times: dict[str, list[float]] = {first: [], second: []}
    for _turn in range(TURNS):
        for name in (first, second):
            use(name)
            work()
            for _time in range(TIMES):
                begun = time.perf_counter()
                work()
                times[name].append(time.perf_counter() - begun)
    return statistics.median(times[first]), statistics.median(times[second])


def signed_in(name: str, code: str | None) -> Any:
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.models import Group
    from django.test import Client

    from apps.accounts.models import User
    from apps.agencies.models import Agency

    about = (
        {"agency": Agency.objects.get(code=code)} if code else {"is_superuser": True}
    )
    user = User(email=f"{code or 'all'}@bench.invalid", name=name, **about)
    user.save()
    if code:
        user.groups.set(Group.objects.filter(name="registrar"))
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client = Client()
    client.force_login(user)
    return client


def pages_of(client: Any) -> list[str]:
    """The list, each choice of each of its filters, and some searches."""
    page = client.get(LIST, secure=True).content.decode()
    links = [
        html.unescape(link) for link in re.findall(r'href="(\?[^"]+=[^"]*)"', page)
    ]
    filters = [link for link in links if not NO_FILTER.search(link)]
    return [LIST + query for query in dict.fromkeys(["", *filters, *SEARCHES])]


def ask(client: Any, page: str) -> None:
    if page == COUNTER:
        answered(client.post(page, TYPED, secure=True))
    else:
        answered(client.get(page, secure=True))


def answered(response: Any) -> None:
    """A page that leads away or refuses would be quick, and tell nothing."""
    if response.status_code != 200:
        raise RuntimeError(
            f"{response.status_code}: {response.request['PATH_INFO']} {response.headers}"
        )
