"""The last guard of 第五十八条: no way around a passed review, not even from the shell.

A decision of a case that needs review is refused unless its very text has passed; a text once
sent in and an opinion once given are fixed.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION decision_needs_its_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    digest text := encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex');
BEGIN
    IF EXISTS (SELECT 1 FROM cases_case WHERE id = NEW.case_id AND needs_review)
       AND NOT EXISTS (
           SELECT 1 FROM legal_review_review r
             JOIN legal_review_opinion o ON o.review_id = r.id AND o.kind = 'agree'
            WHERE r.case_id = NEW.case_id AND r.status = 'passed'
              AND r.draft_hash = digest AND NEW.text_hash = digest)
    THEN
        RAISE EXCEPTION '未经法制审核通过的文本不得作为处罚决定（《行政处罚法》第五十八条）'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_needs_its_review';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_needs_its_review
    BEFORE INSERT OR UPDATE OF text, text_hash, case_id ON cases_decision
    FOR EACH ROW EXECUTE FUNCTION decision_needs_its_review();

CREATE FUNCTION reviewed_text_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '送审文本和审核意见已经固定，不能改动（《行政处罚法》第五十八条）'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reviewed_text_is_frozen';
END $$;
CREATE TRIGGER reviewed_text_is_frozen
    BEFORE UPDATE ON legal_review_review FOR EACH ROW
    WHEN (OLD.draft_text IS DISTINCT FROM NEW.draft_text
          OR OLD.draft_hash IS DISTINCT FROM NEW.draft_hash
          OR OLD.case_id IS DISTINCT FROM NEW.case_id)
    EXECUTE FUNCTION reviewed_text_is_frozen();
CREATE TRIGGER opinion_is_fixed
    BEFORE UPDATE OR DELETE ON legal_review_opinion FOR EACH ROW
    EXECUTE FUNCTION reviewed_text_is_frozen();
"""
BACKWARD = """
DROP TRIGGER opinion_is_fixed ON legal_review_opinion;
DROP TRIGGER reviewed_text_is_frozen ON legal_review_review;
DROP FUNCTION reviewed_text_is_frozen();
DROP TRIGGER decision_needs_its_review ON cases_decision;
DROP FUNCTION decision_needs_its_review();
"""


class Migration(migrations.Migration):
    dependencies = [("legal_review", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
