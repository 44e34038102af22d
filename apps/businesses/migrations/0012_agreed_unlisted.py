from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """While people work."""

    atomic = False

    dependencies = [("businesses", "0011_agreed_is_known")]

    operations = [
        AddIndexConcurrently(
            model_name="business",
            index=models.Index(
                condition=models.Q(
                    ("is_agreed", True), ("listed_at", None), ("status", "active")
                ),
                fields=["name", "id"],
                include=("reached_by",),
                name="businesses_agreed_unlisted",
            ),
        ),
    ]
