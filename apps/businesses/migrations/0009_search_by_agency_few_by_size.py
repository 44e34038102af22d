import django.contrib.postgres.indexes
from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    RemoveIndexConcurrently,
)
from django.db import migrations, models


class Migration(migrations.Migration):
    """While people work: the new indexes stand before the old one goes."""

    atomic = False

    dependencies = [("businesses", "0008_whose_words_they_are")]

    operations = [
        AddIndexConcurrently(
            model_name="coachingrelation",
            index=models.Index(
                condition=models.Q(("until", None)),
                fields=["channel", "business"],
                name="businesses_coached_by_channel",
            ),
        ),
        AddIndexConcurrently(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["words", "reached_by"],
                name="businesses_search_words_of",
                opclasses=["gin_trgm_ops", "array_ops"],
            ),
        ),
        AddIndexConcurrently(
            model_name="yearlyfigures",
            index=models.Index(
                fields=["workers", "investment"],
                include=("business", "year"),
                name="businesses_figures_by_size",
            ),
        ),
        RemoveIndexConcurrently(
            model_name="searchentry",
            name="businesses_search_words",
        ),
    ]
