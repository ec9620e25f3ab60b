"""What the board shows, and the message of a round of reminders."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.rules import urging
from cases.rules.board import LANE_KEYS, LANE_SIZE, MOST_IN_LANE, Risk
from cases.selectors import desks
from cases.selectors.board import Sight
from cases.selectors.board_lanes import Wanted
from core.forms import PlainForm
from core.models import User
from zones.models import Township, Zone
from zones.selectors import all_domains

_DUE = [("late", "已逾期"), ("soon", "三个工作日内到期"), ("stalled", "停留三十天以上")]


class BoardFilter(PlainForm):
    """The filters of the board, all of them in the address."""

    town = forms.ChoiceField(label="镇街", required=False)
    domain = forms.ChoiceField(label="执法领域", required=False)
    risk = forms.ChoiceField(
        label="风险", required=False, choices=[("", "全部"), *((r.value, r.label) for r in Risk)]
    )
    due = forms.ChoiceField(label="时限", required=False, choices=[("", "全部"), *_DUE])
    mine = forms.ChoiceField(
        label="待办", required=False, choices=[("", "全部"), ("1", "只看待我办理")]
    )

    def __init__(self, data: Any, sight: Sight, user: User) -> None:
        super().__init__(data)
        self.sight, self.user = sight, user
        code = str(data.get("zone", ""))
        zones = sight.zones
        self.zone: Zone | None = next((zone for zone in zones if zone.code == code), None)
        if len(zones) == 1:
            self.zone = zones[0]
        towns = sight.narrowed(self.zone, None).towns
        self._offer("town", [(str(town.pk), town.name) for town in towns])
        self._offer("domain", [(name, name) for name in all_domains()])
        self.is_valid()  # what is not offered is left out of what was asked

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *choices]

    @property
    def asked(self) -> dict[str, Any]:
        return self.cleaned_data

    @property
    def town_chosen(self) -> Township | None:
        pk = self.asked.get("town")
        return next((town for town in self.sight.towns if str(town.pk) == pk), None)

    @property
    def narrowed(self) -> Sight:
        return self.sight.narrowed(self.zone, self.town_chosen)

    @property
    def wanted(self) -> Wanted:
        """What is asked for; one query when only my own to-dos are."""
        number = str(self.data.get("n", ""))
        lane = str(self.data.get("lane", ""))
        mine = self.asked.get("mine")
        return Wanted(
            domain=self.asked.get("domain", ""),
            risk=self.asked.get("risk", ""),
            due=self.asked.get("due", ""),
            mine=frozenset(desks.waiting_for(self.user)) if mine else None,
            lane=lane if lane in LANE_KEYS else "",
            shown=min(int(number), MOST_IN_LANE) if number.isdecimal() else LANE_SIZE,
        )


class UrgeForm(PlainForm):
    """Which cases, and what is said to their handlers."""

    case = forms.TypedMultipleChoiceField(coerce=int, required=False)
    message = forms.CharField(
        label="催办内容", max_length=urging.LONGEST, required=False, initial=urging.USUAL
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["case"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        sent = data.getlist("case") if data is not None else []
        field.choices = [(one, one) for one in sent if str(one).isdecimal()]

    @property
    def chosen(self) -> list[int]:
        return list(self.cleaned_data.get("case", [])) if self.is_bound else []
