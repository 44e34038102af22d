"""The demo's users: one for each role in each agency, all with one password."""

import json
from collections.abc import Iterator
from itertools import cycle

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import NAMES
from apps.agencies.models import Agency

DEMO_DOMAIN = "demo.invalid"
SUPERUSER = f"admin@{DEMO_DOMAIN}"


@transaction.atomic
def load_users() -> int:
    """Make the users that do not exist yet. Returns how many there are now."""
    password = make_password(settings.DEMO_PASSWORD)  # once: a good hash is slow
    groups = {group.name: group for group in Group.objects.all()}
    User.objects.get_or_create(
        email=SUPERUSER,
        defaults={"name": "Admin Demo", "is_superuser": True, "password": password},
    )
    names = _names()
    for agency in Agency.objects.valid().order_by("code"):
        for code in NAMES:
            name = next(names)
            user, created = User.objects.get_or_create(
                email=f"{code}.{agency.code.lower()}@{DEMO_DOMAIN}",
                defaults={
                    "name": name,
                    "agency": agency,
                    "password": password,
                },
            )
            if created:
                user.groups.add(groups[code])
    User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").update(password=password)
    return User.objects.count()


def _names() -> Iterator[str]:
    """Names of people who do not exist, always in the same order."""
    text = (settings.BASE_DIR / "fixtures" / "demo" / "words.json").read_text()
    words = json.loads(text)
    given, family = words["female"] + " " + words["male"], words["last"]
    pairs = zip(cycle(given.split()), cycle(family.split()), strict=False)
    return (f"{one} {other}" for one, other in pairs)


def logins() -> list[tuple[str, str, str]]:
    """E-mail, role and agency of the logins worth trying first."""
    wanted = [
        ("registrar", "DPPKUKM-DKI"),
        ("registrar", "SUDIN-JAKSEL"),
        ("registrar", "DISPERINDAG-DPS"),
        ("registrar", "DISPERINDAG-TNG"),
        ("data-administrator", "DPPKUKM-DKI"),
        ("agency-administrator", "DPPKUKM-DKI"),
        ("leadership", "DPPKUKM-DKI"),
    ]
    agencies = {agency.code: str(agency) for agency in Agency.objects.all()}
    return [
        *(
            (f"{role}.{code.lower()}@{DEMO_DOMAIN}", str(NAMES[role]), agencies[code])
            for role, code in wanted
            if code in agencies
        ),
        (SUPERUSER, _("sees and may do everything"), ""),
    ]
