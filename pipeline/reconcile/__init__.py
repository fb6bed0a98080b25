"""What the files say together: a release against itself, and releases against each other and the register.

    published = date_release(document, header, body, mentions, claims, known)
    findings = check_within(document, header, head, body, mentions, claims, known)
    outcome = compare_across(witnesses, known, judgements)

Nothing a document says is ever changed here: claims are kept, facts are derived, and each verdict says why.
"""

from .across import compare_across
from .dating import date_release
from .within import check_within
from .witness import Outcome, Witness

__all__ = ["Outcome", "Witness", "check_within", "compare_across", "date_release"]
