"""What the app answers to: its outbox topic, somebody's leaving an office, a case's end."""

from cases import events
from cases.models import Case
from cases.services import complaint_terms, escalation, handover
from core import outbox
from personnel.services import handover as leaving


def connect() -> None:
    outbox.register(escalation.TOPIC, escalation.route)
    leaving.register_source("cases", handover.open_cases, handover.pass_on)
    events.closed.connect(remind_of_answer, dispatch_uid="cases.remind_of_answer")


def remind_of_answer(sender: type[Case], case: Case, **kwargs: object) -> None:
    complaint_terms.remind_of_answer(case)
