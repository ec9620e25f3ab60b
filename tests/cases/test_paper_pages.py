"""Papers on their pages: begun, edited, issued, signed on the phone; templates by 区司法局; PDF."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from pypdf import PdfReader

from cases.documents import sheet, word
from cases.models import Case, Paper, PaperTemplate
from cases.rules.paper_language import fill
from cases.rules.paper_values import sample
from cases.rules.papers import KINDS
from cases.selectors import get_visible_case
from cases.selectors.paper_values import values_of
from cases.selectors.papers import template_in_force
from cases.services import casefile, decision, paper_templates, papers, signatures
from core import jobs
from core.errors import RuleViolation
from core.models import NumberSequence
from personnel.roles import Role
from tests import stories
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def kept(name: object) -> BytesIO:
    with default_storage.open(str(name)) as file:
        return BytesIO(file.read())


def decided(people: People) -> Case:
    case = stories.notified(people, stories.filed(people))
    decision.decide(case_id=case.pk, by=people.shiting_deputy)
    return Case.objects.get(pk=case.pk)


def test_the_whole_way_on_the_pages(client, people: People):
    client.force_login(people.shiting)
    case = stories.filed(people)
    new = reverse("paper_new", args=[case.pk])
    made = client.post(new, {"kind": "correction_order", "submission_key": str(uuid.uuid4())})
    assert made.status_code == 302, made.context["form"].errors
    paper = Paper.objects.get(kind="correction_order")
    assert made.url == reverse("paper", args=[paper.pk])
    assert "“改正内容”尚未填写" in client.get(made.url).content.decode()
    body = paper.body.replace("【待填：改正内容】", "清走").replace("【待填：改正期限】", "三日内")
    client.post(reverse("paper_edit", args=[paper.pk]), {"body": body, "revision": 1})
    for _ in range(2):
        client.post(reverse("paper_issue", args=[paper.pk]), {"revision": 2})
    page = client.get(reverse("case_papers", args=[case.pk])).content.decode()
    paper.refresh_from_db()
    assert paper.status == Paper.Status.ISSUED
    assert f'href="/papers/{paper.pk}/pdf/"' in page
    assert NumberSequence.objects.get(key__startswith="责改:").last == 1


def test_what_was_typed_over_a_newer_text_is_kept(client, people: People):
    case = stories.filed(people)
    paper = papers.begin_draft(case_id=case.pk, kind="correction_order", by=people.shiting)
    papers.revise(paper_id=paper.pk, body="新的正文", by=people.shiting_second, revision=1)
    client.force_login(people.shiting)
    page = client.post(
        reverse("paper_edit", args=[paper.pk]), {"body": "我的正文", "revision": 1}
    ).content.decode()
    assert "我的正文" in page
    assert "已被他人修改" in page
    assert 'name="revision" value="2"' in page


def test_a_paper_of_a_case_not_visible_is_not_found(client, people: People):
    case = stories.filed(people)
    paper = papers.begin_draft(case_id=case.pk, kind="correction_order", by=people.shiting)
    client.force_login(people.zhishan)
    for name in ("paper", "paper_pdf", "paper_docx", "paper_edit", "paper_sign"):
        assert client.get(reverse(name, args=[paper.pk])).status_code == 404
    assert client.get(reverse("case_papers", args=[case.pk])).status_code == 404
    assert client.get(reverse("api_case_papers", args=[case.pk])).status_code == 404


def test_the_list_and_the_api_ask_the_same_for_one_paper_and_many(
    client, people: People, django_assert_max_num_queries
):
    case = decided(people)
    for _ in range(12):
        papers.begin_draft(case_id=case.pk, kind="correction_order", by=people.shiting)
    client.force_login(people.shiting)
    client.get(reverse("case_papers", args=[case.pk]))
    with django_assert_max_num_queries(26):
        client.get(reverse("case_papers", args=[case.pk]))
    rows = client.get(reverse("api_case_papers", args=[case.pk])).json()
    assert len(rows) == 14
    assert {row["volume"] for row in rows} == {"正卷"}


def test_every_kind_is_filled_from_a_case_and_set_as_pdf_and_docx(people: People):
    case = get_visible_case(user=people.shiting, pk=decided(people).pk)
    for code, kind in KINDS.items():
        from django.utils import timezone

        from cases.selectors.paper_values import about_of

        about = about_of(case, kind)
        template = template_in_force(code)
        body = fill(template.body, values_of(case, about, timezone.localdate()))
        assert "{{" not in body
        paper = Paper.objects.create(
            case=case, kind=code, title=kind.title, body=body, drafted_by=people.shiting
        )
        assert sheet.paper_pdf(paper, case).startswith(b"%PDF")
        assert word.paper_docx(paper, case).startswith(b"PK")
        fill(template.body, sample())


def test_the_same_paper_gives_the_same_bytes_with_its_words_inside(people: People):
    case = decided(people)
    paper = case.papers.get(kind="decision")
    first = sheet.kept_pdf(paper, case)
    paper.pdf = ""
    assert sheet.kept_pdf(paper, case) == first
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(first)).pages)
    assert paper.number.replace("〔", "").replace("〕", "")[:6] in text.replace("\n", "")
    assert "行政处罚决定书" in text


def test_a_signature_is_kept_with_the_hash_of_what_was_signed(client, people: People):
    case = stories.notified(people, stories.filed(people))
    paper = papers.begin_draft(case_id=case.pk, kind="investigation_report", by=people.shiting)
    client.force_login(people.shiting)
    data = {"part": "officer", "name": "石亭甲", "image_typed": "石亭甲", "revision": 1}
    client.post(reverse("paper_sign", args=[paper.pk]), data)
    row = paper.signatures.get()
    assert row.text_hash == papers.hash_of(paper.body)
    again = client.post(reverse("paper_sign", args=[paper.pk]), data).content.decode()
    assert "已经在这份文书上签过名" in again


def test_a_paper_signed_over_an_older_text_is_not_issued_until_it_is_signed_anew(people: People):
    case = stories.notified(people, stories.filed(people))
    paper = papers.begin_draft(case_id=case.pk, kind="investigation_report", by=people.shiting)
    mine = signatures.Signing("officer", "石亭甲", "text:石亭甲")
    signatures.sign(paper_id=paper.pk, signing=mine, by=people.shiting, revision=1)
    text = f"{paper.body}\n补充一段。"
    papers.revise(paper_id=paper.pk, body=text, by=people.shiting, revision=1)
    with pytest.raises(RuleViolation, match="石亭甲签名以后正文又有改动"):
        papers.issue(paper_id=paper.pk, by=people.shiting)
    signatures.sign(paper_id=paper.pk, signing=mine, by=people.shiting, revision=2)
    assert papers.issue(paper_id=paper.pk, by=people.shiting).status == "issued"
    assert paper.signatures.count() == 1


def test_a_refusal_to_sign_wants_a_witness(people: People):
    case = decided(people)
    row = case.records.get()
    row.ended_at = row.held_at
    row.save()
    paper = papers.begin_draft(case_id=case.pk, kind="site_record", by=people.shiting)
    refusal = signatures.Signing("party", "某当事人", "", refused="不认可面积")
    with pytest.raises(RuleViolation, match="见证人"):
        signatures.sign(paper_id=paper.pk, signing=refusal, by=people.shiting, revision=1)
    told = signatures.Signing("party", "某当事人", "", refused="不认可面积", witness="社区干部")
    made = signatures.sign(paper_id=paper.pk, signing=told, by=people.shiting, revision=1)
    assert made.remark == "拒绝签名：不认可面积；见证人：社区干部"


def test_a_new_version_of_a_template_leaves_issued_papers_alone(client, people: People):
    case = decided(people)
    old = case.papers.get(kind="decision")
    client.force_login(people.justice)
    url = reverse("paper_template_edit", args=["decision"])
    row = PaperTemplate.objects.get(kind="decision")
    data = {"title": row.title, "body": row.body + "\n补充一段。", "note": "增加说明"}
    client.post(url, data)
    made = PaperTemplate.objects.get(kind="decision", version=2)
    assert template_in_force("decision") == row
    page = client.get(reverse("paper_template", args=["decision"])).content.decode()
    assert "补充一段。" in page
    preview = client.get(reverse("paper_template_preview", args=[made.pk]))
    assert preview["Content-Type"] == "application/pdf"
    client.post(reverse("paper_template_publish", args=[made.pk]))
    assert template_in_force("decision") == made
    old.refresh_from_db()
    assert old.template == row
    assert "补充一段" not in old.body


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{{ 当事仁.名称 }}", "没有的变量"),
        ("{% if 案由 %}没有结尾", "第 1 行写法有误"),
        ("{{ ''.__class__.__mro__ }}", "不能套用"),
        ("{% for 数 in range(9) %}{% endfor %}", "没有的变量"),
    ],
    ids=["unknown variable", "syntax", "a way out of the sandbox", "no functions"],
)
def test_a_faulty_template_is_refused_with_the_reason(people: People, body: str, words: str):
    with pytest.raises(RuleViolation, match=words):
        paper_templates.write(
            code="decision", title="决定书", body=body, note="试", by=people.justice
        )


def test_a_template_without_what_the_law_demands_is_not_published(people: People):
    made = paper_templates.write(
        code="demand", title="催告书", body="{{ 案由 }}", note="试", by=people.justice
    )
    with pytest.raises(RuleViolation, match="第三十五条"):
        paper_templates.publish(template_id=made.pk, by=people.justice)


def test_templates_are_for_the_justice_bureau_only(client, people: People):
    client.force_login(people.shiting)
    assert client.get(reverse("paper_templates")).status_code == 403
    client.force_login(people.justice)
    assert client.get(reverse("paper_templates")).status_code == 200


def built(people: People) -> tuple[Case, dict[str, object]]:
    case = decided(people)
    report = papers.begin_draft(case_id=case.pk, kind="investigation_report", by=people.shiting)
    papers.issue(paper_id=report.pk, by=people.shiting)
    case.refresh_from_db()
    job = casefile.build(case, people.shiting)
    assert casefile.build(case, people.shiting) == job
    assert jobs.run(job.pk) == "done"
    job.refresh_from_db()
    return case, job.result


def test_a_case_file_has_numbered_pages_and_keeps_the_volumes_apart(people: People):
    _, result = built(people)
    main = PdfReader(kept(result["main"]))
    assert len(main.pages) == 2 + result["pages_main"]
    words = [page.extract_text() for page in main.pages]
    assert "行政执法案卷" in words[0].replace(" ", "")
    assert "卷内目录" in words[1].replace(" ", "")
    assert "— 1 —" in words[2]
    assert "调查终结报告" not in "".join(words)
    inner = PdfReader(kept(result["inner"]))
    assert "调查终结报告" in "".join(page.extract_text() for page in inner.pages)


def test_the_bundle_verifies_with_the_printed_instructions_and_finds_a_change(
    people: People, tmp_path: Path
):
    _, result = built(people)
    folder = tmp_path / "bundle"
    with zipfile.ZipFile(kept(result["bundle"])) as archive:
        archive.extractall(folder)
    instructions = (folder / "校验说明.txt").read_text()
    assert "sha256sum -c SHA256SUMS" in instructions
    assert "python3 verify.py" in instructions

    def run(*command: str) -> tuple[int, str]:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert run("/usr/bin/sha256sum", "-c", "SHA256SUMS")[0] == 0
    code, words = run(sys.executable, "-I", "verify.py")
    assert (code, "校验通过" in words) == (0, True)
    trail = json.loads((folder / "trail.json").read_text())
    trail["entries"][2]["payload"]["note"] = "改动"
    (folder / "trail.json").write_text(json.dumps(trail))
    code, words = run(sys.executable, "-I", "verify.py")
    assert code == 1
    assert "留痕第 3 条已被改动" in words
    assert "文件已被改动：trail.json" in words


def fetched(client, address: str) -> int:
    response = client.get(address)
    assert b"".join(response.streaming_content)
    return response.status_code


def test_the_inner_volume_is_for_those_who_work_on_the_case(client, people: People):
    case, _ = built(people)
    from cases.selectors.casefile import runs_of

    job = runs_of(case).get()
    addresses = {
        what: reverse("casefile_get", args=[case.pk, job.pk, what])
        for what in ("main", "inner", "bundle")
    }
    report = case.papers.get(kind="investigation_report")
    decided_paper = case.papers.get(kind="decision")
    neighbour = person("石亭丙", Role.TOWN_OFFICER, "石亭街道")
    for outsider in (people.chief_west, neighbour):
        client.force_login(outsider)
        assert fetched(client, addresses["main"]) == 200
        assert client.get(addresses["inner"]).status_code == 403
        assert client.get(addresses["bundle"]).status_code == 403
        for name in ("paper", "paper_pdf", "paper_docx"):
            assert client.get(reverse(name, args=[report.pk])).status_code == 403
        assert client.get(reverse("paper", args=[decided_paper.pk])).status_code == 200
        listed = client.get(reverse("case_papers", args=[case.pk])).content.decode()
        assert "调查终结报告" in listed
        assert reverse("paper", args=[report.pk]) not in listed
    for insider in (people.shiting_deputy, people.reviewer_west):
        client.force_login(insider)
        assert fetched(client, addresses["inner"]) == 200
    client.force_login(people.reviewer_east)
    assert client.get(addresses["inner"]).status_code in (403, 404)
    client.force_login(people.shiting)
    for address in addresses.values():
        assert fetched(client, address) == 200
