import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


FILL = (
    "UPDATE businesses_business AS business SET permits = said.permits "
    "FROM (SELECT business_id, array_agg(DISTINCT scheme ORDER BY scheme) AS permits "
    "FROM businesses_claim WHERE void_since IS NULL GROUP BY business_id) AS said "
    "WHERE business.id = said.business_id"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_imports_need_second"),
        ("businesses", "0013_reachable_and_identified_are_known"),
        ("regions", "0002_refuse_truncate"),
        ("sectors", "0002_refuse_truncate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="business",
            name="businesses_by_name",
        ),
        migrations.RemoveIndex(
            model_name="business",
            name="businesses_reached_by",
        ),
        migrations.AddField(
            model_name="business",
            name="permits",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                help_text="Schemes that its list or owner speaks of; triggers write it.",
                size=None,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="business",
            index=models.Index(
                fields=["name", "id"],
                include=("reached_by", "permits"),
                name="businesses_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="business",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["reached_by", "permits"], name="businesses_reached_permits"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="tell_permits_new",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="UPDATE businesses_business AS business SET permits = now.permits FROM (SELECT asked.business_id, ARRAY(SELECT DISTINCT claim.scheme FROM businesses_claim AS claim WHERE claim.business_id = asked.business_id AND claim.void_since IS NULL ORDER BY 1) AS permits FROM (SELECT business_id FROM new_rows) AS asked) AS now WHERE business.id = now.business_id AND business.permits <> now.permits; RETURN NULL;",
                    hash="1e937cebf2dcf0892b249089bc4138d39a41b489",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_tell_permits_new_a615e",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="businesses_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="tell_permits_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="UPDATE businesses_business AS business SET permits = now.permits FROM (SELECT asked.business_id, ARRAY(SELECT DISTINCT claim.scheme FROM businesses_claim AS claim WHERE claim.business_id = asked.business_id AND claim.void_since IS NULL ORDER BY 1) AS permits FROM (SELECT business_id FROM new_rows UNION SELECT business_id FROM old_rows) AS asked) AS now WHERE business.id = now.business_id AND business.permits <> now.permits; RETURN NULL;",
                    hash="a376644ab39950af49e8cd0fcf516316cdbd47c9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_tell_permits_changed_7d87c",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="businesses_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="tell_permits_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="UPDATE businesses_business AS business SET permits = now.permits FROM (SELECT asked.business_id, ARRAY(SELECT DISTINCT claim.scheme FROM businesses_claim AS claim WHERE claim.business_id = asked.business_id AND claim.void_since IS NULL ORDER BY 1) AS permits FROM (SELECT business_id FROM old_rows) AS asked) AS now WHERE business.id = now.business_id AND business.permits <> now.permits; RETURN NULL;",
                    hash="6c12dcdf850e32aa921709beacda6e933fc01b59",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_tell_permits_removed_730d7",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="businesses_claim",
                    when="AFTER",
                ),
            ),
        ),
    ]
