"""Who may take which action on a case. Asked by services; pages and API only show the answer."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from cases.models import Approval, Arrangement, ArrangementUnit, Case, Complaint
from cases.rules.workflow import Actor, actions_from, row_of
from core import access
from core.models import User
from zones.models import Agency, District, Township


def _has(user: User, permission: str, unit: Township | Agency) -> bool:
    kind = "township" if isinstance(unit, Township) else "agency"
    return access.grants_of(user).has(permission, kind, unit.pk)


def is_handler(user: User, case: Case) -> bool:
    """主办 or 协办 of this case now."""
    return any(
        handler.officer.user_id == user.pk and handler.removed_at is None
        for handler in case.handlers.all()
    )


def _is_registrar(user: User, case: Case) -> bool:
    return _has(user, "register_cases", case.township)


def _is_unit_officer(user: User, case: Case) -> bool:
    if is_handler(user, case):
        return True
    return _has(user, "handle_cases", case.unit)


def _is_approver(user: User, case: Case) -> bool:
    return _has(user, "approve_cases", case.unit)


def is_receiver(user: User, case: Case) -> bool:
    """Officers and heads of the unit that is to take the case over, while it waits for them."""
    return any(
        row.unit is not None
        and (_has(user, "handle_cases", row.unit) or _has(user, "approve_cases", row.unit))
        for row in case.transfers.all()
        if row.status == row.Status.SENT
    )


_ACTORS = {
    Actor.REGISTRAR: _is_registrar,
    Actor.UNIT_OFFICER: _is_unit_officer,
    Actor.HANDLER: is_handler,
    Actor.APPROVER: _is_approver,
    Actor.RECEIVER: is_receiver,
}

_REFUSALS = {
    Actor.REGISTRAR: "由登记镇街的执法人员受理",
    Actor.UNIT_OFFICER: "由有权机关的执法人员办理",
    Actor.HANDLER: "由本案主办或协办人员办理",
    Actor.APPROVER: "由有权机关的负责人审批",
    Actor.RECEIVER: "由受移送单位的执法人员办理",
    Actor.SYSTEM: "由系统依据其他环节的结果自动办理",
}


def may(user: User, action: str, case: Case) -> bool:
    actor = row_of(action, case.workflow_version).actor
    # A town may always report what happened on its ground, whoever is competent.
    if action == "escalate" and _has(user, "handle_cases", case.township):
        return True
    return actor in _ACTORS and _ACTORS[actor](user, case)


def require(user: User, action: str, case: Case) -> None:
    if not may(user, action, case):
        row = row_of(action, case.workflow_version)
        elsewhere = row.actor in (Actor.SYSTEM, Actor.RECEIVER)
        unit = "" if elsewhere else f"（{case.unit}）"
        raise PermissionDenied(f"您不能办理“{row.label}”：{_REFUSALS[row.actor]}{unit}")


def allowed_actions(user: User, case: Case) -> list[str]:
    """Actions the table allows in this state and this person may take."""
    return [
        action
        for action in actions_from(case.stage, case.workflow_version)
        if may(user, action, case)
    ]


def may_approve(user: User, case: Case, approval: Approval) -> bool:
    """The head of the competent organ; nobody approves what they asked for themselves."""
    return _is_approver(user, case) and approval.requested_by_id != user.pk


def require_approving(user: User, case: Case, approval: Approval) -> None:
    if may_approve(user, case, approval):
        return
    own = approval.requested_by_id == user.pk
    why = "不能审批本人提出的申请" if own else f"由{case.unit}负责人审批"
    raise PermissionDenied(f"您不能审批“{approval.get_kind_display()}”：{why}")


def may_write_papers(user: User, case: Case) -> bool:
    """Papers are written by the handlers; before filing, by officers of the competent unit."""
    return _is_unit_officer(user, case) or _is_approver(user, case)


def require_papers(user: User, case: Case) -> None:
    if not may_write_papers(user, case):
        raise PermissionDenied(f"您不能制作本案文书：由本案办案人或者{case.unit}的执法人员制作")


def may_receive(user: User, case: Case) -> bool:
    """The head of the organ receives the record of a decision made on the spot."""
    return case.procedure == Case.Procedure.SIMPLE and _is_approver(user, case)


def require_receiving(user: User, case: Case) -> None:
    if not may_receive(user, case):
        raise PermissionDenied(f"当场处罚决定由{case.unit}负责人备案")


def may_register(user: User, town: Township) -> bool:
    return _has(user, "register_cases", town)


def require_registering(user: User, town: Township) -> None:
    if not may_register(user, town):
        raise PermissionDenied(f"您不能在{town}登记案件：由该镇街的执法人员登记")


def may_arrange(user: User, zone_id: int | None) -> bool:
    return access.grants_of(user).has("arrange_cases", "zone", zone_id)


def may_name_lead(user: User) -> bool:
    return access.grants_of(user).any("name_lead_zone")


def may_order_simple(user: User, case: Case) -> bool:
    """The 副片长 of the town where the case was registered (方案二（二）3（2）)."""
    return _has(user, "approve_cases", case.township)


def may_direct(user: User, arrangement: Arrangement, case: Case) -> bool:
    """Who ordered the work, by office: the leading chief, or the 副片长 for simple joint work."""
    if arrangement.escalation is None:
        return may_order_simple(user, case)
    return may_arrange(user, arrangement.escalation.lead_zone_id)


def may_answer_for(user: User, part: ArrangementUnit) -> bool:
    """Leaders and officers of the unit asked, its liaison too; the coordination office itself."""
    if part.unit is None:
        return may_name_lead(user)
    return speaks_for(user, part.unit) or _has(user, "manage_secondments", part.unit)


def speaks_for(user: User, unit: Township | Agency) -> bool:
    """Leaders and officers of a unit say what it thinks of a dispute."""
    return _has(user, "handle_cases", unit) or _has(user, "approve_cases", unit)


def may_settle_dispute(user: User, case: Case) -> bool:
    """The chief of the zone, or the head of the unit on whose desk the case lies."""
    return may_arrange(user, case.township.zone_id) or _is_approver(user, case)


def may_designate(user: User) -> bool:
    """区政府办公室 records the document of the district government (第二十五条)."""
    return access.grants_of(user).any("designate_jurisdiction")


def urges_in(user: User, town: Township) -> bool:
    """The 片长 and 协作组长 of the zone, the 副片长 of the town, the district's guidance."""
    grants = access.grants_of(user)
    leads = ("arrange_cases", "assist_arranging")
    if any(grants.has(permission, "zone", town.zone_id) for permission in leads):
        return True
    return grants.has("view_board", "township", town.pk) or may_name_lead(user)


