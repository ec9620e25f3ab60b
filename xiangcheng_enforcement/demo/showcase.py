"""Cases that every demo has, however small: each state, early and late, every way of reporting.

`age` is how many days ago the case was reported, `hold` the step it waits for (empty: it went to
its end). The first places are those of the demo logins.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    age: int
    item: str
    towns: tuple[str, ...]
    hold: str = ""
    major: bool = False
    complex: bool = False
    refused: bool = False
    declined: bool = False
    returned: bool = False
    terminated: bool = False
    unpaid: bool = False
    contested: bool = False
    spared: bool = False
    arranged_after: str = ""
    fine: int = 0


STORIES: tuple[Story, ...] = (
    Story(1, "XC010", ("石亭街道",), "accept"),
    Story(2, "XC010", ("石亭街道", "天宝镇"), "arrange", arranged_after="accept"),
    Story(45, "XC010", ("石亭街道", "天宝镇"), "redraft", returned=True),
    Story(40, "XC181", ("南坑街道",), "review_passed", fine=150_000),
    Story(48, "XC006", ("东铺头街道", "西桥街道"), "decide", arranged_after="file"),
    Story(42, "XC082", ("芝山街道",), "serve"),
    Story(60, "XC100", ("石亭街道",), "propose_closing"),
    Story(33, "XC004", ("南坑街道",), refused=True),
    Story(345, "XC082", ("芝山街道",), "enforce_result", unpaid=True, fine=4_000),
    Story(38, "XC020", ("石亭街道",), terminated=True),
    Story(5, "XC082", ("石亭街道",), "approve_filing"),
    Story(22, "XC010", ("石亭街道",), "decide", spared=True),
    Story(64, "XC002", ("巷口街道",), declined=True),
    Story(20, "XC186", ("浦南镇",)),
    Story(4, "XC010", ("芝山街道",), "propose_filing"),
    Story(25, "XC163", ("通北街道",), "notify"),
    Story(28, "XC170", ("巷口街道",), "decide"),
    Story(12, "XC020", ("石亭街道",), "conclude"),
    Story(120, "XC072", ("天宝镇",), major=True),
    Story(9, "XC004", ("南坑街道",), "accept"),
    Story(18, "XC062", ("天宝镇",), "approve_filing"),
    Story(14, "XC006", ("芝山街道", "石亭街道"), "arrange", arranged_after="file"),
    Story(26, "XC082", ("新桥街道", "巷口街道"), "arrange", arranged_after="conclude"),
    Story(104, "XC168", ("西桥街道",), "conclude"),
    Story(91, "XC062", ("浦南镇",), "notify"),
    Story(50, "XC062", ("天宝镇", "浦南镇"), "review_passed", returned=True),
    Story(30, "XC137", ("新桥街道",), "conclude"),
    Story(36, "XC146", ("通北街道",), "decide"),
    Story(6, "XC186", ("天宝镇",), "record_receipt"),
    Story(110, "XC010", ("南坑街道", "东铺头街道"), arranged_after="file"),
    Story(13, "XC114", ("石亭街道",), "arrange", major=True, complex=True),
    Story(5, "XC066", ("石亭街道",), "propose_filing"),
    Story(80, "XC082", ("石亭街道",), "demand", unpaid=True, fine=3_000),
    Story(290, "XC082", ("石亭街道",), "demand", unpaid=True, fine=5_000),
    Story(350, "XC082", ("芝山街道",), "demand", unpaid=True, fine=2_000),
    Story(262, "XC082", ("石亭街道",), "approve_enforcement", unpaid=True, fine=6_000),
    Story(85, "XC082", ("石亭街道",), "remedy_result", contested=True, unpaid=True, fine=8_000),
    Story(8, "XC133", ("天宝镇", "天宝林场"), "arrange", arranged_after="accept"),
    Story(130, "XC084", ("西桥街道", "石亭街道", "新桥街道"), complex=True),
)
