"""Legal review, the heads' discussion, and the decision."""

from __future__ import annotations

import json

from cases.rules.deadlines import Term
from cases.rules.review_materials import MATERIALS
from legal_review.rules.checklist import OpinionKind, Point
from xiangcheng_enforcement.demo.casefile import (
    At,
    CaseFile,
    DraftText,
    ReviewRound,
    Step,
)
from xiangcheng_enforcement.demo.fate import suit_term
from xiangcheng_enforcement.demo.matters import pick
from xiangcheng_enforcement.demo.notices import tell
from xiangcheng_enforcement.demo.papers import DECISION
from xiangcheng_enforcement.demo.words import invented
from xiangcheng_enforcement.demo.world import Unit, ZoneInfo

_ASKED = tuple(
    row
    for row in MATERIALS
    if row.code not in ("hearing_record", "hearing_report", "appraisal", "recordings")
)
_MATERIALS = json.dumps(
    [
        {"code": row.code, "label": row.label, "how": "hand" if row.by_hand else "auto"}
        for row in _ASKED
    ],
    ensure_ascii=False,
)
_ALL_GOOD = json.dumps({point.value: True for point in Point})
_ONE_WANTING = json.dumps({point.value: point is not Point.PAPERS for point in Point})


def submit_for_review(file: CaseFile, at: At) -> Step:
    found = file.office.rules.gravity.to_review(file.life.fate)
    reasons = [reason.text for reason in found]
    draft, reviewer = _draft(file), _zone(file).reviewer
    because = (
        f"{reviewer.name}审核过本案上一轮，继续审核"
        if file.reviews
        else f"{reviewer.name}是{_zone(file).name}法制审核员"
    )
    review = ReviewRound(
        pk=next(file.office.review_ids),
        round=len(file.reviews) + 1,
        because=because,
        reasons=json.dumps(reasons, ensure_ascii=False),
        materials=_MATERIALS,
        draft=draft,
        by=file.lead,
        requested=at,
        due=file.office.rules.terms.due(Term.LEGAL_REVIEW, at.day),
    )
    file.reviews.append(review)
    words = f"提请法制审核，{review.due.date} 前审结"
    tell(file, at, [reviewer], f"review-open:{review.pk}", words, review=review.pk)
    return file.lead, {
        "text_hash": draft.digest,
        "reasons": reasons,
        "note": "",
        "materials": [row.label for row in _ASKED],
    }


def review_returned(file: CaseFile, at: At) -> Step:
    text = pick(file.office.matters.texts["corrections"], file.draw)
    return _conclude(file, at, OpinionKind.CORRECT, _ONE_WANTING, text)


def review_passed(file: CaseFile, at: At) -> Step:
    text = file.office.matters.texts["agree"]
    return _conclude(file, at, OpinionKind.AGREE, _ALL_GOOD, text)


def _conclude(file: CaseFile, at: At, kind: OpinionKind, points: str, text: str) -> Step:
    review, reviewer = file.reviews[-1], _zone(file).reviewer
    review.status = "passed" if kind.passes else "returned"
    review.concluded_at = at.stamp
    file.cleared = review.draft.digest if kind.passes else ""
    file.office.rows.opinions.rows.append(
        (review.pk, kind.value, points, "{}", text, reviewer.user_id, at.stamp)
    )
    outcome = "审核通过" if kind.passes else "审核退回，请修改后再报"
    key = f"review:{file.pk}:{len(file.chain.lines) + 1}"
    tell(file, at, [file.lead, file.second], key, outcome, urgent=not kind.passes)
    opinion = f"{kind.label} {text}"
    return reviewer, {"text_hash": review.draft.digest, "opinion": opinion}


def discuss(file: CaseFile, at: At) -> Step:
    """The heads discuss the very text that was reviewed (第五十七条第二款)."""
    unit, draft, rows = _unit(file), _draft(file), file.office.rows
    pk = next(file.office.discussion_ids)
    texts = file.office.matters.texts["discussion"]
    conclusion = texts["conclusion"]
    rows.discussions.rows.append(
        (pk, file.pk, at.stamp, f"{unit.name}会议室", unit.approver.name, file.second.name,
         conclusion, True, draft.digest, unit.approver.user_id, at.stamp)
    )  # fmt: skip
    present = [(unit.approver.name, texts["chair"], texts["agree"][0])]
    for post in texts["posts"]:
        name = invented(file.office.matters.texts, file.draw)
        present.append((name, post, pick(texts["agree"], file.draw)))
    rows.discussion_opinions.rows += [(pk, *opinion) for opinion in present]
    return unit.approver, {
        "agreed": True,
        "text_hash": draft.digest,
        "present": [name for name, _, _ in present],
        "conclusion": conclusion,
    }


def decide(file: CaseFile, at: At) -> Step:
    """In the name of the unit that filed, by its approver; the text is the text reviewed."""
    filed_under = file.unit.name if file.unit and file.unit.is_town else None
    file.judge(file.filed_day, at, filed_under=filed_under)
    unit, draft = _unit(file), _draft(file)
    number = file.office.papers.take(DECISION, unit, at.day)
    land = suit_term(file.life.fate) is Term.LITIGATION_LAND
    remedies = file.office.remedies_land if land else file.office.remedies
    file.dates["decided"], file.decided_day = at.date, at.day
    file.office.rows.decisions.rows.append(
        (file.pk, number, unit.pk if unit.is_town else None, None if unit.is_town else unit.pk,
         unit.heading, draft.text, remedies, draft.digest, at.date,
         unit.approver.user_id)
    )  # fmt: skip
    file.close_term(Term.DECISION, at.date)
    file.open_term(Term.SERVICE, at.day)
    payload = {"number": number, "authority": unit.heading, "text_hash": draft.digest}
    return unit.approver, payload


def _draft(file: CaseFile) -> DraftText:
    assert file.draft is not None  # notified
    return file.draft


def _unit(file: CaseFile) -> Unit:
    assert file.unit is not None  # filed
    return file.unit


def _zone(file: CaseFile) -> ZoneInfo:
    zone = file.life.fate.towns[0].zone
    assert zone is not None  # cases are registered in towns, and every town has a zone
    return zone
