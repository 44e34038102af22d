from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, OrderBy


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("catalogue", "0030_curation"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="catalogueentry",
            index=models.Index(
                OrderBy(F("price"), descending=True, nulls_last=True),
                OrderBy(F("product"), descending=True),
                name="catalogue_entry_dearest",
            ),
        ),
    ]
