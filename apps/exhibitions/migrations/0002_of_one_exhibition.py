"""A place joins a booth and an exhibitor of one exhibition: keys of two columns hold it."""

from django.db import migrations

KEYS = {"booth": "exhibitions_booth", "participation": "exhibitions_participation"}


def _add(name: str, table: str) -> str:
    return (
        f"ALTER TABLE exhibitions_boothassignment ADD CONSTRAINT "
        f"exhibitions_boothassignment_{name}_of_the_exhibition FOREIGN KEY "
        f"({name}_id, exhibition_id) REFERENCES {table} (id, exhibition_id) "
        f"DEFERRABLE INITIALLY DEFERRED"
    )


def _drop(name: str) -> str:
    return (
        f"ALTER TABLE exhibitions_boothassignment DROP CONSTRAINT "
        f"exhibitions_boothassignment_{name}_of_the_exhibition"
    )


class Migration(migrations.Migration):
    dependencies = [("exhibitions", "0001_initial")]

    operations = [
        migrations.RunSQL(_add(name, table), _drop(name))
        for name, table in KEYS.items()
    ]
