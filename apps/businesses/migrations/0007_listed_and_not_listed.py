from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce, NullIf, Upper


class Migration(migrations.Migration):
    """While people work: the index is built beside them."""

    atomic = False

    dependencies = [("businesses", "0006_what_long_lists_need")]

    operations = [
        AddIndexConcurrently(
            model_name="business",
            index=models.Index(
                models.F("commodity_group"),
                Upper(Coalesce(NullIf("brand", models.Value("")), "name")),
                models.F("id"),
                condition=models.Q(listed_at__isnull=False),
                name="businesses_listed_by_group",
            ),
        ),
        AddIndexConcurrently(
            model_name="business",
            index=models.Index(
                condition=models.Q(("listed_at", None), ("status", "active")),
                fields=["name", "id"],
                include=("reached_by",),
                name="businesses_not_published",
            ),
        ),
    ]
