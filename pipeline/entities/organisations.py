"""Ministries, authorities, parliaments, parties, associations, foundations, universities, companies: one name each.

A statistical model alone finds a quarter of them, because no corpus marks "Ministerium für Arbeit, Integration und
Soziales". So office words carry the grammar here: what kind of body it is, and how its name goes on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache

from ..facts import Mention
from ..knowledge import Knowledge
from . import organisations_bodies as bodies
from . import organisations_ministries as ministries
from .organisations_defined import find_defined
from .tokens import Phrases, Tokens, covered, slug, words

ACRONYM = re.compile(r" ?\((?:kurz:? )?[„\"]?(?P<short>[A-ZÄÖÜ][\wÄÖÜäöü.-]{1,11})[“\"]?\)")
ACRONYM_ALONE = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜa-z]?[A-ZÄÖÜ]{1,4}|[A-ZÄÖÜ][a-z][A-ZÄÖÜ]")
BODY = re.compile(
    r"(?:theater|oper|orchester|museum|bank|bund|verband|verein|rat|amt|verlag|klub|club|gesellschaft|partei|universität|hochschule|akademie|"
    r"institut|stiftung|liga|kirche|gewerkschaft|agentur|zeitung|kammer|klinik|klinikum|werke|zentrum|netzwerk|bündnis|kasse|armee|ministerium)$",
    re.IGNORECASE,
)
# "(GBl. S. 581)": where a law was published
CITED = re.compile(r"\.? ?(?:[IVX]+,? )?(?:S\.|Nr\.|Seite) ?\d")
PLAIN_BODIES = words("Institut Verein Verband Amt Bank Gesellschaft Agentur Behörde Stiftung Klinik Verlag Klub")
AMONG = words("( , „ & / Der Die Das Den Dem Des Im Vom Beim Zum Zur Für Bei Von Mit")
GOVERNMENT = re.compile(
    r"(?P<land>(?<![\w-])[\w-]+(?:ische|ischen|ischer|isches|ischem) |[A-ZÄÖÜ]+-)?(?P<body>Landesregierung|Landtag|Landeskabinett|Landesparlament|Staatskanzlei)"
    r"(?:e?s)?(?![\wäöüß-])(?: (?:des Landes |von )?(?P<after>[A-ZÄÖÜ][a-zäöü]+(?:-[A-ZÄÖÜ][a-zäöü]+)?|NRW)\b)?"
)
PARTY_ONLY = frozenset(
    (*words("Grünen GRÜNEN Grüne GRÜNE Piraten PIRATEN NPD EU Verdi Diakonie Volt"), "Die Linke", "Die Linken")
)
"""Names that are everyday words as well: they count only where the words around them say party."""

OTHER_OFFICE = re.compile(r"(?:isch|bayer)e[snmr]? $")
"""An adjective makes it another office: after the "Landesamt für Umwelt" the "Statistische Landesamt" is not meant by it."""


def find_organisations(
    tokens: Tokens,
    known: Knowledge,
    *,
    today: date | None = None,
    state: str | None = None,
    seen: Collection[tuple[int, int, str]] = (),
) -> tuple[Mention, ...]:
    """Every organisation by name, with its canonical name and id; later short forms are brought together with it.

    `seen` are the names a language model found (start, end, label): they count where no rule has a word to say.
    """
    finders = (
        ministries.find_ministries(tokens, known, today=today, state=state),
        _known(tokens, known),
        _governments(tokens, known, state),
        *bodies.find_bodies(tokens, known),
    )
    found: list[Mention] = []
    for finder in finders:
        for mention in finder:
            clash = [other for other in found if other.span.overlaps(mention.span)]
            if all(
                mention.span.contains(other.span)
                and len(mention.span) > len(other.span)
                and other.rule != "organisations.ministry"
                for other in clash
            ):
                found = [other for other in found if other not in clash]
                found.append(mention)
    defined, others = find_defined(tokens, found, seen)
    found += defined
    found += list(_short_forms(tokens, found))
    spans = [(mention.span.start, mention.span.end) for mention in found]
    found += [
        mention
        for mention in _seen(tokens, known, seen)
        if mention.surface not in others and not covered(mention.span.start, mention.span.end, spans)
    ]
    return tuple(sorted(found, key=lambda mention: mention.span))


@lru_cache(maxsize=4)
def _table(known: Knowledge) -> Phrases[tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    for institution in known.institutions.institutions:
        if institution.label == "ORG":
            for form in institution.forms:
                for inflected in _inflected(form):
                    forms.setdefault(inflected, (institution.name, institution.entity))
    return Phrases(forms)


def _inflected(form: str) -> tuple[str, ...]:
    """A name in its other cases: "Landesweiten Koordinierungsstelle", "Deutschen Caritasverbandes"."""
    first, _, rest = form.partition(" ")
    found = [form]
    if re.search(r"[a-zäöü]{3}e[rs]?$", first) and rest[:1].isupper():
        stem = re.sub(r"e[rs]?$", "e", first)
        found += [f"{ending} {rest}" for ending in (stem, f"{stem}n", f"{stem}r", f"{stem}s", f"{stem}m")]
        if first[0].isupper() and first.endswith("e"):
            found += [f"{first.lower()} {rest}", f"{first.lower()}n {rest}", f"{first.lower()}r {rest}"]
    found += [f"{name}es" for name in found if re.search(r"(?:verband|gericht|amt|bund|tag|rat|werk|kreuz)$", name)]
    return tuple(found)


def _known(tokens: Tokens, known: Knowledge) -> Iterator[Mention]:
    for start, end, (name, entity) in _table(known).find(tokens):
        surface = tokens.string[start:end]
        index = tokens.index_at(start) or 0
        if surface in PARTY_ONLY and not _is_party(tokens, index, end):
            continue
        if surface.isupper() and tokens.line[max(0, start - 2) : start] == "§ ":
            continue
        yield bodies.organisation(
            tokens, start, end, name, entity, 0.9 if " " in surface or len(surface) > 3 else 0.85, "known"
        )


def _is_party(tokens: Tokens, index: int, end: int) -> bool:
    """Whether "Grünen" and the like are the party here, not a colour, a direction or a crew."""
    before, following = tokens.word(index - 1), tokens.word(tokens.before(end) + 1)
    if before in ("im", "ins", "Im", "alle", "ganz"):
        return False
    after_noun = following[:1].isupper() and following not in ("Fraktion",)
    return not after_noun or before in ("die", "der", "den", "Die", "Der", "Den", "und", ",")


def _governments(tokens: Tokens, known: Knowledge, state: str | None) -> Iterator[Mention]:
    gazetteer = known.gazetteer
    for match in GOVERNMENT.finditer(tokens.line):
        land, after = (match["land"] or "").strip(" -"), match["after"]
        found = gazetteer.state(after) if after else None
        start, end = match.start(), match.end() if found else (match.start("after") - 1 if after else match.end())
        end = len(tokens.line[:end].rstrip())
        if land:
            found = (
                found
                or gazetteer.state(land)
                or next((s for s in gazetteer.states if land.lower().startswith(s.adjective)), None)
            )
        if land and found is None:
            start = match.start("body")
        sure = found is not None
        found = found or gazetteer.state(state)
        body = {"Landeskabinett": "Landesregierung", "Landesparlament": "Landtag"}.get(match["body"], match["body"])
        if tokens.line[:end].endswith(" des Landes"):
            end -= len(" des Landes")
        name = f"{body} {found.name}" if found else body
        entity = f"org:{found.short.lower()}-{slug(body)}" if found else None
        if body == "Staatskanzlei" and found:
            name, entity = f"Staatskanzlei des Landes {found.name}", f"org:{found.short.lower()}-stk"
        yield bodies.organisation(
            tokens, start, end, name, entity, 0.95 if sure else 0.85 if found else 0.7, "government"
        )


def _seen(tokens: Tokens, known: Knowledge, seen: Collection[tuple[int, int, str]]) -> Iterator[Mention]:
    """What only the language model holds for an organisation: acronyms, and names that end in a word for a body.

    Of these four in five are right on the development part of GermEval 2014; of all it finds, little more than half.
    """
    for start, end, label in seen:
        surface = tokens.string[start:end]
        parts = surface.split()
        if label != "ORG" or "\n" in surface or not 2 <= len(surface) <= 60 or not 1 <= len(parts) <= 6:
            continue
        if not surface[0].isupper() or re.search(r"[^\w &.’'/-]", surface) or (surface.isupper() and len(surface) > 6):
            continue
        letters = ACRONYM_ALONE.fullmatch(surface)
        if not (letters or BODY.search(bodies.without_genitive(surface))):
            continue
        if len(parts) == 2 and parts[0].endswith("er") and bodies.without_genitive(parts[1]) in PLAIN_BODIES:
            continue  # "das Frankfurter Institut": said again in other words
        if letters and (CITED.match(tokens.line, end) or not _stands_as_body(tokens, start)):
            continue
        owner = parts[0].removesuffix("s")
        if len(parts) > 1 and (owner in known.gazetteer.towns_by_name or known.gazetteer.state(owner)):
            continue  # "Dortmunds Zentrum": somebody's, but no name
        if known.lexicon.lists(surface.capitalize()) or known.lexicon.lists(surface.lower()):
            continue
        inflected = len(parts) == 2 and re.search(r"ische[nrs]?$", parts[0])
        name = bodies.agree(surface) if inflected else bodies.without_genitive(surface)
        yield bodies.organisation(tokens, start, end, name, f"org:{slug(name)}", 0.7, "seen")


def _stands_as_body(tokens: Tokens, start: int) -> bool:
    """Whether letters stand where a name does: in a sentence or in brackets, not among the codes of a form."""
    index = tokens.index_at(start) or 0
    before = tokens.word(index - 1)
    return before in AMONG or (before[:1].islower() and before.isalpha())


def abbreviates(short: str, name: str) -> bool:
    """Whether an acronym can stand for a name: its letters come in the name's order, the first at the start of a word.

    >>> abbreviates("LaKI", "Landesweite Koordinierungsstelle Kommunale Integrationszentren")
    True
    >>> abbreviates("ESF", "Europäische Union")
    False
    """
    letters = [letter for letter in short.lower() if letter.isalpha()]
    rest = iter(name.lower())
    return (
        bool(letters)
        and any(word[0] == letters[0] for word in name.lower().split())
        and all(letter in rest for letter in letters)
    )


def _short_forms(tokens: Tokens, found: list[Mention]) -> Iterator[Mention]:
    """Acronyms in brackets behind a name, wherever they stand; and the head noun alone ("die Koordinierungsstelle")."""
    shorts: dict[str, Mention] = {}
    for mention in found:
        match = ACRONYM.match(tokens.line, mention.span.end)
        if match and any(abbreviates(match["short"], name) for name in (mention.name or "", mention.surface)):
            shorts.setdefault(match["short"], mention)
    taken = [(mention.span.start, mention.span.end) for mention in found]
    for mention in found:
        if mention.entity == "org:laki":
            shorts.setdefault("Koordinierungsstelle", mention)
    heads: dict[str, set[str]] = {}
    for mention in found:
        first = re.match(r"(?:[A-ZÄÖÜ]\w+e[rsn]? )?([A-ZÄÖÜ]\w{7,})", mention.name or "")
        if first and mention.entity and re.search(r"stelle$|verband$|stiftung$|zentrale$|amt$|agentur$", first[1]):
            heads.setdefault(first[1], set()).add(mention.entity)
    by_entity = {mention.entity: mention for mention in found if mention.entity}
    for head, entities in heads.items():
        if len(entities) == 1:
            shorts.setdefault(head, by_entity[next(iter(entities))])
    for token in tokens.all:
        whole = shorts.get(token.string) or (shorts.get(token.string[:-1]) if token.string.endswith("s") else None)
        other = OTHER_OFFICE.search(tokens.string[max(0, token.start - 20) : token.start])
        if whole is not None and not other and not covered(token.start, token.end, taken):
            sure = token.string.isupper() or not token.string[1:].islower()
            yield bodies.organisation(
                tokens, token.start, token.end, whole.name or "", whole.entity, 0.9 if sure else 0.75, "short"
            )
