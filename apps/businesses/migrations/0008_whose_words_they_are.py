import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FILL = (
    "UPDATE businesses_searchentry AS entry SET reached_by = business.reached_by "
    "FROM businesses_business AS business WHERE business.id = entry.business_id"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_refuse_truncate"),
        ("businesses", "0007_listed_and_not_listed"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="business",
            name="write_words_of_new",
        ),
        migrations.AddField(
            model_name="searchentry",
            name="reached_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                help_text="Ids of the agencies that registered or coach it; triggers write it.",
                size=None,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="business",
            trigger=pgtrigger.compiler.Trigger(
                name="write_words_of_new",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="INSERT INTO businesses_searchentry (business_id, words, reached_by) SELECT found.business_id, found.words, new_rows.reached_by FROM businesses_words(ARRAY(SELECT id FROM new_rows)) AS found JOIN new_rows ON new_rows.id = found.business_id; RETURN NULL;",
                    hash="8f49501fc78be844bbb534d38b9a3517ad24704a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_write_words_of_new_0a490",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="businesses_business",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="business",
            trigger=pgtrigger.compiler.Trigger(
                name="tell_search_of_agencies",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='UPDATE businesses_searchentry AS entry SET reached_by = new_rows.reached_by FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id WHERE entry.business_id = new_rows.id AND (new_rows."reached_by" IS DISTINCT FROM old_rows."reached_by"); RETURN NULL;',
                    hash="b3388b848ea3ead497f0789d2a4ce6df6c44a9ae",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_tell_search_of_agencies_1e4e5",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="businesses_business",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop, elidable=True),
    ]
