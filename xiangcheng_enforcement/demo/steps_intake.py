"""Registration, acceptance, filing, and the ways out before an investigation."""

from __future__ import annotations

import json

from cases.models import CaseOfficer
from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term
from xiangcheng_enforcement.demo.casefile import At, CaseFile, Step
from xiangcheng_enforcement.demo.clock import Draw
from xiangcheng_enforcement.demo.matters import pick
from xiangcheng_enforcement.demo.notices import tell
from xiangcheng_enforcement.demo.world import Person, Unit


def register(file: CaseFile, at: At) -> Step:
    fate, words, rows = file.life.fate, file.words, file.office.rows
    file.reported = at
    file.registrar = pick(fate.towns[0].handlers, file.draw)
    rows.parties.rows.append(
        (file.pk, fate.party.value, words.party, words.identifier, words.representative, "",
         words.place)
    )  # fmt: skip
    for order, town in enumerate(fate.towns):
        rows.places.rows.append((file.pk, town.pk, order))
        file.show_to(town, "案发地")
    file.scopes.setdefault(f"U{file.registrar.user_id}", "登记人")
    file.judge(at.day, at)
    file.open_term(Term.ACK, at.day)
    return file.registrar, {"source": fate.source, "title": words.title, "party": words.party}


def accept(file: CaseFile, at: At) -> Step:
    file.dates["accepted"] = at.date
    file.close_term(Term.ACK, at.date)
    file.open_term(Term.FILING, at.day)
    answer = file.judge(at.day, at)
    return file.registrar, {"authority": answer.authority, "kind": answer.kind}


def refuse(file: CaseFile, at: At) -> Step:
    return file.registrar, _end(file, at, pick(file.office.matters.texts["refusals"], file.draw))


def decline_filing(file: CaseFile, at: At) -> Step:
    """By an officer of the competent unit; nobody handles the case yet."""
    people = file.unit.handlers if file.unit else (file.registrar,)
    reason = pick(file.office.matters.texts["declines"], file.draw)
    return pick(people, file.draw), _end(file, at, reason)


def _end(file: CaseFile, at: At, reason: str) -> dict[str, str]:
    file.closing_note = reason
    file.dates["ended"] = at.date
    file.close_all(at.date)
    return {"reason": reason}


def propose_filing(file: CaseFile, at: At) -> Step:
    """立案申请: two certified officers of the competent unit are proposed."""
    file.judge(at.day, at)
    assert file.unit is not None  # the course lets only cases of town or bureau be filed
    domain = file.life.fate.matter.item.domain
    file.lead, file.second = _team(file.unit, domain, file.draw)
    team = json.dumps({"lead": file.lead.officer_id, "others": [file.second.officer_id]})
    file.ask(ApprovalKind.FILING, file.words.description, team, file.lead, at)
    return file.lead, {"handlers": [file.lead.name, file.second.name], "reason": ""}


def approve_filing(file: CaseFile, at: At) -> Step:
    """立案: the head of the unit approves."""
    answer = file.judge(at.day, at)
    assert file.unit is not None  # proposed
    file.answer_request(file.unit.approver, at)
    file.dates["filed"] = at.date
    file.filed_day = at.day
    for person, duty in (
        (file.lead, CaseOfficer.Duty.LEAD),
        (file.second, CaseOfficer.Duty.SECOND),
    ):
        file.team.append((person.officer_id, duty.value, person.certificate, at.stamp))
        file.scopes.setdefault(f"U{person.user_id}", "办案人")
    file.close_term(Term.FILING, at.date)
    file.open_term(Term.DECISION, at.day)
    key = f"handler:{file.pk}:{len(file.chain.lines) + 1}"
    tell(file, at, [file.lead, file.second], key, "已指派您办理")
    handlers = [file.lead.name, file.second.name]
    return file.unit.approver, {
        "authority": answer.authority,
        "handlers": handlers,
        "reasons": answer.reasons_on(at.date),
    }


def _team(unit: Unit, domain: str, draw: Draw) -> tuple[Person, Person]:
    able = [person for person in unit.handlers if person.may_act_in(domain)]
    first = int(draw() * len(able))
    second = (first + 1 + int(draw() * (len(able) - 1))) % len(able)
    return able[first], able[second]
