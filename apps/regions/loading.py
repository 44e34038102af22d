"""Loads the official regions, their points and aliases: set-based, and repeatable.

A later list changes only what it says differently from the list loaded before, so an
officer's correction stays; a code that vanished ends when in use and is deleted otherwise.
"""

from collections.abc import Iterable
from typing import Any

import pghistory.models
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from apps.regions.models import OfficialRegion, Region, RegionAlias
from apps.regions.official import OfficialRow, official_rows
from ikmportal.reference import shipped_rows

STAGE = """
    CREATE TEMPORARY TABLE staged_region (
        code text PRIMARY KEY, level smallint, kind text, name text, short_name text,
        parent_id text, bps_code text, postal_code text,
        latitude float8, longitude float8
    ) ON COMMIT DROP
"""
INSERT = """
    INSERT INTO regions_region
        (code, level, kind, name, short_name, parent_id, bps_code, postal_code,
        latitude, longitude)
    SELECT * FROM staged_region staged
    WHERE NOT EXISTS (SELECT FROM regions_region region WHERE region.code = staged.code)
"""
UPDATE = """
    UPDATE regions_region region SET
        name = CASE WHEN new.name <> old.name THEN new.name ELSE region.name END,
        short_name = CASE WHEN new.short_name <> old.short_name
            THEN new.short_name ELSE region.short_name END,
        bps_code = CASE WHEN new.bps_code <> old.bps_code
            THEN new.bps_code ELSE region.bps_code END,
        postal_code = CASE WHEN new.postal_code <> old.postal_code
            THEN new.postal_code ELSE region.postal_code END
    FROM staged_region new JOIN regions_officialregion old USING (code)
    WHERE region.code = new.code
        AND (new.name, new.short_name, new.bps_code, new.postal_code)
            <> (old.name, old.short_name, old.bps_code, old.postal_code)
"""
PLACE = """
    UPDATE regions_region region SET latitude = new.latitude, longitude = new.longitude
    FROM staged_region new
    WHERE region.code = new.code AND region.latitude IS NULL AND new.latitude IS NOT NULL
"""
REVIVE = """
    UPDATE regions_region region SET valid_until = NULL
    FROM staged_region staged
    WHERE region.code = staged.code AND region.valid_until IS NOT NULL
        AND NOT EXISTS (SELECT FROM regions_officialregion o WHERE o.code = staged.code)
"""
VANISHED = """
    SELECT code FROM regions_officialregion official
    WHERE NOT EXISTS (SELECT FROM staged_region staged WHERE staged.code = official.code)
"""
REMEMBER_NEW = """
    INSERT INTO regions_officialregion (code, name, short_name, bps_code, postal_code)
    SELECT code, name, short_name, bps_code, postal_code FROM staged_region staged
    WHERE NOT EXISTS (SELECT FROM regions_officialregion o WHERE o.code = staged.code)
"""
REMEMBER_CHANGED = """
    UPDATE regions_officialregion old SET name = new.name, short_name = new.short_name,
        bps_code = new.bps_code, postal_code = new.postal_code
    FROM staged_region new
    WHERE old.code = new.code
        AND (new.name, new.short_name, new.bps_code, new.postal_code)
            <> (old.name, old.short_name, old.bps_code, old.postal_code)
"""


@transaction.atomic
@pghistory.context(channel="reference")
def load() -> dict[str, int]:
    """Bring regions, points and aliases up to the shipped lists. Returns what there is now."""
    load_regions(official_rows())
    load_aliases()
    return {
        "regions": Region.objects.count(),
        "region aliases": RegionAlias.objects.count(),
    }


@transaction.atomic
def load_regions(rows: Iterable[OfficialRow]) -> None:
    """Make the register of regions follow this official list."""
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy("COPY staged_region FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("ANALYZE staged_region")
        for statement in (INSERT, UPDATE, PLACE, REVIVE):
            cursor.execute(statement)
        cursor.execute(VANISHED)
        vanished = [code for (code,) in cursor.fetchall()]
        for statement in (REMEMBER_CHANGED, REMEMBER_NEW, "DROP TABLE staged_region"):
            cursor.execute(statement)
    end_vanished(vanished)


def end_vanished(codes: list[str]) -> None:
    """Delete the regions that nothing uses, villages first, and end the others today."""
    for level in reversed(Region.Level.values):
        unused(Region.objects.filter(code__in=codes, level=level)).delete()
    left = Region.objects.filter(code__in=codes, valid_until=None)
    left.update(valid_until=timezone.localdate())
    OfficialRegion.objects.filter(code__in=codes).delete()


def unused(regions: QuerySet[Region]) -> QuerySet[Region]:
    """Those that no row points to, apart from history and the shipped aliases."""
    relations: Any = Region._meta.get_fields(include_hidden=True)
    for relation in relations:
        model = relation.related_model
        if not relation.one_to_many or issubclass(model, pghistory.models.Event):
            continue
        rows = model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        if model is RegionAlias:
            rows = rows.filter(source=RegionAlias.Source.OFFICER)
        regions = regions.exclude(Exists(rows))
    return regions


def load_aliases() -> None:
    """Add the shipped aliases that are missing; one that changed its place stays changed."""
    known = set(Region.objects.values_list("code", flat=True))
    RegionAlias.objects.bulk_create(
        [
            RegionAlias(alias=row["alias"], region_id=row["code"])
            for row in shipped_rows("reference", "region_aliases")
            if row["code"] in known
        ],
        ignore_conflicts=True,
    )
