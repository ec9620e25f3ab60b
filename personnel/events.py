"""Named events that upper apps listen to. Sent inside the transaction: a failing receiver
takes the business action back with it.

dispatch_issued    order, by             people have been called up
dispatch_answered  order, officer, accepted, reason, by    a called person has answered
dispatch_closed    order, by             finished or cancelled (see order.status)
"""

from django.dispatch import Signal

dispatch_issued = Signal()
dispatch_answered = Signal()
dispatch_closed = Signal()
