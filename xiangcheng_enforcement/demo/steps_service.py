"""How a paper reached the party, with the proof of its way."""

from __future__ import annotations

from typing import Any

from cases.rules.filing import PartyKind
from cases.rules.service import MAILROOM
from xiangcheng_enforcement.demo.casefile import At, CaseFile
from xiangcheng_enforcement.demo.world import Person

_EMPTY = dict.fromkeys(
    [
        "receiver",
        "relation",
        "place",
        "refused_why",
        "witness",
        "mail_number",
        "sent_to",
        "consent",
        "reason",
    ],
    "",
)


def keep(file: CaseFile, at: At, subject: str, method: str, by: Person) -> None:
    """The row of the service and the two officers who served."""
    pk, rows = next(file.office.delivery_ids), file.office.rows
    told: dict[str, Any] = {**_EMPTY, "arrived_at": None, **_told(file, at, method)}
    rows.deliveries.rows.append(
        (pk, file.pk, subject, method, at.date, told["receiver"], told["relation"], told["place"],
         told["refused_why"], told["witness"], told["mail_number"], told["sent_to"],
         told["consent"], told["arrived_at"], told["reason"],
         file.office.matters.texts["proofs"][method], by.user_id)
    )  # fmt: skip
    rows.delivery_officers.rows += [(pk, row[0]) for row in file.team]


def _told(file: CaseFile, at: At, method: str) -> dict[str, Any]:
    """What this way of service must say (cases.rules.service)."""
    said: dict[str, Any] = dict(file.office.matters.texts["services"][method])
    if method == "direct":
        organised = file.life.fate.party is PartyKind.ORGANISATION
        said |= {"relation": MAILROOM} if organised else {"receiver": "本人"}
        said["place"] = file.words.place
    elif method == "left":
        said["place"] = file.words.place
    elif method == "mail":
        said["mail_number"] = f"演示邮件{file.pk:08d}"
    elif method == "electronic":
        said["arrived_at"] = at.stamp
    return said
