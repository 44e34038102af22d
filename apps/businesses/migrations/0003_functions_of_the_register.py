from django.db import migrations

# What a business is found by, for those of these ids: no NIK and no phone among them.
WORDS = """
CREATE FUNCTION businesses_words(ids bigint[])
RETURNS TABLE (business_id bigint, words text) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT business.id, lower(regexp_replace(concat_ws(' ',
            business.name, business.brand, business.products, business.contact_name,
            owner.name,
            (SELECT string_agg(other.name, ' ' ORDER BY other.id) FROM businesses_businessname AS other
             WHERE other.business_id = business.id),
            (SELECT string_agg(other.name, ' ' ORDER BY other.id) FROM businesses_personname AS other
             WHERE other.person_id = owner.id)
        ), '[^[:alnum:]]+', ' ', 'g')) || concat(' ', concat_ws(' ',
            business.nib,
            (SELECT string_agg(lower(regexp_replace(claim.number, '[^[:alnum:]]', '', 'g')), ' '
                               ORDER BY claim.id)
             FROM businesses_claim AS claim
             WHERE claim.business_id = business.id AND claim.number <> '')
        ))
    FROM businesses_business AS business
    JOIN businesses_person AS owner ON owner.id = business.owner_id
    WHERE business.id = ANY (ids);
END $$
"""
# Only of what has an entry: while a business is deleted, its claims go before it.
REWRITE_WORDS = """
CREATE FUNCTION businesses_rewrite_words(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) = 0 THEN RETURN; END IF;
    UPDATE businesses_searchentry AS entry SET words = found.words
    FROM businesses_words(ids) AS found
    WHERE entry.business_id = found.business_id AND entry.words <> found.words;
END $$
"""
# The points of apps/businesses/completeness.py; a test compares.
COMPLETENESS = """
CREATE FUNCTION businesses_completeness(business businesses_business)
RETURNS smallint LANGUAGE plpgsql STABLE AS $$
DECLARE owner businesses_person;
BEGIN
    SELECT * INTO owner FROM businesses_person WHERE id = business.owner_id;
    RETURN
        CASE WHEN owner.phone_index IS NOT NULL
            OR business.contact_phone_index IS NOT NULL THEN 15 ELSE 0 END
        + CASE WHEN owner.nik_status = 'valid' THEN 15 ELSE 0 END
        + CASE WHEN business.name <> '' OR business.brand <> '' THEN 5 ELSE 0 END
        + CASE WHEN business.products <> '' THEN 10 ELSE 0 END
        + CASE WHEN business.commodity_group_id IS NOT NULL THEN 10 ELSE 0 END
        + CASE WHEN business.address <> '' THEN 10 ELSE 0 END
        + CASE WHEN length(business.region_id) = 10 THEN 10 ELSE 0 END
        + CASE WHEN business.nib <> '' THEN 10 ELSE 0 END
        + CASE WHEN business.kbli_code <> '' THEN 5 ELSE 0 END
        + CASE WHEN business.established_year > 0 THEN 5 ELSE 0 END
        + CASE WHEN owner.sex <> '' AND owner.birth_date IS NOT NULL THEN 5 ELSE 0 END;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("businesses", "0002_refuse_truncate")]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION businesses_words(bigint[])"),
        migrations.RunSQL(
            REWRITE_WORDS, "DROP FUNCTION businesses_rewrite_words(bigint[])"
        ),
        migrations.RunSQL(
            COMPLETENESS, "DROP FUNCTION businesses_completeness(businesses_business)"
        ),
    ]
