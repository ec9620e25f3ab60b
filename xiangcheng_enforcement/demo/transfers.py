"""A few transfers in each state, made by the services as people would: on their way, returned,
taken over, with the police, refused by them, a lead beside its case."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from cases.models import Case, Transfer
from cases.rules.steps import CaseState as S
from cases.rules.transfer import PROCURATORATE, TransferKind
from cases.services import _transfer, approvals, transfer, transfer_answers, transfer_crime
from cases.services.transfer import Wanted
from core import access
from core.errors import RuleViolation
from core.models import User
from zones.models import Agency, EnforcementItem, Township

_MATERIALS = ("案件登记表（演示）", "现场照片打印件（演示）")
_MOVES = ("sent", "returned", "taken")
_CRIMES = ("asked", "waiting", "refused")
_LOOKED_THROUGH = 60  # the first so many rows: a year of a hundred thousand cases has enough there


def ensure_transfers() -> int:
    """Nothing where some were made already; how many were made."""
    if Transfer.objects.exclude(kind=TransferKind.CITY.value).exists():
        return 0
    filed = _filed()
    return _between_towns() + _to_the_police(filed) + _to_bureaus(filed) + _leads()


def _between_towns() -> int:
    done = 0
    two = Case.objects.filter(state=S.ACCEPTED.value, authority_kind="town").order_by("pk")
    stages = iter(_MOVES)
    stage = next(stages)
    for case in two.prefetch_related("places__township")[:_LOOKED_THROUGH]:
        others = [p.township for p in case.places.all() if p.township != case.unit]
        fitting = [town for town in others if _transfer.competence(case, town).fits(town)]
        if not fitting or case.reporting == Case.Reporting.PENDING:
            continue
        if not _move(case, fitting[0], stage):
            continue
        done += 1
        stage = next(stages, "")
        if not stage:
            break
    return done


def _move(case: Case, town: Township, stage: str) -> bool:
    officer, receiver = _officer(case.unit), _officer(town)
    if officer is None or receiver is None:
        return False
    reason = f"经现场核查，违法行为主要发生在{town}辖区，由{town}办理更为妥当。"
    asked = Wanted(kind="town", reason=reason, unit=town, materials=_MATERIALS)
    try:
        transfer.propose(case_id=case.pk, wanted=asked, by=officer)
    except RuleViolation:
        return False
    _answer(case, stage, receiver)
    return True


def _answer(case: Case, stage: str, receiver: User) -> None:
    if stage == "returned":
        transfer_answers.send_back(
            case_id=case.pk,
            ground=Transfer.Ground.MATERIALS,
            reason="移送清单缺少当事人身份材料，请补齐后再移送。",
            by=receiver,
        )
    elif stage == "taken":
        taking = transfer_answers.Taking(str(receiver), "", "材料齐全")
        transfer_answers.receive(case_id=case.pk, taking=taking, by=receiver)


def _filed() -> Iterator[tuple[Case, User, User]]:
    """Cases under investigation with an officer and a head, earliest first."""
    rows = Case.objects.filter(state=S.FILED.value, suspended_on=None, authority_kind="town")
    for case in rows.exclude(reporting__in=["pending", "routed"]).order_by("pk")[:_LOOKED_THROUGH]:
        officer = _handler(case)
        head = next(iter(access.users_with("approve_cases", case.unit)), None)
        if officer is not None and head is not None and not case.approvals.filter(status="open"):
            yield case, officer, head


def _to_bureaus(filed: Iterator[tuple[Case, User, User]]) -> int:
    """The investigation found another item to apply, which no town holds."""
    done = 0
    for stage, (case, officer, head) in zip(_MOVES[1:], filed, strict=False):
        item = _of_a_bureau(case)
        if item is None:
            break
        reason = f"经调查，应适用“{item.name}”，该事项未赋权乡镇（街道）（演示）。"
        asked = Wanted(
            kind="bureau", reason=reason, unit=item.agency, item=item, materials=_MATERIALS
        )
        row = transfer.propose(case_id=case.pk, wanted=asked, by=officer)
        if row.approval is not None:
            approvals.answer(approval_id=row.approval.pk, approved=True, opinion="同意", by=head)
        receiver = _officer(item.agency)
        if receiver is not None:
            _answer(case, stage, receiver)
        done += 1
    return done


def _of_a_bureau(case: Case) -> EnforcementItem | None:
    """An item no town holds, of a bureau that has somebody to take the case over."""
    free = EnforcementItem.objects.filter(empowerments=None, city_since=None, statutory_town=False)
    for item in free.select_related("agency").order_by("code")[:_LOOKED_THROUGH]:
        if _officer(item.agency) and _transfer.competence(case, item.agency, item).fits(
            item.agency
        ):
            return item
    return None


def _to_the_police(filed: Iterator[tuple[Case, User, User]]) -> int:
    done = 0
    for stage, (case, officer, head) in zip(_CRIMES, filed, strict=False):
        reason = "当事人多次实施且数额较大，涉嫌构成犯罪，已达到立案追诉标准（演示）。"
        organ = TransferKind.CRIME.rule.organ
        asked = Wanted(kind="crime", reason=reason, organ=organ, materials=_MATERIALS)
        row = transfer.propose(case_id=case.pk, wanted=asked, by=officer)
        done += 1
        if stage == "asked" or row.approval is None:
            continue
        approvals.answer(approval_id=row.approval.pk, approved=True, opinion="同意移送", by=head)
        today = timezone.localdate()
        sending = transfer.Sending(timezone.now(), PROCURATORATE, today)
        transfer.send(case_id=case.pk, sending=sending, by=officer)
        receipt = transfer_answers.Receipt(True, today, "受案民警（演示）", "芗公受〔演示〕1号")
        transfer_answers.record_receipt(case_id=case.pk, transfer=row, receipt=receipt, by=officer)
        if stage == "refused":
            told = transfer_crime.Told("refused", today, "芗公不立〔演示〕1号", "犯罪事实显著轻微")
            transfer_crime.record(case_id=case.pk, told=told, by=officer)
    return done


def _leads() -> int:
    found = Case.objects.filter(state=S.INVESTIGATED.value, suspended_on=None).order_by("pk")
    for case in found[:_LOOKED_THROUGH]:
        officer = _handler(case)
        if officer is None:
            continue
        organ = TransferKind.DISCIPLINE.rule.organ
        reason = "办案中发现有关公职人员涉嫌失职的问题线索，移送处置（演示）。"
        asked = Wanted(kind="discipline", reason=reason, organ=organ, materials=_MATERIALS[:1])
        transfer.propose(case_id=case.pk, wanted=asked, by=officer)
        return 1
    return 0


def _handler(case: Case) -> User | None:
    rows = case.handlers.filter(removed_at=None).select_related("officer__user").order_by("pk")
    return next((row.officer.user for row in rows), None)


def _officer(unit: Township | Agency) -> User | None:
    return next(iter(access.users_with("handle_cases", unit)), None)
