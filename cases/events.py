"""Named events that upper apps listen to. Sent inside the transaction: a failing receiver
takes the business action back with it.

submitted_for_review  case, by, reasons, materials, note   a review must be opened
draft_changed         case, by               the draft's text changed; an earlier pass is void
escalated_to_chief    case, escalation       the report has reached the chief(s)
arranged              case, arrangement, by  the chief has arranged the work
closed                case, by               the case has ended, whichever way
remedy_ended          case, remedy, by       a reconsideration or suit has ended
calendar_loaded       calendar               a holiday notice was loaded: recompute what you keep
"""

from django.dispatch import Signal

submitted_for_review = Signal()
draft_changed = Signal()
escalated_to_chief = Signal()
arranged = Signal()
closed = Signal()
remedy_ended = Signal()
calendar_loaded = Signal()
