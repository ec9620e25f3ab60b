"""What the app answers to: its outbox topic."""

from cases.services import escalation
from core import outbox


def connect() -> None:
    outbox.register(escalation.TOPIC, escalation.route)
