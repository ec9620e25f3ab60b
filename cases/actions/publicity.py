"""Made public, taken back, looked at again, archived."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cases.actions._spec import Action, label, simple
from cases.forms import archive as archive_forms
from cases.forms import correction as correction_forms
from cases.forms import disclosure as forms
from cases.models import Case
from cases.services import archive, correction, disclosure
from core.models import User


def _publish(case: Case, data: Any, by: User, version: int | None) -> object:
    if data["publish"] == "no":
        return disclosure.withhold(
            case_id=case.pk,
            exclusion=data["exclusion"],
            reason=data["reason"],
            by=by,
            version=version,
        )
    names = ("title_shown", "party_shown", "text_shown", "shown_until")
    shown = disclosure.Shown(*(data[name] for name in names))
    return disclosure.publish(
        case_id=case.pk, shown=shown, reason=data["reason"], by=by, version=version
    )


PUBLICITY: Mapping[str, Action] = MappingProxyType(
    {
        "publish": Action(
            label("publish"),
            "broadcast",
            forms.PublishForm,
            _publish,
            "公示决定已登记",
            above="cases/_action_publish.html",
        ),
        "withdraw_publication": Action(
            label("withdraw_publication"),
            "eye-slash",
            forms.WithdrawPublicationForm,
            simple(disclosure.withdraw, "reason"),
            "公示已撤回，理由已公开",
            hint="决定被变更、撤销、确认违法或者确认无效的，三日内撤回公示并公开说明理由",
            confirm="撤回后公众看不到决定内容，只看到撤回的理由。确定撤回吗？",
        ),
        "recheck": Action(
            label("recheck"),
            "arrow-clockwise",
            correction_forms.RecheckForm,
            simple(correction.recheck, "seen"),
            "复查已登记",
            hint="决定责令改正的，复查已经改正后方可结案（《行政处罚法》第二十八条）",
        ),
        "archive": Action(
            label("archive"),
            "archive",
            archive_forms.ArchiveForm,
            simple(archive.archive, "retention"),
            "已归档，正在装订电子案卷",
            hint="归档号按本机关本年度连续编取；正卷、副卷由系统按案卷顺序装订，页数和校验值随后登记",
        ),
    }
)
