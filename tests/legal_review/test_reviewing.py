"""What changed between two rounds, as the reviewer reads it."""

from __future__ import annotations

from legal_review.templatetags import reviewing


def test_the_changed_line_is_marked_and_the_rest_is_not():
    before = "当事人：甲\n裁量：从轻\n处罚决定：罚款人民币500.00元"
    after = "当事人：甲\n裁量：当日清理，从轻\n处罚决定：罚款人民币500.00元"
    changes = reviewing.text_changes(before, after)
    assert changes
    assert "当日清理" in str(changes)
