"""Named events of zones that upper apps listen to. Sent inside the transaction: a failing
receiver takes the business action back with it.

empowerment_changed  change_set, item_ids, town_ids   what towns hold has changed from its date on
"""

from django.dispatch import Signal

empowerment_changed = Signal()
