"""The agencies and users of the demo, in a country of one village for each."""

from apps.accounts.demo import load_users
from apps.agencies.loading import load_demo_agencies
from apps.regions.models import Region
from apps.sectors.loading import load as load_sectors


def build_city():
    """Needs the roles, and DEMO_PASSWORD in the settings."""
    for code in ("31", "36", "51"):
        Region.objects.create(
            code=code, level=1, kind="province", name=f"Provinsi {code}"
        )
    for code in ("3171", "3172", "3173", "3174", "3175", "3671", "5171"):
        below(code, 2, "city")
        below(f"{code}01", 3, "district")
        below(f"{code}011001", 4, "kelurahan")
    load_sectors()
    load_demo_agencies()
    load_users()


def below(code, level, kind):
    parent = {2: code[:2], 3: code[:4], 4: code[:6]}[level]
    Region.objects.create(
        code=code, level=level, kind=kind, name=code, parent_id=parent
    )
