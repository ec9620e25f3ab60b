"""Who may hold an office of the plan: the database refuses what `personnel.rules.offices` refuses.

Judged when an office is recorded, against the person's rank, home and qualification of that
moment. The name of the broken condition stands in the error as if it were a check constraint.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION personnel_check_office() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person personnel_officer%ROWTYPE;
    held personnel_appointment%ROWTYPE;
    broken text;
BEGIN
    SELECT * INTO person FROM personnel_officer WHERE id = NEW.officer_id;
    IF NEW.role IN ('zone_chief', 'deputy_chief')
            AND person.rank NOT IN ('deputy_section', 'section', 'deputy_division') THEN
        broken := 'office_needs_rank';
    ELSIF NEW.role IN ('deputy_chief', 'town_officer')
            AND person.home_township_id IS DISTINCT FROM NEW.township_id THEN
        broken := 'office_of_own_staff';
    ELSIF NEW.role IN ('liaison', 'agency_officer')
            AND person.home_agency_id IS DISTINCT FROM NEW.agency_id THEN
        broken := 'office_of_own_staff';
    ELSIF NEW.role IN ('zone_reviewer', 'town_reviewer') AND person.legal_qualification = '' THEN
        broken := 'reviewer_is_qualified';
    ELSIF NEW.role = 'seconded_officer' AND person.home_agency_id IS NULL THEN
        broken := 'seconded_from_bureau';
    ELSIF NEW.role = 'coordinator' AND NEW.appointed_by_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM personnel_appointment chief
            JOIN personnel_officer who ON who.id = chief.officer_id
            WHERE who.user_id = NEW.appointed_by_id AND chief.role = 'zone_chief'
                AND chief.zone_id = NEW.zone_id AND chief.ended_at IS NULL) THEN
        broken := 'coordinator_named_by_chief';
    ELSIF NEW.acting_for_id IS NOT NULL THEN
        SELECT * INTO held FROM personnel_appointment WHERE id = NEW.acting_for_id;
        IF (held.role, held.zone_id, held.township_id, held.agency_id, held.district_id)
                IS DISTINCT FROM
                (NEW.role, NEW.zone_id, NEW.township_id, NEW.agency_id, NEW.district_id)
                OR held.officer_id = NEW.officer_id OR held.acting_for_id IS NOT NULL THEN
            broken := 'acting_in_same_office';
        END IF;
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'personnel_appointment breaks "%"', broken
            USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER office_conditions
    BEFORE INSERT OR UPDATE OF officer_id, role, zone_id, township_id, agency_id, acting_for_id
    ON personnel_appointment FOR EACH ROW EXECUTE FUNCTION personnel_check_office();
"""

BACKWARD = """
DROP TRIGGER office_conditions ON personnel_appointment;
DROP FUNCTION personnel_check_office();
"""


class Migration(migrations.Migration):
    dependencies = [("personnel", "0002_chief_from_zone_agency")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
