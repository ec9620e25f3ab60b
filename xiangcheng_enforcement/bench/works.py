"""What is measured, one function each; a page that is not there yet is skipped with its reason."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from django.urls import NoReverseMatch, reverse

from xiangcheng_enforcement.bench import burst, reviews
from xiangcheng_enforcement.bench.client import Browser, UnexpectedAnswerError
from xiangcheng_enforcement.bench.figures import Table, milliseconds, repeat
from xiangcheng_enforcement.bench.ground import Ground

OFFICER, SECOND, CHIEF = "officer_shiting1", "officer_shiting2", "chief_west"
DEPUTY, REVIEWER = "deputy_shiting", "reviewer_west"
CLIENTS = 4
CROWD_SECONDS = 10.0
_READS = 200
_WRITES = 60


@dataclass
class Bench:
    """One database size: where to measure and where to put the figures.

    `only`: a part of the name of the works to measure, "" for all.
    """

    ground: Ground
    table: Table
    say: Callable[[str], None]
    only: str = ""

    @property
    def size(self) -> str:
        return f"{self.ground.cases:,} 件"

    def run(self) -> None:
        self._put("载入演示数据（秒）", "数分钟", f"{self.ground.load_seconds:.0f}")
        officer = self.ground.browser(OFFICER)
        chief = self.ground.browser(CHIEF)
        reads = "p50 / p95（毫秒）"
        self._try(
            f"案件列表，本镇视图，1 个客户端，{reads}",
            "≤ 30 / ≤ 60",
            lambda: _pages(officer, reverse("cases")),
        )
        self._try(
            f"案件列表，{CLIENTS} 个客户端（请求/秒）",
            "≥ 60",
            lambda: f"{_crowd(self.ground, reverse('cases')):.0f}",
        )
        self._try(f"案件页，{reads}", "—", lambda: _case_pages(officer))
        self._try(f"片区看板，片长，{reads}", "p95 ≤ 150", lambda: _pages(chief, reverse("board")))
        self._try(f"工作台，片长，{reads}", "—", lambda: _pages(chief, reverse("workbench")))
        self._try("校验全部留痕（秒）", "100 万条 ≤ 60", lambda: _verify(self.ground))
        made: list[str] = []
        self._try("登记并受理案件，p50 / p95（毫秒）", "p50 ≤ 40", lambda: _file(officer, made))
        self._try(
            "申请立案，p50 / p95（毫秒）",
            "p50 ≤ 40",
            lambda: _propose(self.ground, officer, made),
        )
        self._try(
            "批准立案（留痕、期限、提醒），p50 / p95（毫秒）",
            "p50 ≤ 40",
            lambda: _approve(self.ground, made),
        )
        self._try(
            "上报到达片长，一次 100 件，p50 / p99（毫秒）",
            "p99 ≤ 1000",
            lambda: burst.measure(self.ground),
        )
        self._try(
            "上报 100 件、工作进程三次被杀，恢复后到达片长，p50 / p99（毫秒）",
            "p99 ≤ 1000",
            lambda: burst.measure_with_deaths(self.ground),
        )

        self._reviews()

    def _reviews(self) -> None:
        """Last, because fifty thousand rounds are put beside those of the demo."""
        reviews.fill(self.ground)
        reviewer = self.ground.browser(REVIEWER)
        every = f"{reviews.ROUNDS:,} 件审核，p50 / p95（毫秒）"
        bar = "p95 ≤ 100"
        self._try(f"审核队列，本片区，{every}", bar, lambda: reviews.queue(reviewer, ""))
        self._try(f"审核队列，我的，{every}", bar, lambda: reviews.queue(reviewer, "?mine=on"))
        self._try(
            f"审核队列，全部状态，{every}", bar, lambda: reviews.queue(reviewer, "?status=all")
        )
        self._try(f"审核页，{every}", bar, lambda: reviews.pages(reviewer))

    def _try(self, work: str, bar: str, measure: Callable[[], str]) -> None:
        if self.only not in work:
            return
        try:
            self._put(work, bar, measure())
        except (UnexpectedAnswerError, NoReverseMatch) as reason:
            self._put(work, bar, "跳过")
            self.say(f"{work}：跳过，{reason}")

    def _put(self, work: str, bar: str, value: str) -> None:
        self.table.put(work, bar, self.size, value)
        self.say(f"{self.size} {work}：{value}")


def _pages(browser: Browser, path: str) -> str:
    series = repeat(_READS, lambda: browser.page(path).seconds, warm_up=20)
    return milliseconds(series, 0.5, 0.95)


def _case_pages(browser: Browser) -> str:
    paths = _listed(browser)
    turns = count()
    series = repeat(
        _READS, lambda: browser.page(paths[next(turns) % len(paths)]).seconds, warm_up=10
    )
    return milliseconds(series, 0.5, 0.95)


def _listed(browser: Browser) -> list[str]:
    """Case pages named on the first page of the list."""
    found = re.findall(r'href="(/cases/\d+/)"', browser.page(reverse("cases")).body)
    if not found:
        raise UnexpectedAnswerError("列表中没有案件")
    return list(dict.fromkeys(found))


def _crowd(ground: Ground, path: str) -> float:
    """Requests a second of several clients that ask without pause."""
    browsers = [ground.browser(OFFICER) for _ in range(CLIENTS)]
    done = [0] * CLIENTS
    end = time.monotonic() + CROWD_SECONDS

    def ask(place: int) -> None:
        while time.monotonic() < end:
            browsers[place].page(path)
            done[place] += 1

    started = time.monotonic()
    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - started)


def _file(browser: Browser, made: list[str]) -> str:
    """Report and accept in one step, as an officer does on patrol."""
    item = re.search(
        r'<option value="(\d+)"[^>]*>[^<]*街道两侧', browser.page(reverse("report")).body
    )
    if item is None:
        raise UnexpectedAnswerError("登记表没有执法事项可选")
    chosen = item.group(1)

    def send() -> float:
        answer = browser.submit(
            reverse("report"),
            "submission_key",
            item=chosen,
            title="占用道路堆放物料",
            place="石亭街道测试路 1 号",
            description="测量用案件。",
            party_kind="sole_trader",
            party_name="测量水果店（演示）",
            accept="on",
        )
        made.append(answer.location)
        return answer.seconds

    return milliseconds(repeat(_WRITES, send, warm_up=5), 0.5, 0.95)


def _verify(ground: Ground) -> str:
    """All trails checked once by the command, its start included; raises on a fault."""
    [(entries,)] = ground.query("SELECT count(*) FROM core_auditentry")
    started = time.monotonic()
    ground.manage("verify_trails")
    return f"{entries} 条，{time.monotonic() - started:.0f}"


def _propose(ground: Ground, browser: Browser, made: list[str]) -> str:
    """Ask to file the cases just made, with the two officers of the town."""
    rows = ground.query(
        "SELECT u.username, o.id FROM personnel_officer o JOIN core_user u ON u.id = o.user_id "
        "WHERE u.username IN (%s, %s)",
        OFFICER,
        SECOND,
    )
    officers = {str(name): str(pk) for name, pk in rows}
    waiting = iter(list(made))

    def send() -> float:
        return browser.submit(
            f"{next(waiting)}propose_filing/",
            "version",
            lead=officers[OFFICER],
            others=[officers[SECOND]],
        ).seconds

    return milliseconds(repeat(min(_WRITES, len(made)), send), 0.5, 0.95)


def _approve(ground: Ground, made: list[str]) -> str:
    """The head of the organ approves what was asked; this is what files the case."""
    cases = [int(path.strip("/").rsplit("/", 1)[1]) for path in made]
    rows = ground.query(
        "SELECT id FROM cases_approval WHERE kind = 'filing' AND status = 'open' "
        "AND case_id = ANY(%s) ORDER BY id",
        cases,
    )
    if not rows:
        raise UnexpectedAnswerError("没有等待审批的立案申请")
    browser = ground.browser(DEPUTY)
    waiting = iter([int(str(pk)) for (pk,) in rows])

    def send() -> float:
        path = reverse("approval", args=[next(waiting)])
        return browser.submit(path, "opinion", answer="approve", opinion="同意").seconds

    return milliseconds(repeat(len(rows), send), 0.5, 0.95)
