"""What the app answers to: its outbox topic, somebody's leaving an office, a case's end."""

from collections.abc import Mapping

from cases import events
from cases.documents import casefile
from cases.models import Case
from cases.services import (
    archive,
    arrangement,
    complaint_terms,
    dispute,
    escalation,
    gravity,
    handover,
    transfer_reminders,
)
from core import outbox
from core.jobs import Progress
from core.models import Job
from personnel.services import handover as leaving


def bind_casefile(job: Job, progress: Progress) -> Mapping[str, object]:
    """Bind the volumes; where an archive asked for them, their pages and hashes are entered."""
    result = casefile.run(job, progress)
    archive.attach(job=job, result=result)
    return result


def connect() -> None:
    outbox.register(escalation.TOPIC, escalation.route, escalation.route_all)
    outbox.register(gravity.TOPIC, look_again)
    leaving.register_source("cases", handover.open_cases, handover.pass_on)
    events.closed.connect(end_what_was_arranged, dispatch_uid="cases.end_what_was_arranged")
    events.closed.connect(tell_sender, dispatch_uid="cases.tell_sender")
    events.closed.connect(remind_of_answer, dispatch_uid="cases.remind_of_answer")


def end_what_was_arranged(sender: type[Case], case: Case, **kwargs: object) -> None:
    arrangement.finish_with_case(case)
    dispute.lapse(case)


def tell_sender(sender: type[Case], case: Case, **kwargs: object) -> None:
    transfer_reminders.tell_outcome(case)


def look_again(payload: Mapping[str, object]) -> None:
    """The list of major decisions was changed: undecided cases are looked at again."""
    gravity.refresh_need()


def remind_of_answer(sender: type[Case], case: Case, **kwargs: object) -> None:
    complaint_terms.remind_of_answer(case)
