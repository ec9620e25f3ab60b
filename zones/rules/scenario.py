"""The exchange format of ``decide_jurisdiction``: one scenario in, one answer out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from core.errors import RuleViolation
from zones.rules.facts import Act, Delegation, DistrictFacts, ItemFacts, Jurisdiction, Matter
from zones.rules.jurisdiction import decide_jurisdiction

Json = Mapping[str, object]


def parse_scenario(data: Json) -> Matter:
    """Read one scenario. Raises RuleViolation ``scenario`` naming the key that can't be read."""
    officers = data.get("certified_officers")
    counts = {} if officers is None else _mapping(officers, "certified_officers")
    return Matter(
        on=_required_date(data, "on"),
        acts=tuple(_act(act, f"acts[{n}]") for n, act in enumerate(_list(data, "acts"))),
        major=_flag(data, "major"),
        complex=_flag(data, "complex"),
        first_filed_by=_optional_text(data, "first_filed_by"),
        certified_officers={town: _count(n, town) for town, n in counts.items()},
        filed_under=_optional_text(data, "filed_under"),
        designated_to=_optional_text(data, "designated_to"),
        designation_document=_optional_text(data, "designation_document") or "",
        suspected_crime=_flag(data, "suspected_crime"),
    )


def to_json(jurisdiction: Jurisdiction) -> dict[str, object]:
    """The answer in the exchange format, without the scenario's id."""
    return {
        "authority_kind": jurisdiction.kind.value,
        "authority": jurisdiction.authority,
        "report_to": list(jurisdiction.report_to),
        "joint": jurisdiction.joint,
        "reasons": [
            {"rule": reason.rule, "text": reason.text, "basis": reason.basis}
            for reason in jurisdiction.reasons
        ],
    }


def decide_scenarios(scenarios: Iterable[Json], district: DistrictFacts) -> list[dict[str, object]]:
    """Answer each scenario, carrying its id over."""
    return [
        {"id": data.get("id"), **to_json(decide_jurisdiction(parse_scenario(data), district))}
        for data in scenarios
    ]


def _act(data: object, path: str) -> Act:
    act = _mapping(data, path)
    item = _mapping(act.get("item"), f"{path}.item")
    return Act(_item(item, f"{path}.item"), tuple(_names(act, "towns", path)))


def _names(data: Json, key: str, path: str) -> Iterator[str]:
    for name in _list(data, key, path):
        if not isinstance(name, str):
            raise _unreadable(_join(path, key), "应为名称")
        yield name


def _item(item: Json, path: str) -> ItemFacts:
    return ItemFacts(
        code=_optional_text(item, "code") or "",
        name=_optional_text(item, "name") or "",
        bureau=_optional_text(item, "bureau") or "",
        domain=_optional_text(item, "domain") or "",
        statutory_town=_flag(item, "statutory_town"),
        delegations=tuple(
            _delegation(entry, f"{path}.delegations[{n}]")
            for n, entry in enumerate(_list(item, "delegations", path))
        ),
        city_since=_optional_date(item, "city_since", path),
        entrusted_by=_optional_text(item, "entrusted_by"),
    )


def _delegation(data: object, path: str) -> Delegation:
    entry = _mapping(data, path)
    town = _optional_text(entry, "town")
    if not town:
        raise _unreadable(f"{path}.town", "须写明乡镇（街道）")
    starts_on = _required_date(entry, "from", path)
    ends_on = _optional_date(entry, "to", path)
    if ends_on is not None and ends_on < starts_on:
        raise _unreadable(f"{path}.to", "结束日期不能早于开始日期")
    return Delegation(town, starts_on, ends_on)


def _unreadable(path: str, why: str) -> RuleViolation:
    return RuleViolation("scenario", f"{path}：{why}", field=path)


def _mapping(value: object, path: str) -> Json:
    if not isinstance(value, Mapping):
        raise _unreadable(path, "应为对象")
    return value


def _list(data: Json, key: str, path: str = "") -> list[object]:
    value = data.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _unreadable(_join(path, key), "应为数组")
    return value


def _flag(data: Json, key: str) -> bool:
    value = data.get(key)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise _unreadable(key, "应为 true 或 false")


def _count(value: object, town: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unreadable(f"certified_officers.{town}", "应为整数")
    return value


def _optional_text(data: Json, key: str) -> str | None:
    value = data.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise _unreadable(key, "应为文字或 null")


def _required_date(data: Json, key: str, path: str = "") -> date:
    value = _optional_date(data, key, path)
    if value is None:
        raise _unreadable(_join(path, key), "须写明日期")
    return value


def _optional_date(data: Json, key: str, path: str = "") -> date | None:
    value = data.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise _unreadable(_join(path, key), f"日期“{value}”应写作 2026-01-01 的形式") from None


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
