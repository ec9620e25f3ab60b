"""The procedure in force (version 2): 行政处罚法 (2021) from report to archive."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.rules.steps import Transition
from cases.rules.way_v2_decision import DECIDING
from cases.rules.way_v2_inquiry import INQUIRY
from cases.rules.way_v2_transfer import TRANSFERRING

TABLE: Mapping[str, Transition] = MappingProxyType({**INQUIRY, **DECIDING, **TRANSFERRING})
