"""People, districts, organisations, laws, programmes, contacts, amounts, counts and dates in a text.

`find_mentions` is the door: it runs every finder and settles who gets words that two of them want.
"""

from .find import find_mentions
from .grammar import find_grammar

__all__ = ["find_grammar", "find_mentions"]
