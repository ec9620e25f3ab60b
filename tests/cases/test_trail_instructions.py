"""The printed instructions verify a trail with nothing but Python, and find a change."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def verify(tmp_path):
    text = (settings.BASE_DIR / "docs" / "TRAIL.md").read_text()
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code
    script = tmp_path / "verify.py"
    script.write_text(code.group(1))

    def run(case_id: int, entries: list[dict[str, object]]) -> tuple[int, str]:
        file = tmp_path / "trail.json"
        file.write_text(json.dumps(entries), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", str(script), str(case_id), str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_the_documented_script_verifies_a_real_trail_and_finds_a_change(
    client, people: People, verify
):
    case = stories.arranged(people)
    client.force_login(people.shiting)
    entries = client.get(reverse("api_case_trail", args=[case.pk])).json()
    assert verify(case.pk, entries) == (0, f"{case.version} entries hold\n")
    entries[2]["payload"]["note"] = "改动"
    code, words = verify(case.pk, entries)
    assert code == 1
    assert "entry 3 does not hold" in words
