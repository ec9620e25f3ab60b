"""What the import linter can't see: foreign keys, templates, sizes, tables that must agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from cases.actions import ACTIONS
from cases.models import Case
from cases.rules.guards import GUARDS
from cases.rules.workflow import FINAL, LABELS, TABLES, VERSION, Actor, CaseState
from personnel.roles import ROLES
from zones.models.places import SCOPE_PERMISSIONS

ROOT: Path = settings.BASE_DIR
ORDER = ["core", "zones", "personnel", "cases", "plans", "legal_review"]
OWN = [*ORDER, "xiangcheng_enforcement"]
SIBLINGS = {("plans", "legal_review"), ("legal_review", "plans")}


def modules() -> list[Path]:
    return [
        path for app in OWN for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_no_module_is_over_300_lines(path: Path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", templates(), ids=name)
def test_no_template_is_over_120_lines(path: Path):
    assert len(path.read_text().splitlines()) <= 120


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=name)
def test_no_test_file_is_over_400_lines(path: Path):
    assert len(path.read_text().splitlines()) <= 400


def test_foreign_keys_point_downwards():
    upward = []
    for app in ORDER:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                target = field.related_model if field.concrete and field.is_relation else None
                label = target._meta.app_label if target else app
                if label in ORDER and ORDER.index(label) > ORDER.index(app):
                    upward.append(f"{model._meta.label}.{field.name} → {label}")
                if (app, label) in SIBLINGS:
                    upward.append(f"{model._meta.label}.{field.name} → sibling {label}")
    assert upward == []


REFERENCE = re.compile(r"""{%\s*(?:include|extends)\s+["'](\w+)/""")


@pytest.mark.parametrize("path", templates(), ids=name)
def test_templates_use_only_those_of_lower_apps(path: Path):
    owner = path.relative_to(ROOT / "templates").parts[0]
    if owner not in ORDER:
        return
    for used in REFERENCE.findall(path.read_text()):
        if used in ORDER:
            assert ORDER.index(used) <= ORDER.index(owner), f"{owner} uses {used}"


def test_every_template_is_used():
    code = "".join(p.read_text() for p in [*modules(), *templates()])
    unused = []
    for path in templates():
        relative = path.relative_to(ROOT / "templates").as_posix()
        named_by_django = relative.startswith(("registration/", "admin/")) or "/" not in relative
        if not named_by_django and relative not in code:
            unused.append(relative)
    assert unused == []


def test_core_knows_no_domain_noun():
    words = re.compile(r"\b(case|zone|officer|township|agency|chief)s?\b", re.IGNORECASE)
    # strings that happen to be English for other things: letter case, time zone
    allowed = re.compile(r"time ?zone|lower ?case|upper ?case|in case|case-insensitive", re.I)
    found = [
        f"{name(path)}: {line.strip()}"
        for path in modules()
        if path.parts[len(ROOT.parts)] == "core"
        # sample texts, and the schematic map, which is handed plain data
        and path.name != "style_samples.py"
        and "templatetags" not in path.parts
        for line in path.read_text().splitlines()
        if words.search(allowed.sub("", line))
    ]
    assert found == []


def test_no_bulk_change_of_a_case_state_without_a_trace():
    offending = [
        name(path)
        for path in modules()
        if name(path).startswith(("cases/", "legal_review/"))
        and re.search(r"\.update\([^)]*\bstate=", path.read_text())
    ]
    assert offending == []


def test_every_permission_of_the_role_table_exists():
    known = {codename for codename, _ in SCOPE_PERMISSIONS}
    used = {p for spec in ROLES.values() for p in (*spec.permissions, *spec.town_permissions)}
    assert used <= known
    assert known <= used, "a permission nobody can hold"


@pytest.mark.parametrize("version", TABLES)
def test_every_state_can_be_reached_and_left(version: int):
    rows = TABLES[version].values()
    reached = {CaseState.REPORTED}
    while more := {row.target for row in rows if row.target and reached & set(row.sources)}:
        if more <= reached:
            break
        reached |= more
    named = {state for row in rows for state in (*row.sources, row.target) if state}
    assert reached == named
    assert version != VERSION or reached == set(CaseState)
    left = {source for row in rows if row.target for source in row.sources}
    assert reached - left == FINAL & reached


# Steps of the table whose page is not built yet.
PENDING: set[str] = set()


def test_the_pages_offer_every_action_of_the_table_and_guards_name_real_ones():
    answers = {
        "spot_decide",
        "approve_filing",
        "return_filing",
        "terminate",
        "approve_closing",
        "approve_enforcement",
    }  # 审批 page
    offered = set(ACTIONS) | answers
    for table in TABLES.values():
        by_people = {key for key, row in table.items() if row.actor is not Actor.SYSTEM}
        assert by_people - PENDING <= offered
    assert set(GUARDS) <= {key for table in TABLES.values() for key in table}


def test_the_stored_states_are_those_of_the_table():
    stored = dict(Case._meta.get_field("state").choices)
    assert stored == {state.value: label for state, label in LABELS.items()}


def test_no_path_of_a_machine_and_no_content_network():
    texts = [*modules(), *templates(), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    for path in texts:
        text = path.read_text()
        assert "/root/" not in text, name(path)
        assert not re.search(r"https?://(?:cdn|unpkg|fonts\.g)", text), name(path)
