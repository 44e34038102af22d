"""The office's lists and the public directory, over a small and a large register."""

import html
import re
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.register import grow

TIMES = 9
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
    """Each page of the list for each kind of user: its time, and how many times the small one's."""
    from apps.businesses.demo import load_businesses
    from apps.businesses.models import Business

    load_businesses(max(1, small // 1_200))
    grow(1)  # counts the rows as the large one does
    clients = {who: signed_in(who, code) for who, code in WHO.items()}
    asked = {who: [*pages_of(client), *PUBLIC] for who, client in clients.items()}
    before = {who: measured(clients[who], pages) for who, pages in asked.items()}
    few = Business.objects.count()
    grow(max(1, round(large / few)))
    many = Business.objects.count()
    after = {who: measured(clients[who], pages) for who, pages in asked.items()}
    return [
        {
            "work": f"{page} ({who})",
            "value": after[who][page],
            "beside": f"the same over {few} businesses",
            "floor": before[who][page],
            "note": f"{many} businesses",
        }
        for who, pages in asked.items()
        for page in [*pages, COUNTER]
    ]


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


def measured(client: Any, pages: list[str]) -> dict[str, float]:
    times = {
        page: median(lambda page=page: answered(client.get(page, secure=True)))
        for page in pages
    }
    times[COUNTER] = median(lambda: answered(client.post(COUNTER, TYPED, secure=True)))
    return times


def answered(response: Any) -> None:
    """A page that leads away or refuses would be quick, and tell nothing."""
    if response.status_code != 200:
        raise RuntimeError(
            f"{response.status_code}: {response.request['PATH_INFO']} {response.headers}"
        )


def median(work: Callable[[], object]) -> float:
    work()
    times = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
