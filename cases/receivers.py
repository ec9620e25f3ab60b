"""What the app answers to: its outbox topic, and somebody's leaving an office."""

from cases.services import escalation, handover
from core import outbox
from personnel.services import handover as leaving


def connect() -> None:
    outbox.register(escalation.TOPIC, escalation.route)
    leaving.register_source("cases", handover.open_cases, handover.pass_on)
