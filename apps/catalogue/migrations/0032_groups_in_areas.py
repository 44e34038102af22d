from django.db import migrations

# Entries say a group in a city or district as one word now: all are written anew, by the job.
NOTE_ALL = (
    "INSERT INTO catalogue_staleentry (product_id) "
    "SELECT product_id FROM catalogue_catalogueentry"
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0031_planned_for_the_rows_there_are")]

    operations = [migrations.RunSQL(NOTE_ALL, migrations.RunSQL.noop, elidable=True)]
