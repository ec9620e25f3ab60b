"""Money paid on a decision (罚缴分离, 第六十七条): entered from the bank's receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, Payment
from cases.rules import spot
from cases.rules.deadlines import Term
from cases.rules.workflow import CaseState
from cases.selectors.facts import facts_of
from cases.selectors.performance import performance_of
from cases.services import _progress, _terms
from core.errors import RuleViolation
from core.models import User

_BASIS = "《行政处罚法》第六十七条"
_71 = "《行政处罚法》第七十一条"
_72 = "《行政处罚法》第六十七条、第七十二条"


@dataclass(frozen=True)
class Paid:
    """What the receipt says; sums in yuan.

    Where it does not say how much is surcharge: first what is due of the fine, then the
    surcharge, then what was put off.
    """

    amount: Decimal
    paid_on: date
    channel: str
    receipt: str
    of_surcharge: Decimal | None = None
    spot_ground: str = ""
    on_water: bool = False
    landed_on: date | None = None
    handed_in_on: date | None = None
    banked_on: date | None = None


@transaction.atomic
def record(*, case_id: int, paid: Paid, by: User, version: int | None = None) -> Payment:
    """Enter a payment; the term for paying ends when nothing is owed any more.

    More than is owed on that day, fine or surcharge, is refused: the rest goes back to the party.
    """
    case = _progress.begin(case_id=case_id, action="pay", by=by, version=version)
    _check(case, paid)
    if paid.paid_on > timezone.localdate():
        raise RuleViolation("future_payment", "缴款日期晚于今天，请核对", field="paid_on")
    if case.decided_on and paid.paid_on < case.decided_on:
        raise RuleViolation("paid_before_decided", "缴款不能早于决定", field="paid_on")
    split = {"of_surcharge": _surcharge_part(case, paid)}
    try:
        with transaction.atomic():
            row = Payment.objects.create(case=case, recorded_by=by, **{**vars(paid), **split})
    except IntegrityError as error:
        raise RuleViolation(
            "receipt_twice", "该票据号已登记过，请核对票据", _BASIS, field="receipt"
        ) from error
    if row.channel == Payment.Channel.ON_SPOT:
        _let_cash_run(case, row)
    facts = facts_of(case)
    if facts.fine_owed == 0:
        _terms.close_term(case, Term.FINE_PAYMENT, paid.paid_on)
    if not facts.owes:
        _terms.close_term(case, Term.COURT_APPLICATION, paid.paid_on)
    _progress.finish(
        case,
        "pay",
        by=by,
        payload={"amount": str(paid.amount), "channel": paid.channel, "receipt": paid.receipt},
    )
    return row


def _surcharge_part(case: Case, paid: Paid) -> Decimal:
    """How much of it is surcharge; refuses more than is owed on the day of payment."""
    owed = performance_of(case, paid.paid_on)
    if owed is None:
        raise RuleViolation("no_fine", "本案决定没有罚款，不登记缴款", _BASIS, "amount")
    part = paid.of_surcharge
    if part is None:
        part = min(max(paid.amount - owed.due_now, Decimal(0)), owed.added_owed)
    if paid.amount - part > owed.owed or part > owed.added_owed:
        message = (
            f"{paid.paid_on} 应缴罚款 {owed.owed:.2f} 元、加处罚款 {owed.added_owed:.2f} 元，"
            "登记的金额超过应缴数额，请核对；多缴的退还当事人"
        )
        field = "amount" if paid.amount - part > owed.owed else "of_surcharge"
        raise RuleViolation("overpaid", message, _72, field)
    return part


def _check(case: Case, paid: Paid) -> None:
    if paid.of_surcharge is not None and paid.of_surcharge > paid.amount:
        raise RuleViolation(
            "surcharge_over_payment", "其中的加处罚款不能多于缴款金额", field="of_surcharge"
        )
    if paid.channel == Payment.Channel.COURT and case.stage is not CaseState.ENFORCING:
        message = "只有已申请法院强制执行的，才登记法院执行到位的款项"
        raise RuleViolation("no_court", message, "《行政强制法》第五十三条", "channel")
    if paid.channel != Payment.Channel.ON_SPOT:
        cash = (paid.spot_ground, paid.handed_in_on, paid.banked_on, paid.landed_on)
        if any(cash) or paid.on_water:
            message = "只有当场收缴的才填收缴情形和交款日期"
            raise RuleViolation("not_cash", message, _BASIS, field="spot_ground")
        return
    spot.check_cash(
        paid.spot_ground,
        fine=case.draft.amount,
        receipt=paid.receipt,
        simple=case.procedure == Case.Procedure.SIMPLE,
    )
    _check_water(paid)
    _check_days(paid.paid_on, paid.handed_in_on, paid.banked_on)


def _check_water(paid: Paid) -> None:
    """On water the two days run from the landing; until then nothing runs."""
    if paid.landed_on is None:
        return
    if not paid.on_water:
        message = "只有在水上当场收缴的才填抵岸日期"
        raise RuleViolation("not_on_water", message, _71, field="landed_on")
    if not paid.paid_on <= paid.landed_on <= timezone.localdate():
        message = "抵岸须在收缴之日以后、今天以前"
        raise RuleViolation("landed_before_collected", message, _71, field="landed_on")


def _check_days(paid_on: date, handed_in_on: date | None, banked_on: date | None) -> None:
    today = timezone.localdate()
    if handed_in_on and not paid_on <= handed_in_on <= today:
        message = "交至机关的日期须在收缴之日以后、今天以前"
        raise RuleViolation("handed_in_out_of_order", message, _71, field="handed_in_on")
    if banked_on and not (handed_in_on and handed_in_on <= banked_on <= today):
        message = "缴付银行须在交至机关以后、今天以前"
        raise RuleViolation("banked_out_of_order", message, _71, field="banked_on")


def _let_cash_run(case: Case, row: Payment) -> None:
    """Two days to the organ from collection or landing, two more to the bank (第七十一条)."""
    if row.handed_in_on is None:
        if not row.on_water or row.landed_on is not None:
            _terms.open_term(case, Term.CASH_HANDIN, row.landed_on or row.paid_on)
        return
    _terms.close_term(case, Term.CASH_HANDIN, row.handed_in_on)
    if row.banked_on is None:
        _terms.open_term(case, Term.CASH_BANK, row.handed_in_on)
        return
    _terms.close_term(case, Term.CASH_BANK, row.banked_on)


@transaction.atomic
def hand_in(
    *,
    case_id: int,
    payment: Payment,
    handed_in_on: date,
    banked_on: date | None = None,
    by: User,
    version: int | None = None,
) -> Payment:
    """Enter when cash taken on the spot went to the organ and to the bank (第七十一条)."""
    case = _progress.lock(case_id)
    if version is not None and version != case.version:
        raise RuleViolation("stale", "案件已被他人更新，请核对后再提交")
    if not policy.is_handler(by, case):
        raise PermissionDenied("由本案主办或协办人员登记交款")
    row = Payment.objects.select_for_update().get(pk=payment.pk, case=case)
    if row.channel != Payment.Channel.ON_SPOT or row.banked_on is not None:
        raise RuleViolation("nothing_to_hand_in", "该笔缴款无须登记交款", field="payment")
    _check_days(row.paid_on, handed_in_on, banked_on)
    row.handed_in_on, row.banked_on = handed_in_on, banked_on
    row.save(update_fields=["handed_in_on", "banked_on"])
    _let_cash_run(case, row)
    days = {"handed_in_on": handed_in_on.isoformat(), "receipt": row.receipt}
    if banked_on:
        days["banked_on"] = banked_on.isoformat()
    _progress.note(case, "hand_in", by=by, payload=days)
    return row
