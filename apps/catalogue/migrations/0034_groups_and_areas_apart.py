from django.db import migrations

# Entries no longer say a group in a city or district as one word: all are written anew, by the
# job. Until then they have one word more than anybody asks for.
NOTE_ALL = (
    "INSERT INTO catalogue_staleentry (product_id) "
    "SELECT product_id FROM catalogue_catalogueentry"
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0033_bitmaps")]

    operations = [migrations.RunSQL(NOTE_ALL, migrations.RunSQL.noop, elidable=True)]
