"""A chief comes from the bureau the plan names for the zone: a foreign key over both columns.

`chief_agency` is filled for chiefs only (check chief_agency_only_of_chiefs), so other offices
are not touched.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE personnel_appointment ADD CONSTRAINT chief_from_zone_agency
    FOREIGN KEY (zone_id, chief_agency_id) REFERENCES zones_zone (id, chief_agency_id)
    DEFERRABLE INITIALLY DEFERRED;
"""

BACKWARD = "ALTER TABLE personnel_appointment DROP CONSTRAINT chief_from_zone_agency;"


class Migration(migrations.Migration):
    dependencies = [("personnel", "0001_initial"), ("zones", "0002_station_in_zone")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
