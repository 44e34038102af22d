from django.db import migrations

WORDS = """
INSERT INTO businesses_searchentry (business_id, words)
SELECT * FROM businesses_words(ARRAY(SELECT id FROM businesses_business))
ON CONFLICT DO NOTHING
"""
SCORE = "UPDATE businesses_business SET completeness = 0"  # its trigger computes it
PHONES = """
UPDATE businesses_person SET phone_indexes = ARRAY[phone_index] WHERE phone_index IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("businesses", "0004_people_and_businesses_in_full")]

    operations = [
        migrations.RunSQL([WORDS, SCORE, PHONES], migrations.RunSQL.noop, elidable=True)
    ]
