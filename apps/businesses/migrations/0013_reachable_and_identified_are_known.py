import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


FILL = (
    "UPDATE businesses_business AS business SET is_identified = owner.nik_status = 'valid', "
    "is_reachable = business.contact_phone_index IS NOT NULL "
    "OR owner.phone_index IS NOT NULL "
    "FROM businesses_person AS owner WHERE owner.id = business.owner_id"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_imports_need_second"),
        ("businesses", "0012_agreed_unlisted"),
        ("regions", "0002_refuse_truncate"),
        ("sectors", "0002_refuse_truncate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="business",
            name="score_completeness",
        ),
        migrations.RemoveIndex(
            model_name="business",
            name="businesses_without_products",
        ),
        migrations.RemoveIndex(
            model_name="business",
            name="businesses_waiting_approval",
        ),
        migrations.RemoveIndex(
            model_name="business",
            name="businesses_approved",
        ),
        migrations.AddField(
            model_name="business",
            name="is_identified",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Its owner's NIK is valid; a trigger writes it.",
            ),
        ),
        migrations.AddField(
            model_name="business",
            name="is_reachable",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="It or its owner has a phone; a trigger writes it.",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="business",
            index=models.Index(
                condition=models.Q(("is_reachable", False)),
                fields=["name", "id"],
                include=("reached_by",),
                name="businesses_unreachable",
            ),
        ),
        migrations.AddIndex(
            model_name="business",
            index=models.Index(
                condition=models.Q(("is_identified", False)),
                fields=["name", "id"],
                include=("reached_by",),
                name="businesses_unidentified",
            ),
        ),
        migrations.AddIndex(
            model_name="business",
            index=models.Index(
                condition=models.Q(("products", "")),
                fields=["name", "id"],
                include=("reached_by",),
                name="businesses_without_products",
            ),
        ),
        migrations.AddIndex(
            model_name="business",
            index=models.Index(
                condition=models.Q(
                    ("approved_at", None), ("verified_at__isnull", False)
                ),
                fields=["name", "id"],
                include=("reached_by",),
                name="businesses_waiting_approval",
            ),
        ),
        migrations.AddIndex(
            model_name="business",
            index=models.Index(
                condition=models.Q(("approved_at__isnull", False)),
                fields=["name", "id"],
                include=("reached_by",),
                name="businesses_approved",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="business",
            trigger=pgtrigger.compiler.Trigger(
                name="score_completeness",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        NEW.completeness := businesses_completeness(NEW);\n        SELECT\n            NEW.contact_phone_index IS NOT NULL OR owner.phone_index IS NOT NULL,\n            owner.nik_status = 'valid'\n        INTO NEW.is_reachable, NEW.is_identified\n        FROM businesses_person AS owner WHERE owner.id = NEW.owner_id;\n        RETURN NEW;\n    ",
                    hash="af827638c3041107ca55a0fe1ff8089d143c70e5",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_score_completeness_c382d",
                    table="businesses_business",
                    when="BEFORE",
                ),
            ),
        ),
    ]
