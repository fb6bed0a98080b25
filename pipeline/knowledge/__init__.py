"""What the pipeline knows about German and about Germany: data with thin, typed loaders.

`load_knowledge()` gives one `Knowledge`; each part is read on first use, so that a command pays only for what it needs.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .certainty import Certainty
    from .gazetteer import Gazetteer
    from .institutions import Institutions
    from .language import Language
    from .letterheads import Letterheads
    from .lexicon import Lexicon
    from .names import Names
    from .properties import Property

DATA = Path(__file__).parent / "de"


class Knowledge:
    """All that is known before a document is read. Hand it to the stages; they take the part they need."""

    @cached_property
    def language(self) -> Language:
        """Months, number words, units, abbreviations, stop words."""
        from .language import load_language

        return load_language(DATA)

    @cached_property
    def letterheads(self) -> Letterheads:
        """Headings of the form, contact blocks and standing notices around the text of a release."""
        from .letterheads import load_letterheads

        return load_letterheads(DATA)

    @cached_property
    def lexicon(self) -> Lexicon:
        """German word forms with their frequencies."""
        from .lexicon import load_lexicon

        return load_lexicon()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Districts with their official keys and validity, municipalities, Länder."""
        from .gazetteer import load_gazetteer

        return load_gazetteer(DATA)

    @cached_property
    def institutions(self) -> Institutions:
        """Ministries, authorities, parties, laws, programmes and who held which office when."""
        from .institutions import load_institutions

        return load_institutions(DATA)

    @cached_property
    def names(self) -> Names:
        """First names and surnames."""
        from .names import load_names

        return load_names(DATA)

    @cached_property
    def certainty(self) -> Certainty:
        """How often each rule that finds mentions has been right."""
        from .certainty import load_certainty

        return load_certainty(DATA)

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """The properties that releases make claims about."""
        from .properties import load_properties

        return load_properties(DATA / "properties")


def load_knowledge() -> Knowledge:
    """The knowledge that ships with the package."""
    return Knowledge()
