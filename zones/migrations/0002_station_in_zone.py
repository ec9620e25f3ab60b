"""The station (片区中心驻点) is one of the zone's own towns: a foreign key over both columns.

Deferred, because zone and towns refer to each other while the district is being loaded.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE zones_zone ADD CONSTRAINT station_in_zone
    FOREIGN KEY (station_id, id) REFERENCES zones_township (id, zone_id)
    DEFERRABLE INITIALLY DEFERRED;
"""

BACKWARD = "ALTER TABLE zones_zone DROP CONSTRAINT station_in_zone;"


class Migration(migrations.Migration):
    dependencies = [("zones", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
