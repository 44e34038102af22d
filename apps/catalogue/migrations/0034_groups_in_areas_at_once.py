from django.db import migrations

# A group in a city or district is one word of an entry: those that the job has not written
# yet get it here, so that no filter finds less in between.
ADD = (
    "UPDATE catalogue_catalogueentry SET words = words || array_to_tsvector(ARRAY["
    "'=g:' || \"group\" || ':' || left(area, 4), '=g:' || \"group\" || ':' || left(area, 6)]) "
    "WHERE \"group\" <> '' AND length(area) >= 4 "
    "AND NOT words @@ ('''=g:' || \"group\" || ':' || left(area, 6) || '''')::tsquery"
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0033_bitmaps")]

    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop, elidable=True)]
