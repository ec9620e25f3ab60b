"""The table of statutory terms: the one place where a length of time is written down.

《行政处罚法》第八十五条 defines only 二日、三日、五日、七日 as working days, hence 十五日 and
九十日 are natural days; 《行政强制法》第六十九条 does so for terms up to ten days, 《行政复议法》
第八十八条 for 三、五、七、十日. ``configurable`` terms have no figure in national law: the defaults
here count as 待确认 until 司法局 confirms them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from cases.rules.term_kinds import Extension, Term, TermRule, Unit
from cases.rules.terms_after import AFTER
from cases.rules.terms_inquiry import INQUIRY

__all__ = ["AFTER_CLOSING", "PARTY_TERMS", "TERM_RULES", "Extension", "Term", "TermRule", "Unit"]

TERM_RULES: Mapping[Term, TermRule] = MappingProxyType(
    {term: {**INQUIRY, **AFTER}[term] for term in Term}
)

# Terms that run for the party or against it; a unit is never late with them.
PARTY_TERMS = frozenset(
    {
        Term.STATEMENT,
        Term.HEARING_REQUEST,
        Term.FINE_PAYMENT,
        Term.RECONSIDERATION,
        Term.LITIGATION,
        Term.LITIGATION_AFTER_RECONSIDERATION,
        Term.LITIGATION_LAND,
        Term.COURT_DEMAND,
        Term.SURCHARGE_DEMAND,
        Term.PUBLIC_SERVICE,
    }
)
# Terms of the unit that go on, or begin, when the case is closed.
AFTER_CLOSING = frozenset({Term.PUBLICATION, Term.PUBLICATION_OTHER, Term.WITHDRAWAL, Term.ARCHIVE})
