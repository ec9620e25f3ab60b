"""The tabs of the case page: one list says which panel hangs where, in which order.

A panel of this app is a line in `PANELS`: the tab, its template (all variables of the case page
are there), and when it has something to show. A higher app registers `core.panels` at
`case:<tab>`; it is rendered only while its tab is open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from cases.models import Case
from cases.selectors.facts import report_grounds
from core import panels

Needs = Callable[[Case], bool]


def always(case: Case) -> bool:
    return True


def any_of(*names: str) -> Needs:
    """Something is in one of the case's small tables, or the one-to-one row is there."""

    def needs(case: Case) -> bool:
        return any(_count(case, name) for name in names)

    return needs


def _reported_or_owed(case: Case) -> bool:
    own = (case.escalations, case.arrangements, case.disputes)
    return any(rows.all() for rows in own) or _concerns_chief(case)


def _concerns_chief(case: Case) -> bool:
    """There is a reason why the chief must or may be told."""
    return bool(report_grounds(case))


def _decided(case: Case) -> bool:
    return case.decided_on is not None


def _served(case: Case) -> bool:
    return case.served_on is not None


def _served_or_decided(case: Case) -> bool:
    return _decided(case) or bool(case.deliveries.all())


def _corrected(case: Case) -> bool:
    """Something was ordered to be put right."""
    draft = getattr(case, "draft", None)
    return _decided(case) and bool(draft and draft.correction)


@dataclass(frozen=True)
class Panel:
    """`side`: in the narrow column at the right."""

    tab: str
    template: str
    needs: Needs = always
    side: bool = False


@dataclass(frozen=True)
class Tab:
    """`counted`: the tables whose rows are the figure on the tab; `empty`: said when it is bare."""

    key: str
    label: str
    counted: tuple[str, ...] = ()
    empty: str = ""


TABS = (
    Tab("overview", "概况"),
    Tab(
        "inquiry",
        "办理记录",
        ("plans", "records", "prior_notice", "hearing", "discussions", "decision"),
        "立案以后，调查方案、调查记录、处罚告知、听证、集体讨论和决定依次列在这里。",
    ),
    Tab(
        "evidence",
        "证据与物品",
        ("evidence", "preservations", "measures", "exhibits"),
        "证据、先行登记保存、查封扣押和涉案物品登记以后列在这里。",
    ),
    Tab("papers", "文书", ("papers",), "制作的文书和送达情况列在这里。"),
    Tab("terms", "期限", ("terms",)),
    Tab(
        "reporting",
        "上报与安排",
        ("escalations", "arrangements", "disputes", "studies"),
        "跨乡镇（街道）、重大、复杂疑难的案件须上报片长，上报和片长的安排列在这里；本案尚无上报。",
    ),
    Tab(
        "transfers",
        "移送",
        ("transfers",),
        "移送给其他单位、机关的，清单、接收和处理结果列在这里；本案没有移送。",
    ),
    Tab(
        "review",
        "审核",
        empty="提请法制审核以后，各轮审核意见列在这里；本案尚未送审。送审前的咨询也列在这里。",
    ),
    Tab(
        "performance",
        "送达与履行",
        ("deliveries", "payments", "instalments", "demands", "enforcements", "remedies"),
        "决定送达以后，缴款、分期、催告、强制执行和复议诉讼列在这里。",
    ),
    Tab("trail", "留痕"),
)

PANELS = (
    Panel("overview", "cases/_facts.html"),
    Panel("overview", "cases/_parties.html"),
    Panel("overview", "cases/_competence.html", side=True),
    Panel("overview", "cases/_handlers.html", side=True),
    Panel("overview", "cases/_grounds.html", _concerns_chief, side=True),
    Panel("overview", "cases/_complaints.html", any_of("complaints"), side=True),
    Panel("inquiry", "cases/_plans.html", any_of("plans")),
    Panel("inquiry", "cases/_records.html", any_of("records")),
    Panel("inquiry", "cases/_findings.html", any_of("records")),
    Panel("inquiry", "cases/_notice.html", any_of("prior_notice")),
    Panel("inquiry", "cases/_decision.html", any_of("draft", "decision")),
    Panel("evidence", "cases/_evidence.html", any_of("evidence")),
    Panel("evidence", "cases/_held.html", any_of("preservations", "measures", "exhibits")),
    Panel("papers", "cases/_papers.html"),
    Panel("terms", "cases/_terms.html"),
    Panel("reporting", "cases/_reporting.html", _reported_or_owed),
    Panel("transfers", "cases/_transfers.html", any_of("transfers")),
    Panel("performance", "cases/_service.html", _served_or_decided),
    Panel("performance", "cases/_performance.html", _decided),
    Panel("performance", "cases/_correction.html", _corrected),
    Panel("performance", "cases/_enforcement.html", _served),
    Panel("performance", "cases/_remedies.html", _served),
    Panel("performance", "cases/_disclosure.html", any_of("disclosure")),
    Panel("performance", "cases/_archive.html", any_of("archive")),
    Panel("trail", "cases/_history.html"),
)


def _count(case: Case, name: str) -> int:
    row: Any = getattr(case, name, None)
    if row is None:
        return 0
    return len(row.all()) if hasattr(row, "all") else 1


@dataclass(frozen=True)
class Shown:
    """A tab as the page draws it; `count` None where there is nothing to count."""

    key: str
    label: str
    count: int | None
    current: bool


def open_tab(wanted: str) -> Tab:
    """The tab the address names, else the first."""
    return next((tab for tab in TABS if tab.key == wanted), TABS[0])


def shown(case: Case, current: Tab) -> list[Shown]:
    return [
        Shown(
            tab.key,
            tab.label,
            sum(_count(case, name) for name in tab.counted) or None,
            tab == current,
        )
        for tab in TABS
    ]


def panels_of(case: Case, tab: Tab) -> list[Panel]:
    """What the tab shows of this case, in order."""
    return [panel for panel in PANELS if panel.tab == tab.key and panel.needs(case)]


def from_above(request: HttpRequest, case: Case, tab: Tab) -> SafeString:
    """What higher apps hang on the tab."""
    return panels.render(f"case:{tab.key}", request, case)
