"""Things kept, sampled or seized: taken in, handed on, tested, disposed of, each link signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, CustodyEntry, Exhibit, InvestigationRecord
from cases.rules import exhibits as rule
from cases.rules.gravity import PenaltyKind
from cases.services import _progress
from core.errors import RuleViolation
from core.models import User

State = Exhibit.State


@dataclass(frozen=True)
class Thing:
    """One line of a list of things (物品清单)."""

    name: str
    quantity: Decimal = Decimal(1)
    unit: str = "件"
    description: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.quantity.normalize():f} {self.unit}"

    def as_payload(self) -> dict[str, str]:
        return {**asdict(self), "quantity": str(self.quantity)}


@dataclass(frozen=True)
class Handover:
    """Who took a thing over, where it is now, and the signature (`core.forms.SignatureField`)."""

    to_whom: str
    place: str
    signature: str = ""


def things_from(payload: Sequence[Mapping[str, str]]) -> list[Thing]:
    """The list as it was kept in a request."""
    return [
        Thing(row["name"], Decimal(row["quantity"]), row["unit"], row["description"])
        for row in payload
    ]


def require_things(things: Sequence[Thing], basis: str) -> None:
    if not things:
        raise RuleViolation("no_things", "请逐件写明物品名称、数量", basis, field="things")


def take_in(
    case: Case,
    things: Iterable[Thing],
    *,
    state: State,
    what: str,
    kept_at: str,
    keeper: str,
    by: User,
    **source: Any,
) -> list[Exhibit]:
    """Inside the service that takes them: the things, and the first link of each one's chain.

    `source`: the preservation, measure or record they come from.
    """
    rows = [
        Exhibit.objects.create(
            case=case,
            name=thing.name,
            quantity=thing.quantity,
            unit=thing.unit,
            description=thing.description,
            state=state,
            kept_at=kept_at,
            keeper=keeper,
            added_by=by,
            **source,
        )
        for thing in things
    ]
    for row in rows:
        _link(row, what, case.party_name[:60], Handover(keeper, kept_at), by)
    return rows


def settle(rows: Iterable[Exhibit], state: State, what: str, by: User) -> None:
    """What was decided of the preservation or measure changes each of its things."""
    for row in rows:
        row.state = state
        if state not in rule.IN_HAND:
            row.disposed_on = timezone.localdate()
        row.save(update_fields=["state", "disposed_on"])
        _link(row, what, row.keeper, Handover(row.keeper, row.kept_at), by)


def confiscation_decided(case: Case) -> bool:
    """A decision was made, and it confiscates property (没收非法财物)."""
    draft = getattr(case, "draft", None)
    if case.decided_on is None or draft is None:
        return False
    kinds = {draft.penalty, *draft.more_penalties}
    return PenaltyKind.CONFISCATE_PROPERTY.value in kinds


@transaction.atomic
def from_record(
    *, record_id: int, things: Sequence[Thing], place: str, keeper: str, by: User
) -> list[Exhibit]:
    """Things taken as samples (抽样取证), from the record of the sampling."""
    record = InvestigationRecord.objects.get(pk=record_id)
    case = _opened(record.case_id, by)
    if record.kind != InvestigationRecord.Kind.SAMPLING:
        raise RuleViolation("not_sampled", "请选择抽样取证记录", rule.SAMPLING, field="record")
    require_things(things, rule.SAMPLING)
    rows = take_in(
        case,
        things,
        state=State.SAMPLED,
        what="抽样取证",
        kept_at=place,
        keeper=keeper,
        by=by,
        record=record,
    )
    _told(case, "take_samples", [str(thing) for thing in things], by, {"keeper": keeper})
    return rows


@transaction.atomic
def hand_over(*, exhibit_id: int, handover: Handover, why: str, by: User) -> Exhibit:
    """Another person keeps it from now on."""
    row, case = _held(exhibit_id, by)
    from_whom, row.keeper, row.kept_at = row.keeper, handover.to_whom, handover.place
    row.save(update_fields=["keeper", "kept_at"])
    _link(row, why, from_whom, handover, by)
    _told(case, "hand_over_exhibit", [str(row)], by, {"keeper": row.keeper})
    return row


@transaction.atomic
def send_for_test(*, exhibit_id: int, agency: str, handover: Handover, by: User) -> Exhibit:
    """To an expert (检测、检验、检疫、鉴定)."""
    row, case = _held(exhibit_id, by)
    row.sent_to = agency
    row.save(update_fields=["sent_to"])
    _link(row, f"送检：{agency}"[:120], row.keeper, handover, by)
    _told(case, "test_exhibit", [str(row)], by, {"receiver": agency})
    return row


@transaction.atomic
def enter_result(*, exhibit_id: int, result: str, handover: Handover, by: User) -> Exhibit:
    """What the expert found, and who took the thing back."""
    row, case = _held(exhibit_id, by)
    if not row.sent_to:
        raise RuleViolation("not_sent", "没有送检记录，请先登记送检", field="result")
    row.result, from_whom = result[:300], row.sent_to[:60]
    row.keeper, row.kept_at = handover.to_whom, handover.place
    row.save(update_fields=["result", "keeper", "kept_at"])
    _link(row, "检测鉴定完毕，取回", from_whom, handover, by)
    _told(case, "enter_test_result", [str(row)], by, {"conclusion": row.result})
    return row


@transaction.atomic
def dispose(
    *, exhibit_id: int, outcome: str, document: str, handover: Handover, by: User
) -> Exhibit:
    """Returned, destroyed, auctioned or handed to another organ, with its document.

    《行政处罚法》第七十四条；《行政强制法》第二十七条、第二十八条.
    """
    row, case = _held(exhibit_id, by, confiscated=True)
    rule.check_disposal(
        row.state,
        outcome,
        document=document,
        settled=_source_settled(row),
        confiscation_decided=confiscation_decided(case),
        signed=bool(handover.signature),
    )
    row.state, row.disposal_document = outcome, document[:120]
    row.disposed_on, from_whom = timezone.localdate(), row.keeper
    row.keeper, row.kept_at = handover.to_whom, handover.place
    row.save()
    _link(row, f"{row.get_state_display()}：{document}"[:120], from_whom, handover, by)
    payload = {"disposal": row.get_state_display(), "document": document}
    _told(case, "dispose_exhibit", [str(row)], by, payload)
    return row


def _source_settled(row: Exhibit) -> bool:
    """Nothing is let go while its preservation or measure still runs."""
    sources = [source for source in (row.preservation, row.measure) if source is not None]
    return all(source.outcome for source in sources)


def _opened(case_id: int, by: User) -> Case:
    case = _progress.lock(case_id)
    policy.require_keeping(by, case)
    return case


def _held(exhibit_id: int, by: User, *, confiscated: bool = False) -> tuple[Exhibit, Case]:
    """The thing, locked, still in the organ's hands."""
    case_id = Exhibit.objects.values_list("case_id", flat=True).get(pk=exhibit_id)
    case = _opened(case_id, by)
    row = (
        Exhibit.objects.select_for_update(of=("self",))
        .select_related("preservation", "measure")
        .get(pk=exhibit_id)
    )
    if row.state in rule.IN_HAND or (confiscated and row.state == State.CONFISCATED):
        return row, case
    text = f"“{row.name}”已经处置（{row.get_state_display()}），不能再办理"
    raise RuleViolation("disposed_already", text)


def _link(row: Exhibit, what: str, from_whom: str, handover: Handover, by: User) -> None:
    CustodyEntry.objects.create(
        exhibit=row,
        what=what[:120],
        from_whom=from_whom[:60],
        to_whom=handover.to_whom[:60],
        place=handover.place[:120],
        signature=handover.signature,
        recorded_by=by,
    )


def _told(case: Case, verb: str, goods: list[str], by: User, more: dict[str, str]) -> None:
    _progress.note(case, verb, by=by, payload={"goods": goods, **more})
