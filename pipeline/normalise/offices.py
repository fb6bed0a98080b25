"""Names of offices, firms and people in the lines above a release, told by their form and not by a register."""

from __future__ import annotations

import re

from . import cues

OFFICES = re.compile(
    r"(?:ministerium|[kK]reis|[sS]tadt|[gG]emeinde|regierung|kanzlei|[lL]andtag|amt|verband|kammer|kasse|universität|schule"
    r"|inspektion|präsidium|polizei|gesellschaft|verein|bund|werke?|stiftung|behörde|verwaltung|anstalt|klinik(?:um)?|museum"
    r"|direktion|dienst|institut|agentur|bistum|kirche|zentrale|gewerkschaft|genossenschaft|archiv|bibliothek|anwaltschaft"
    r"|gericht|fraktion|partei|club|wacht|wehr|hilfswerk|betriebe?|park|hochschule|akademie|senat|magistrat|center|zentrum"
    r"|initiative|bank|versicherung|bücherei|theater|hafen|messe)$",
    re.I,
)
"""How the names of bodies that issue releases end: Bundesamt, Caritasverband, Polizeiinspektion, Universitätsklinikum."""

LEGAL_FORM = re.compile(r"\b(?:e\. ?V\.|g?GmbH(?: & Co\. KG)?|AG|eG|AöR|KdöR|KG|SE|mbH|gAG)$")
_BETWEEN = "für und des der den dem die das von vom in am im an bei beim zu zur zum e. fiir fur the of"
BETWEEN = frozenset(_BETWEEN.split())
"""What stands between the nouns of such a name, also as OCR writes it."""

ADJECTIVE = re.compile(r"(?<=[ (])[a-zäöüß]{4,}(?:e|en|er|es|em)(?= [A-ZÄÖÜ])")
"""As in "Ministerium für wirtschaftliche Zusammenarbeit"; verbs look the same, so only names of offices are asked."""


def looks_like_office(string: str) -> bool:
    """ "Ministerium für Schule und Weiterbildung", "Hafenbetriebe Nord GmbH": an office or a firm and nothing that could
    be a verb; of several lines the first decides."""
    bare = cues.plain(string.strip().partition("\n")[0])
    words = [word.strip(",;()") for word in ADJECTIVE.sub("", bare).split()]
    small = {word for word in words if word[:1].islower()}
    if LEGAL_FORM.search(bare):
        return len(words) <= 10
    return any(OFFICES.search(word) for word in words[:4]) and small <= BETWEEN


def may_be_sender(line: str) -> bool:
    """A line above a headline that names who sends it: an office, or capitals and what stands between them."""
    bare = cues.plain(line)
    words = bare.split()
    named = all(word[:1].isupper() or word[:1].isdigit() or word in BETWEEN for word in words)
    whole = len(words) <= 6 and bool(words) and words[-1] not in BETWEEN and bare[-1] not in "-–,:?!"
    return looks_like_office(line) or (named and whole)


def looks_like_name(bare: str) -> bool:
    words = bare.split()
    return (
        len(words) <= 4
        and bare[-1:] not in "?!:"
        and all(word[:1].isupper() or word in ("von", "den", "der", "van", "de", "op", "Op", "zu") for word in words)
    )
