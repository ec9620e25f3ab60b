"""A year's holiday notice: read, previewed, confirmed, and what it moved."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import Case, CaseTerm, PriorNotice
from cases.rules.deadlines import Term
from cases.services import _terms, holiday_notices, missing_notice, recomputing
from core import audit, calendars, jobs
from core.errors import RuleViolation
from core.models import CalendarDay, CalendarYear, Job, Notice
from core.rules.workdays import DayException
from core.sheets import workbook
from legal_review.models import Review
from tests import stories
from tests.people import People
from xiangcheng_enforcement.loading.records import fixture, read_csv

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
# 2027-01-01（周五）至01-03放假，01-04（周一）补假，01-09（周六）调休上班
CSV = "日期,类型,节日\n2027-01-01,放假,元旦\n2027-01-04,放假,元旦\n2027/01/09,调休上班,元旦\n"
DOCUMENT = "国办发明电〔2026〕9号"


def at(day: str) -> time_machine.travel:
    moment = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CHINA)
    return time_machine.travel(moment, tick=False)


def notice(text: str = CSV, year: int = 2027) -> holiday_notices.HolidayNotice:
    return holiday_notices.from_file(
        name="通知.csv", data=text.encode(), year=year, document=DOCUMENT
    )


@pytest.fixture
def running(people: People) -> CaseTerm:
    """Five working days from 2026-12-29: 30, 31, 01-04, 05, 06 by weekends and decree."""
    with at("2026-12-29"):
        case = stories.filed(people)
        row = _terms.open_term(case, Term.STATEMENT, date(2026, 12, 29), binds=False)
        PriorNotice.objects.create(
            case=case, number="测试", served_on=date(2026, 12, 29), window_ends_on=row.due_on
        )
        case.save()
    assert (row.due_on, row.provisional) == (date(2027, 1, 6), True)
    return row


def run(job: Job) -> Job:
    assert jobs.run(job.pk) == Job.State.DONE, Job.objects.get(pk=job.pk).message
    job.refresh_from_db()
    return job


def previewed(people: People) -> Job:
    return run(holiday_notices.submit(notice=notice(), by=people.justice))


# --- reading --------------------------------------------------------------------
def test_csv_xlsx_and_the_names_of_the_fixture_say_the_same():
    sheet = workbook(
        ["日期", "类型", "节日", "备注"],
        [
            [date(2027, 1, 1), "放假", "元旦", ""],
            ["2027-01-04", "休息", "元旦", ""],
            [date(2027, 1, 9), "上班", "元旦", "x"],
        ],
    )
    from_xlsx = holiday_notices.from_file(
        name="通知.xlsx", data=sheet, year=2027, document=DOCUMENT
    )
    english = "date,kind,name\n2027-01-01,holiday_off,元旦\n2027-01-04,holiday_off,元旦\n"
    english += "2027-01-09,workday_makeup,元旦\n"
    gbk = holiday_notices.from_file(
        name="通知.csv", data=CSV.encode("gb18030"), year=2027, document=DOCUMENT
    )
    assert from_xlsx.days == notice().days == notice(english).days == gbk.days
    assert notice().days[date(2027, 1, 9)] == DayException(is_workday=True, name="元旦")


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_package_agrees_with_the_notices_of_the_programme(year: int):
    days = holiday_notices.from_package(year=year, document="甲").days
    kept = {
        date.fromisoformat(row["date"]): (row["kind"] == "workday_makeup", row["name"])
        for row in read_csv(fixture("calendar.csv"))
        if row["date"].startswith(str(year))
    }
    assert {day: each.is_workday for day, each in days.items()} == {
        day: worked for day, (worked, _) in kept.items()
    }
    calendars_changes = calendars.changes(year, days)
    assert all(change.after and change.before for change in calendars_changes)


@pytest.mark.parametrize(
    ("text", "year", "why"),
    [
        pytest.param("日期,类型\n2027-01-01,放假\n", 2027, "缺少这些列：节日", id="缺列"),
        pytest.param("日期,类型,节日\n", 2027, "没有放假或者调休", id="空表"),
        pytest.param(CSV, 2028, "不属于 2028 年", id="另一年"),
        pytest.param("日期,类型,节日\n2027-01-02,放假,元旦\n", 2027, "本来就休息", id="周末"),
        pytest.param("日期,类型,节日\n一月一日,放假,元旦\n", 2027, "第 2 行", id="日期写法"),
        pytest.param("日期,类型,节日\n2027-01-01,不明,元旦\n", 2027, "类型", id="类型"),
    ],
)
def test_a_notice_that_can_not_be_right_is_refused(text: str, year: int, why: str):
    with pytest.raises(RuleViolation, match=why):
        notice(text, year)


def test_what_is_no_table_and_a_year_the_package_lacks_are_refused():
    with pytest.raises(RuleViolation, match="不是 csv 文本"):
        holiday_notices.from_file(name="x", data=b"\xff\xff\xff", year=2027, document="甲")
    with pytest.raises(RuleViolation, match="没有 2030 年"):
        holiday_notices.from_package(year=2030, document="甲")


# --- preview, confirmation, recomputing -------------------------------------------
def test_the_preview_tells_what_would_move_and_writes_nothing(running: CaseTerm, people: People):
    job = previewed(people)
    moved = [
        (row["term_id"], row["before"], row["after"], row["days"]) for row in job.result["moved"]
    ]
    assert moved == [(running.pk, "2027-01-06", "2027-01-07", 1)]
    assert len(job.result["changes"]) == 3
    assert "2027-02-05（春节）" in job.result["forgotten"]  # 除夕未写
    running.refresh_from_db()
    assert running.due_on == date(2027, 1, 6)
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_confirmed_the_terms_move_with_their_copies_and_the_handlers_are_told(
    running: CaseTerm, people: People
):
    job = previewed(people)
    loading = holiday_notices.confirm(preview_id=job.pk, by=people.justice)
    assert holiday_notices.confirm(preview_id=job.pk, by=people.justice) == loading
    done = run(loading)
    running.refresh_from_db()
    assert (running.due_on, running.provisional, running.why) == (date(2027, 1, 7), False, "")
    assert "2027-01-04（周一）元旦放假，不计" in running.derivation
    case = Case.objects.get(pk=running.case_id)
    assert case.prior_notice.window_ends_on == date(2027, 1, 7)
    assert audit.verify_trail(case, expected_length=case.version) == []
    assert done.result["moved_total"] == 1
    told = Notice.objects.filter(recipient=people.shiting, text__contains="放假通知载入后")
    assert told.count() == 1
    assert "2027-01-06 改为 2027-01-07" in told[0].text
    loaded = CalendarYear.objects.get(year=2027)
    assert loaded.document == DOCUMENT
    assert audit.trail_of(loaded).get().payload["days"]["2027-01-04"] == "元旦放假"


def test_begun_anew_after_its_worker_died_it_loads_once(running: CaseTerm, people: People):
    loading = holiday_notices.confirm(preview_id=previewed(people).pk, by=people.justice)
    first = holiday_notices.load(loading, jobs.Progress(loading))
    version = Case.objects.get(pk=running.case_id).version
    loading.refresh_from_db()
    assert holiday_notices.load(loading, jobs.Progress(loading)) == first
    assert Case.objects.get(pk=running.case_id).version == version


def test_an_open_review_moves_too(people: People):
    with at("2026-12-29"):
        case = stories.under_review(people)
    review = Review.objects.get(case=case)
    before = review.due_on
    assert review.due_provisional
    calendars.store(year=2027, document="甲", days=notice().days, by=None)
    recomputing.recompute_open_terms()
    review.refresh_from_db()
    assert review.due_on > before
    assert not review.due_provisional


def test_a_corrected_notice_moves_them_back(running: CaseTerm, people: People):
    for text, due in (
        (CSV, date(2027, 1, 7)),
        (CSV.replace("2027-01-04,放假,元旦\n", ""), date(2027, 1, 6)),
    ):
        job = run(holiday_notices.submit(notice=notice(text), by=people.justice))
        run(holiday_notices.confirm(preview_id=job.pk, by=people.justice))
        running.refresh_from_db()
        assert running.due_on == due
    assert not CalendarDay.objects.filter(day=date(2027, 1, 4)).exists()


def test_terms_that_end_before_the_change_are_not_looked_at(running: CaseTerm):
    assert running in recomputing.affected(date(2027, 1, 1))
    assert running not in recomputing.affected(date(2027, 1, 7))


# --- who may, and the pages ---------------------------------------------------------
def test_only_the_justice_admin_loads(client, people: People):
    with pytest.raises(PermissionDenied):
        holiday_notices.submit(notice=notice(), by=people.shiting)
    client.force_login(people.shiting)
    assert client.get(reverse("workdays_new")).status_code == 403
    page = client.get(reverse("workdays")).content.decode()
    assert "国办发明电〔2025〕7号" in page or "未载入放假通知" in page
    assert reverse("workdays_new") not in page


def test_a_loaded_year_and_one_that_is_not(client, people: People):
    client.force_login(people.shiting)
    with at("2026-06-01"):
        page = client.get(reverse("workdays"), {"year": "2026"}).content.decode()
        assert "国办发明电〔2025〕7号" in page
        assert "春节调休上班" in page
        later = client.get(reverse("workdays"), {"year": "2027"}).content.decode()
    assert "元旦法定假日（暂定）" in later
    assert "不推定调休和补假" in later


def test_from_the_form_to_the_exported_result(client, running: CaseTerm, people: People):
    client.force_login(people.justice)
    file = SimpleUploadedFile("通知.csv", CSV.encode())
    sent = {"year": 2027, "document": DOCUMENT, "source": "file", "file": file}
    answer = client.post(reverse("workdays_new"), sent)
    preview = Job.objects.get(kind=holiday_notices.PREVIEW)
    assert answer.url == reverse("job", args=[preview.pk])
    run(preview)
    page = client.get(preview.result["url"]).content.decode()
    for words in ("2027-01-04", "元旦放假", running.case.number, "+1 天"):
        assert words in page
    answer = client.post(reverse("workdays_confirm", args=[preview.pk]))
    loading = Job.objects.get(kind=holiday_notices.LOAD)
    assert answer.url == reverse("job", args=[loading.pk])
    run(loading)
    assert running.case.number in client.get(loading.result["url"]).content.decode()
    data = client.get(reverse("workdays_export", args=[loading.pk])).content
    rows = list(load_workbook(BytesIO(data)).active.iter_rows(values_only=True))
    assert rows[1][0] == running.case.number
    assert rows[1][3:6] == ("2027-01-06", "2027-01-07", 1)
    listed = client.get(reverse("workdays")).content.decode()
    assert "1 个期限的届满日变动" in listed


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(client, people: People):
    client.force_login(people.justice)
    sent = {"year": 2027, "document": DOCUMENT, "source": "file"}
    page = client.post(reverse("workdays_new"), sent).content.decode()
    assert "请选择文件" in page
    assert DOCUMENT in page
    page = client.post(reverse("workdays_new"), {**sent, "source": "package"}).content.decode()
    assert "软件包 chinesecalendar 没有 2027 年" in page


# --- the reminder ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "year"),
    [
        pytest.param("2026-11-15", None, id="还有46天"),
        pytest.param("2026-11-16", 2027, id="还有45天"),
        pytest.param("2026-12-31", 2027, id="最后一天"),
        pytest.param("2025-12-01", None, id="下一年已载入"),
    ],
)
def test_the_last_weeks_of_a_year_want_the_next_notice(client, people: People, day, year):
    client.force_login(people.justice)
    with at(day):
        assert missing_notice.missing_year(date.fromisoformat(day)) == year
        assert missing_notice.remind_missing() == (1 if year else 0)
        assert missing_notice.remind_missing() == 0
        client.force_login(people.justice)
        page = client.get("/").content.decode()
    assert ("待载入放假通知" in page) is bool(year)
    with at(day):
        client.force_login(people.shiting)
        assert "待载入放假通知" not in client.get("/").content.decode()
