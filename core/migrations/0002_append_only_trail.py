"""The trail is append-only: PostgreSQL itself refuses to change or remove an entry."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '留痕只能追加，不能修改或删除' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER trail_is_append_only BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER trail_is_not_emptied BEFORE TRUNCATE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""

BACKWARD = """
DROP TRIGGER trail_is_not_emptied ON core_auditentry;
DROP TRIGGER trail_is_append_only ON core_auditentry;
DROP FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
