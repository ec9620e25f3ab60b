"""Acts grouped by subject: the menus of the case page and the filter of its timeline."""

from collections.abc import Mapping
from types import MappingProxyType

INTAKE, INQUIRY, TELLING = "受理立案", "调查取证", "告知与听证"
DECIDING, PERFORMING, PAUSING = "审核决定", "送达履行", "中止延期"
ZONE, TRANSFER, PAPERS, OTHER = "上报与安排", "移送", "文书", "其他"
GROUPS = (INTAKE, INQUIRY, TELLING, DECIDING, PERFORMING, PAUSING, ZONE, TRANSFER, PAPERS, OTHER)

_VERBS = {
    INTAKE: "register accept refuse file propose_filing approve_filing return_filing "
    "decline_filing spot_decide receive_record",
    INQUIRY: "plan record add_evidence set_aside evidence_altered preserve settle_preservation "
    "measure take_samples hand_over_exhibit test_exhibit enter_test_result dispose_exhibit "
    "test_measure extend_measure lift_measure conclude reinvestigate hand_over "
    "ask_recusal replace_handler",
    TELLING: "exempt notify hear_statement request_hearing notice_hearing hold_hearing "
    "report_hearing drop_hearing redraft",
    DECIDING: "mark_gravity review_need submit_for_review review_passed review_returned discuss "
    "decide ask_guidance "
    "follow_guidance answer_guidance forward_guidance solve_guidance withdraw_guidance",
    PERFORMING: "serve serve_paper announce_service pay hand_in ask_instalment remedy "
    "remedy_result recheck demand enforce approve_enforcement enforce_result publish "
    "withdraw_publication propose_closing approve_closing close archive bind_archive take_down "
    "answer_demand remind_court",
    PAUSING: "suspend resume extend propose_termination terminate recompute_terms",
    ZONE: "escalate route acknowledge urge_report urge arrange rearrange order_simple "
    "accept_part decline_part finish_part "
    "ask_second part_silent arrangement_done name_lead_zone change_places raise_dispute "
    "state_view settle_dispute ask_designation designate "
    "call_study cancel_study conclude_study carry_out_study",
    TRANSFER: "transfer send_transfer withdraw_transfer receive_transfer return_transfer "
    "record_receipt crime_step transfer_ended transfer_result",
    PAPERS: "draft_paper revise_paper issue_paper void_paper sign_paper",
}
GROUP_OF: Mapping[str, str] = MappingProxyType(
    {verb: group for group, verbs in _VERBS.items() for verb in verbs.split()}
)


def group_of(verb: str) -> str:
    """The group of an act or of a verb of the trail."""
    return GROUP_OF.get(verb, OTHER)
