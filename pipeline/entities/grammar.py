"""The grammar of a text, word by word, for stages that read sentences; empty where no language model is installed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..errors import MissingTool
from ..knowledge.reading import Tag

if TYPE_CHECKING:
    from .language_model import Reading


@lru_cache(maxsize=2)
def model_reading(string: str) -> Reading:
    """What the language model says; kept for a moment, because names and grammar are wanted from the same text."""
    from .language_model import tokens_and_entities

    return tokens_and_entities(string)


def find_grammar(string: str) -> tuple[Tag, ...]:
    """Part of speech, features and place of each word and mark of a text, in order."""
    try:
        reading = model_reading(string)
    except MissingTool:
        return ()
    return tuple(Tag(token.span, token.surface, token.upos, token.morph) for token in reading.tokens)
