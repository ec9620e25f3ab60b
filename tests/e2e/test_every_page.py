"""Every page at both sizes: no accessibility violation, no sideways scrolling, light enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.steps import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

OPTIONS: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
# Colours are the same at both sizes and take most of the time: they are judged on the desktop.
ON_A_PHONE = {**OPTIONS, "rules": {"color-contrast": {"enabled": False}}}
FIRST_VISIT_BYTES = 350 * 1024

PAGES = {
    "officer_shiting1": [
        "/",
        "/exhibits/",
        "/cases/",
        "/cases/new/",
        "/notices/",
        "/items/",
        "/people/",
        "/payments/",
        "/transfers/",
        "/disclosures/",
        "/disclosures/?state=shown&due=late",
        "/archive/",
        "/archive/?state=waiting",
        "/public/decisions/",
        "/public/decisions/?q=占道",
        "/guidance/",
        "/guidance/new/",
        "/knowledge/?q=送达",
        "/errors/",
    ],
    "deputy_shiting": ["/complaints/", "/complaints/?waits=late", "/complaints/new/"],
    "chief_west": [
        "/",
        "/board/",
        "/studies/",
        "/studies/new/",
        "/cases/?state=open",
        "/cases/cooperation/",
        "/appointments/",
        "/appointments/new/",
        "/dispatch/",
        "/dispatch/new/",
        "/dispatch/week/",
        "/operations/",
        "/operations/new/",
        "/operations/calendar/",
        "/operations/calendar/?view=month&zone=W",
        "/calendar/",
        "/calendar/?view=month",
        "/rosters/",
        "/staffing/",
    ],
    "chief_east": ["/rosters/new/"],
    "reviewer_west": [
        "/",
        "/reviews/",
        "/guidance/?box=all",
        "/guidance/figures/",
        "/knowledge/new/",
        "/errors/new/",
        "/errors/candidates/",
        "/errors/figures/",
        "/district/",
        "/cases/procedure/",
        "/cases/procedure/1/",
        "/people/me/",
    ],
    "office_staffing": [
        "/",
        "/items/import/",
        "/changes/",
        "/changes/new/",
        "/changes/history/",
        "/powers/",
        "/powers/350602008/",
        "/powers/matrix/",
        "/jurisdiction/?item=XC001&town=350602008",
    ],
    "deputy_tianbao": [
        "/equipment/",
        "/equipment/new/",
        "/equipment/import/",
        "/equipment/week/",
        "/equipment/coverage/",
        "/equipment/budget/",
        "/equipment/budget/new/",
    ],
    "justice_admin": [
        "/",
        "/staffing/",
        "/staffing/figures/",
        "/rosters/?status=published",
        "/terms/",
        "/terms/calculator/?code=EVIDENCE_PRESERVE&start=2026-02-10&pause1_from=2026-02-24"
        "&pause1_to=2026-02-26",
        "/workdays/",
        "/workdays/load/",
        "/board/",
        "/parameters/",
        "/reviews/?status=all",
        "/major-decisions/",
        "/major-decisions/new/",
        "/people/import/",
    ],
    "auditadmin": ["/", "/audit/", "/style/"],
    "liaison_urban": ["/", "/secondments/", "/secondments/new/", "/secondments/proposals/"],
    "office_organisation": [
        "/",
        "/appointments/?when=all",
        "/handovers/",
        "/secondments/?state=all",
        "/secondments/ratio/",
    ],
}
OFFICES = (
    ("appointments/{}/", "SELECT acting_for_id FROM personnel_appointment WHERE acting_for_id > 0"),
    ("appointments/{}/acting/", "SELECT id FROM personnel_appointment WHERE role = 'liaison'"),
    ("appointments/{}/end/", "SELECT id FROM personnel_appointment WHERE role = 'town_officer'"),
    ("handovers/{}/", "SELECT id FROM personnel_handover"),
    ("handovers/{}/print/", "SELECT id FROM personnel_handover"),
    ("secondments/{}/", "SELECT id FROM personnel_secondment"),
    ("secondments/{}/end/", "SELECT id FROM personnel_secondment"),
    ("secondments/{}/extend/", "SELECT id FROM personnel_secondment"),
    ("secondments/proposals/{}/", "SELECT id FROM personnel_replacementproposal"),
)
PEOPLE_PAGES = [
    "/people/new/",
    "/certificates/",
    "/exams/",
    "/exams/new/",
    "/trainings/",
    "/trainings/new/",
    "/leave/",
]
A_PERSON = "SELECT officer_id FROM personnel_recusal ORDER BY id LIMIT 1"
A_CASE = "SELECT id FROM cases_case WHERE state = %s ORDER BY id DESC LIMIT 1"
A_PIECE = "SELECT id FROM personnel_equipment WHERE code = %s"
A_DISPATCH = (
    "SELECT d.status, max(d.id) FROM personnel_dispatchorder d JOIN zones_zone z"
    " ON z.id = d.zone_id WHERE z.code = 'W' GROUP BY d.status"
)
OPERATIONS = (
    "SELECT o.id, o.state FROM plans_operation o JOIN zones_zone z ON z.id = o.zone_id"
    " WHERE z.code = 'W' ORDER BY o.starts_at"
)
A_TERM = (
    "SELECT case_id, id FROM cases_caseterm WHERE closed_on IS NULL AND provisional"
    " ORDER BY id DESC LIMIT 1"
)
A_REVIEW = (
    "SELECT r.id FROM legal_review_review r JOIN zones_zone z ON z.id = r.zone_id"
    " WHERE z.code = 'W' ORDER BY r.id DESC LIMIT 1"
)


def faults(page: Page, path: str) -> list[str]:
    response = page.goto(path)
    assert response is not None
    assert response.status == 200, path
    options = ON_A_PHONE if page.evaluate("window.innerWidth < 600") else OPTIONS
    found = [
        f"{path}: {violation['id']} {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page, options=options).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
        found.append(f"{path}: scrolls sideways")
    return found


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("username", PAGES)
def test_pages_of_each_role(sign_in: Callable[..., Page], username: str, device: str) -> None:
    page = sign_in(username, PASSWORD, device)
    assert [fault for path in PAGES[username] for fault in faults(page, path)] == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_case_in_every_state_its_trail_and_a_review(
    stack: Stack, sign_in: Callable[..., Page], device: str
) -> None:
    page = sign_in("justice_admin", PASSWORD, device)
    states = [state for (state,) in stack.query("SELECT DISTINCT state FROM cases_case")]
    paths = [f"/cases/{stack.query(A_CASE, [state])[0][0]}/" for state in states]
    case, term = stack.query(A_TERM)[0]
    paths += [f"/cases/{case}/terms/{term}/"]
    paths += [f"{paths[0]}trail/", f"/reviews/{stack.query(A_REVIEW)[0][0]}/"]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_question_an_entry_of_knowledge_and_a_typical_error(
    stack: Stack, sign_in: Callable[..., Page], device: str
) -> None:
    page = sign_in("justice_admin", PASSWORD, device)
    [(question,)] = stack.query("SELECT max(id) FROM legal_review_question WHERE status = 'open'")
    [(known,)] = stack.query("SELECT max(id) FROM legal_review_knowledgeentry")
    [(error,)] = stack.query("SELECT max(id) FROM legal_review_typicalerror")
    paths = [f"/guidance/{question}/", f"/knowledge/{known}/", f"/knowledge/{known}/edit/"]
    paths += [f"/errors/{error}/", f"/errors/{error}/edit/"]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_piece_of_equipment_and_what_is_done_with_it(
    stack: Stack, sign_in: Callable[..., Page], device: str
) -> None:
    page = sign_in("deputy_punan", PASSWORD, device)
    [(car,)], [(terminal,)] = (
        stack.query(A_PIECE, ["浦南-CL-01"]),
        stack.query(A_PIECE, ["浦南-ZD-01"]),
    )
    acts = ("", "lend/", "book/", "edit/", "inspect/", "move/", "fault/")
    paths = [f"/equipment/{car}/{act}" for act in acts] + [f"/equipment/{terminal}/"]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_an_office_a_handover_a_posting_and_a_proposal(
    stack: Stack, sign_in: Callable[..., Page], device: str
) -> None:
    page = sign_in("office_organisation", PASSWORD, device)
    paths = ["/" + path.format(stack.query(sql)[0][0]) for path, sql in OFFICES]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_person_and_their_papers(stack: Stack, sign_in: Callable[..., Page], device: str) -> None:
    page = sign_in("justice_admin", PASSWORD, device)
    [(pk,)] = stack.query(A_PERSON)
    person = f"/people/{pk}/"
    forms = ["edit/", "photo/new/", "certificates/new/", "leave/new/", "recusals/new/"]
    paths = [*PEOPLE_PAGES, person, *(person + form for form in forms)]
    for table in ("exam", "training"):
        [(newest,)] = stack.query(f"SELECT max(id) FROM personnel_{table}")
        paths += [f"/{table}s/{newest}/", f"/{table}s/{newest - 1}/"]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_dispatch_orders_and_their_steps(
    stack: Stack, sign_in: Callable[..., Page], device: str
) -> None:
    page = sign_in("chief_west", PASSWORD, device)
    rows = dict(stack.query(A_DISPATCH))
    paths = [f"/dispatch/{pk}/" for pk in rows.values()]
    paths += [f"/dispatch/{rows['draft']}/edit/", f"/dispatch/{rows['done']}/print/"]
    paths += [f"/dispatch/{rows['issued']}/{step}/" for step in ("time", "cancel", "finish")]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_study_meetings_and_the_cases_of_their_agendas(
    stack: Stack, sign_in: Callable[..., Page], device: str
) -> None:
    page = sign_in("chief_west", PASSWORD, device)
    meetings = [pk for (pk,) in stack.query("SELECT id FROM cases_studymeeting ORDER BY id")]
    items = [pk for (pk,) in stack.query("SELECT id FROM cases_studyitem ORDER BY id")]
    paths = [f"/studies/{pk}/" for pk in meetings]
    paths += [f"/studies/items/{pk}/" for pk in items]
    steps = ("edit", "agenda", "hold", "cancel")
    paths += [f"/studies/{meetings[-1]}/{step}/" for step in steps]
    paths += [f"/studies/items/{items[-1]}/materials/"]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_rosters_of_every_state(stack: Stack, sign_in: Callable[..., Page], device: str) -> None:
    page = sign_in("justice_admin", PASSWORD, device)
    rosters = [pk for (pk,) in stack.query("SELECT id FROM personnel_roster ORDER BY id")]
    paths = [f"/rosters/{pk}/" for pk in rosters] + [f"/rosters/{rosters[0]}/print/"]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_pages_without_login(new_page: Callable[..., Page], device: str) -> None:
    page = new_page(device)
    paths = ["/accounts/login/", "/public/powers/", "/public/rosters/"]
    paths += ["/public/rosters/W/", "/public/rosters/W/print/"]
    assert [fault for path in paths for fault in faults(page, path)] == []


def test_the_first_visit_is_light(new_page: Callable[..., Page], stack: Stack) -> None:
    page = new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto("/accounts/login/")
    page.fill("input[name=username]", "officer_shiting1")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_url(f"{stack.url}/")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(received) <= FIRST_VISIT_BYTES


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_joint_operations_of_each_stage(
    stack: Stack, sign_in: Callable[..., Page], device: str
) -> None:
    page = sign_in("chief_west", PASSWORD, device)
    more = {"draft": ("edit/", "people/", "cancel/"), "ordered": ("people/", "change/")}
    paths = [
        f"/operations/{pk}/{act}"
        for pk, state in stack.query(OPERATIONS)
        for act in ("", *more.get(state, ()))
    ]
    assert [fault for path in paths for fault in faults(page, path)] == []