def require_urging(user: User, case: Case) -> None:
    if not urges_in(user, case.township):
        raise PermissionDenied(
            f"您不能催办 {case.number}："
            f"由该片区片长、协作组长，{case.township}副片长或者指导单位催办"
        )


def reads_inner_volume(user: User, case: Case) -> bool:
    """副卷 is for handlers, approvers, the reviewers of the case's places and the auditors; before
    there are handlers, for the officers of the competent unit."""
    grants = access.grants_of(user)
    if is_handler(user, case) or _is_approver(user, case) or grants.any("view_audit"):
        return True
    if not any(row.removed_at is None for row in case.handlers.all()):
        return _is_unit_officer(user, case)
    return grants.any("assign_reviews") or _reviews(user, case)


def _reviews(user: User, case: Case) -> bool:
    """A reviewer of one of the towns of the case, or of its zone."""
    grants = access.grants_of(user)
    return any(
        grants.has("review_cases", "zone", place.township.zone_id)
        or grants.has("review_cases", "township", place.township_id)
        for place in case.places.all()
    )


def require_inner_volume(user: User, case: Case) -> None:
    if not reads_inner_volume(user, case):
        raise PermissionDenied("副卷只供本案办案人、审批人、法制审核人员和审计人员查阅")


def reads_evidence(user: User, case: Case) -> bool:
    """Originals are for those who handle, approve or review the case; asked on top of its
    visibility."""
    if may_write_papers(user, case) or is_receiver(user, case):
        return True
    return access.grants_of(user).any("review_cases")


def require_evidence(user: User, case: Case) -> None:
    if not reads_evidence(user, case):
        raise PermissionDenied("证据只供本案办案人、审批人和法制审核人员查阅")


def keeps_exhibits(user: User, case: Case) -> bool:
    """Things held are handed on by the handlers and officers of the competent unit."""
    return _is_unit_officer(user, case)


def require_keeping(user: User, case: Case) -> None:
    if not keeps_exhibits(user, case):
        raise PermissionDenied(f"涉案物品由本案办案人或者{case.unit}的执法人员经手")


def trail_watchers() -> list[User]:
    """Those who watch over the trails of the whole district (审计管理员)."""
    districts = District.objects.all()
    return [user for district in districts for user in access.users_with("view_audit", district)]


def manages_templates(user: User) -> bool:
    return access.grants_of(user).any("manage_paper_templates")


def require_templates(user: User) -> None:
    if not manages_templates(user):
        raise PermissionDenied("文书模板由区司法局管理员维护")


def sees_reporter(user: User, case: Case) -> bool:
    """Reporter's name and phone: for those who handle or register (《行政处罚法》第五十条)."""
    return is_handler(user, case) or _is_registrar(user, case)


def handles_complaint(user: User, complaint: Complaint) -> bool:
    """Officers of the unit that has the complaint now."""
    return _has(user, "register_cases", complaint.holder)


def require_complaint(user: User, complaint: Complaint) -> None:
    if not handles_complaint(user, complaint):
        raise PermissionDenied(f"这件投诉举报由{complaint.holder}的执法人员办理")


def sees_complainant(user: User, complaint: Complaint) -> bool:
    """Name and phone of who complained: for the unit that has it, and for the handlers of the case
    it led to (《行政处罚法》第五十条)."""
    if handles_complaint(user, complaint):
        return True
    return complaint.case is not None and is_handler(user, complaint.case)


def require_complainant(user: User, complaint: Complaint) -> None:
    if not sees_complainant(user, complaint):
        raise PermissionDenied("投诉举报人的姓名和联系方式只向承办这件投诉举报的人员显示")


def reads_complaint_files(user: User, complaint: Complaint) -> bool:
    """A picture can give its taker away: those of a confidential complaint stay with its unit."""
    return not complaint.confidential or sees_complainant(user, complaint)


def require_complaint_files(user: User, complaint: Complaint) -> None:
    if not reads_complaint_files(user, complaint):
        raise PermissionDenied("投诉举报人要求保密，附件只供承办这件投诉举报的人员查看")


def require_reporter(user: User, case: Case) -> None:
    if not sees_reporter(user, case):
        raise PermissionDenied("举报人的姓名和联系方式只向登记、办理本案的人员显示")
