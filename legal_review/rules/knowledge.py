"""问答库: what an entry must say, whether it still holds, and how Chinese texts are searched.

A text is searched by its pairs of neighbouring characters (bigrams): Chinese has no spaces, most
of its words have two characters, and no dictionary or locale of the database is asked.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from core.errors import RuleViolation

_RUN = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
MOST_GRAMS = 6000


class Standing(StrEnum):
    """Whether an entry may be relied on."""

    DRAFT = "draft"
    VALID = "valid"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


STANDING_CHOICES = [
    (Standing.DRAFT.value, "草稿"),
    (Standing.VALID.value, "有效"),
    (Standing.SUPERSEDED.value, "已被取代"),
    (Standing.WITHDRAWN.value, "已废止"),
]


def runs_of(text: str) -> list[str]:
    """Unbroken runs of Chinese characters or of letters and figures, in plain lower case."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower())


def grams_of(*texts: str) -> list[str]:
    """What a text is found by: characters and their pairs; words of letters and figures whole."""
    found: dict[str, None] = {}
    for text in texts:
        for run in runs_of(text):
            if run.isascii():
                found[run] = None
                continue
            found.update(dict.fromkeys(run))
            found.update((run[at : at + 2], None) for at in range(len(run) - 1))
    return list(found)[:MOST_GRAMS]


def wanted_grams(query: str) -> list[str]:
    """What a text must have to match a search: the pairs, a lone character, whole words."""
    found: dict[str, None] = {}
    for run in runs_of(query):
        if run.isascii() or len(run) == 1:
            found[run] = None
        else:
            found.update((run[at : at + 2], None) for at in range(len(run) - 1))
    return list(found)


def likeness(wanted: Iterable[str], title: Iterable[str]) -> float:
    """How much of what is wanted a title has, 0 to 1; of equal ones the shorter title is nearer."""
    asked, had = set(wanted), {gram for gram in title if len(gram) > 1}
    if not asked or not had:
        return 0.0
    return len(asked & had) / len(asked) + 0.1 * len(asked & had) / len(had)


_CASE_NUMBER = re.compile(r"[\u4e00-\u9fff]{0,6}〔\d{4}〕\d+号")


def hidden_numbers(text: str) -> str:
    """The text with numbers of cases and papers taken out: they lead to the case."""
    return _CASE_NUMBER.sub("（文号略）", text)


def check_ready(*, question: str, answer: str, articles: str, identity: Iterable[str]) -> None:
    """Before it is published: question, answer, articles; nothing that names the case.

    `identity`: the case's number, its parties and the names the file knows.
    """
    for text, field, label in (
        (question, "question_text", "问题"),
        (answer, "answer_text", "答复"),
    ):
        if not text.strip():
            raise RuleViolation("entry_empty", f"请填写{label}", field=field)
        if _CASE_NUMBER.search(text):
            message = f"{label}里还有案号或者文号，请删去后再发布"
            raise RuleViolation("entry_names_case", message, "《行政处罚法》第五十条", field)
        for name in identity:
            if len(name) > 1 and name in text:
                message = f"{label}里还有“{name}”，能看出是哪一件案件，请隐去后再发布"
                raise RuleViolation("entry_names_case", message, "《行政处罚法》第五十条", field)
    if not articles.strip():
        message = "请写明引用的法律条文，没有条文的答复不能作为知识发布"
        raise RuleViolation("entry_no_article", message, field="articles")
