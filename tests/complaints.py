"""Complaints as people bring them, for tests."""

from __future__ import annotations

import uuid
from typing import Any

from cases.models import Complaint
from cases.services import complaints
from core.models import User
from tests.stories import town

PHONE, NAME = "13859600001", "郑某某"


def told(where: str = "石亭街道", **changes: Any) -> complaints.Told:
    values: dict[str, Any] = {
        "township": town(where),
        "channel": "phone",
        "place": "丹霞路北段 12 号门前",
        "content": "建材店把水泥和砂石堆在人行道上，行人只能走机动车道。",
        "party_name": "芗城某建材经营部",
        "reporter_name": NAME,
        "reporter_phone": PHONE,
    }
    return complaints.Told(**{**values, **changes})


def received(by: User | None, where: str = "石亭街道", **changes: Any) -> Complaint:
    made = told(where, **({"channel": "web"} if by is None else {}) | changes)
    return complaints.receive(told=made, key=uuid.uuid4(), by=by).complaint
