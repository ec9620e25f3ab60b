"""问答库: an answered question, freed of the case it came from, found by all staff."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import audit
from core.errors import RuleViolation
from legal_review.models import KnowledgeEntry
from legal_review.selectors import knowledge as selectors
from legal_review.selectors.suggestions import entry_of
from legal_review.services import knowledge
from personnel.roles import Role
from tests import stories
from tests.factories.personnel import person
from tests.guidance import asked, entry, solved
from tests.people import People
from zones.models import ItemVersion

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def shown(client, user, **query: str) -> str:
    client.force_login(user)
    return client.get(reverse("knowledge"), query).content.decode()


def test_what_is_suggested_hides_the_case(people: People):
    assert people.reviewer_west
    case = stories.filed(people)
    text = f"当事人{case.party_name}在{case.place}，案号{case.number}，电话13800001234"
    question = solved(asked(people.shiting, case=case, text=text), people.reviewer_west)
    told = entry_of(question)["question_text"]
    for secret in (case.party_name, case.place, case.number, "13800001234"):
        assert secret not in told


def test_an_entry_that_still_names_the_case_is_not_published(people: People):
    reviewer = people.reviewer_west
    case = stories.filed(people)
    question = solved(asked(people.shiting, case=case), reviewer)
    words = {**entry_of(question), "answer_text": f"{case.party_name}应当整改", "keywords": ""}
    made = knowledge.write(words={**words, "items": []}, question=question, by=reviewer)
    with pytest.raises(RuleViolation, match="能看出是哪一件案件"):
        knowledge.publish(entry_id=made.pk, by=reviewer)


def test_a_question_becomes_one_entry_at_most(people: People):
    question = solved(asked(people.shiting), people.justice)
    words = {**entry_of(question), "keywords": "", "items": []}
    knowledge.write(words=words, question=question, by=people.justice)
    with pytest.raises(RuleViolation, match="已经整理成问答"):
        knowledge.write(words=words, question=question, by=people.justice)


def test_a_question_without_an_answer_is_no_knowledge(people: People):
    question = asked(people.shiting)
    words = {**entry_of(question), "keywords": "", "items": []}
    with pytest.raises(RuleViolation, match="还没有答复"):
        knowledge.write(words=words, question=question, by=people.justice)


@pytest.mark.parametrize("who", ["shiting", "chief_west", "office"])
def test_only_reviewers_and_the_justice_bureau_write(people: People, who: str):
    with pytest.raises(PermissionDenied):
        entry(getattr(people, who))


def test_the_towns_own_reviewer_writes_too(people: People):
    assert people
    own = person("石亭审核员", Role.TOWN_REVIEWER, "石亭街道", home="区司法局")
    assert entry(own).holds


def test_a_draft_is_seen_by_those_who_write_only(client, people: People):
    made = entry(people.justice, publish=False)
    client.force_login(people.shiting)
    assert client.get(made.get_absolute_url()).status_code == 404
    client.force_login(people.reviewer_east)
    assert client.get(made.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("words", ["先行登记保存", "占道 证据", "第五十六条", "灭失", "证"])
def test_all_staff_find_it_by_chinese_words_wherever_they_stand(client, people: People, words):
    made = entry(people.justice)
    assert made.title in shown(client, people.tianbao, q=words)


@pytest.mark.parametrize("words", ["送达", "占道 送达", "保存登记先"])
def test_what_has_not_all_the_words_is_not_found(client, people: People, words):
    made = entry(people.justice)
    assert made.title not in shown(client, people.tianbao, q=words)


def test_a_title_with_the_words_comes_before_a_text_with_them(client, people: People):
    inside = entry(people.justice, title="另一个问题", question_text="关于公告送达的期限")
    titled = entry(people.justice, title="公告送达怎么算")
    knowledge.mark_useful(entry_id=inside.pk, by=people.shiting)
    page = shown(client, people.shiting, q="公告送达")
    assert page.index(titled.title) < page.index(inside.title)


def test_it_is_filtered_by_point_and_domain(client, people: People):
    made = entry(people.justice)
    assert made.title in shown(client, people.shiting, topic="facts", domain="城管-市容环卫")
    assert made.title not in shown(client, people.shiting, topic="law")


def test_a_superseded_entry_leads_to_its_successor_and_leaves_the_list(client, people: People):
    old, new = entry(people.justice), entry(people.justice, title="新规定下的先行登记")
    knowledge.end(entry_id=old.pk, successor=new, reason="新法施行", by=people.justice)
    client.force_login(people.shiting)
    page = client.get(old.get_absolute_url()).content.decode()
    assert new.get_absolute_url() in page
    assert "新法施行" in page
    assert f">{old.title}<" not in shown(client, people.shiting)
    assert old.title in shown(client, people.shiting, standing="superseded")


def test_an_entry_is_not_superseded_by_itself_or_by_one_that_ended(people: People):
    old, gone = entry(people.justice), entry(people.justice, title="废止的")
    knowledge.end(entry_id=gone.pk, reason="废止", by=people.justice)
    for successor in (old, KnowledgeEntry.objects.get(pk=gone.pk)):
        with pytest.raises(RuleViolation) as refused:
            knowledge.end(entry_id=old.pk, successor=successor, reason="x", by=people.justice)
        assert refused.value.field == "successor"


def reworded(item) -> None:
    """The item gets a new wording today."""
    today = timezone.localdate()
    latest = ItemVersion.objects.filter(item=item).order_by("valid_from").last()
    if latest is not None:
        latest.valid_until = today - timedelta(days=1)
        latest.save()
    ItemVersion.objects.create(
        item=item, name=item.name, legal_basis="新条文", agency=item.agency, valid_from=today
    )


def test_when_an_item_is_reworded_the_entry_waits_to_be_looked_at_again(client, people: People):
    item = stories.delegated_item("石亭街道")
    made, other = entry(people.justice, items=[item]), entry(people.justice, title="无关的")
    yesterday = timezone.localdate() - timedelta(days=1)
    KnowledgeEntry.objects.update(checked_on=yesterday)
    assert not selectors.doubtful(timezone.localdate()).exists()
    reworded(item)
    assert list(selectors.doubtful(timezone.localdate())) == [made]
    assert "待复核" in shown(client, people.shiting)
    client.force_login(people.justice)
    assert "问答库待复核" in client.get("/").content.decode()
    client.post(reverse("knowledge_step", args=[made.pk, "confirm"]))
    assert not selectors.doubtful(timezone.localdate()).exists()
    assert other.title not in shown(client, people.justice, doubt="on")


def test_useful_counts_once_a_person_and_can_be_taken_back(client, people: People):
    made = entry(people.justice)
    step = reverse("knowledge_step", args=[made.pk, "useful"])
    for user, count in ((people.shiting, 1), (people.tianbao, 2), (people.shiting, 1)):
        client.force_login(user)
        client.post(step)
        made.refresh_from_db()
        assert made.useful_count == count


def test_two_people_editing_the_same_entry_are_told(people: People):
    made = entry(people.justice)
    words = {"title": "改后的标题", "items": []}
    knowledge.write(words=words, entry_id=made.pk, seen=1, by=people.justice)
    with pytest.raises(RuleViolation, match="刚被他人修改"):
        knowledge.write(words=words, entry_id=made.pk, seen=1, by=people.reviewer_west)


def test_the_pages_write_publish_and_end(client, people: People):
    question = solved(asked(people.shiting, text="物料堆在人行道上。"), people.justice)
    client.force_login(people.justice)
    address = f"{reverse('knowledge_new')}?question={question.pk}"
    assert "物料堆在人行道上。" in client.get(address).content.decode()
    typed = {"title": "占道物料", "topic": "facts", "question_text": "问", "answer_text": "答"}
    made_at = client.post(address, typed).url
    made = KnowledgeEntry.objects.get()
    assert (made.question, made.standing) == (question, "draft")
    client.post(reverse("knowledge_step", args=[made.pk, "publish"]))
    made.refresh_from_db()
    assert made.standing == "draft"  # no article yet
    assert client.get(reverse("knowledge_edit", args=[made.pk])).status_code == 200
    change = {**typed, "articles": "第五十六条", "revision": made.revision}
    client.post(reverse("knowledge_edit", args=[made.pk]), change)
    client.post(reverse("knowledge_step", args=[made.pk, "publish"]))
    assert "第五十六条" in client.get(made_at).content.decode()
    refused = client.post(reverse("knowledge_end", args=[made.pk]), {"reason": ""})
    assert "请填写此项" in refused.content.decode()
    client.post(reverse("knowledge_end", args=[made.pk]), {"reason": "条文废止"})
    made.refresh_from_db()
    assert made.standing == "withdrawn"
    verbs = [row.verb for row in audit.trail_of(made)]
    assert verbs == ["write_knowledge", "write_knowledge", "publish_knowledge", "end_knowledge"]


def test_the_export_has_what_the_list_shows(client, people: People):
    made = entry(people.justice)
    entry(people.justice, title="别的", topic="law")
    client.force_login(people.shiting)
    answer = client.get(reverse("knowledge_export"), {"topic": "facts"})
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert [row[0] for row in rows[2:]] == [made.title]


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_asks_the_same_for_one_entry_and_for_many(
    client, people: People, count, django_assert_max_num_queries
):
    item = stories.delegated_item("石亭街道")
    for number in range(count):
        entry(people.justice, title=f"占道 {number}", items=[item])
    client.force_login(people.justice)
    client.get(reverse("knowledge"))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert "占道 0" in client.get(reverse("knowledge"), {"q": "占道"}).content.decode()
