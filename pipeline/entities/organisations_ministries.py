"""Ministries: full names, coordinated names, short forms ("Integrationsministerium", "MAIS"), with their Land and time.

"Die Ministerien für A, B und C und für D und E des Landes X" are two ministries; a "für" that was lost or damaged does
not matter; the canonical name is the official one where the register knows the ministry, else the printed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..facts import Mention
from ..knowledge import Knowledge
from ..knowledge.institutions import FEDERAL, Ministry, fold_ministry
from ..text import Span
from .organisations_bodies import noun_list_end
from .tokens import Tokens, slug

HEAD = re.compile(
    r"(?<![\wäöüß])(?P<adjective>[A-ZÄÖÜ]?[\w-]*(?:isch|hamburgisch)e[nsrm]? )?"
    r"(?P<head>(?:Bundes|Landes|Staats|Fach)?[Mm]inisteri(?:ums|um|en)|Senatsverwaltung|Auswärtige[ns]? Amt(?:s|es)?)"
    r"(?P<many>)(?= ?)(?: (?P<link>für|fuer|f[üuiaéí]?r|flr|der|des|fiir|tür|fûr|fùr)(?: die)?)? (?=[A-ZÄÖÜa-zäöü])"
)
FIELD = r"(?:[A-ZÄÖÜ][\wäöüß]*-? ?)"
SHORT = re.compile(
    r"(?<![\wäöüß])(?:(?P<land>[A-ZÄÖÜ]{2,3})-|(?P<adjective>[\w-]+isch)e[nsrm]? )?"
    r"(?P<compound>(?P<bund>Bundes|Landes)?(?P<field>[A-ZÄÖÜa-zäöü][a-zäöüß]{2,}))(?P<noun>ministeri(?:ums|um|en))(?![\wäöüß-])"
)
LAND = re.compile(
    r" (?:des Landes |der Landesregierung )?(?P<land>Nordrhein-Westfalens?|NRW|[A-ZÄÖÜ][a-zäöü]+(?:-[A-ZÄÖÜ][a-zäöü]+)?)(?![\wäöüß-])"
)
ABBREVIATION = re.compile(r"(?<![\wäöüß@.-])(?P<abbr>[A-ZÄÖÜ][A-Za-zÄÖÜ]{1,7})(?: (?P<land>NRW))?(?![\wäöüß-]|\.[a-z])")


def find_ministries(
    tokens: Tokens, known: Knowledge, *, today: date | None = None, state: str | None = None
) -> tuple[Mention, ...]:
    """Every ministry the text names, with the official name and an id where the register has it."""
    found = list(_full_names(tokens, known, today, state))
    spans = [mention.span for mention in found]
    named = {mention.entity: mention.name for mention in found}
    for mention in (*_abbreviations(tokens, known, today), *_compounds(tokens, known, today, state, named)):
        if not any(span.overlaps(mention.span) for span in spans):
            found.append(mention)
            spans.append(mention.span)
    return tuple(sorted(found, key=lambda mention: mention.span))


def _mention(
    tokens: Tokens,
    start: int,
    end: int,
    name: str,
    entity: str | None,
    confidence: float,
    *,
    candidates: tuple[str, ...] = (),
) -> Mention:
    return Mention(
        "ORG", Span(start, end), tokens.string[start:end], name, entity,
        candidates=candidates, confidence=confidence, rule="organisations.ministry",
    )  # fmt: skip


def _full_names(tokens: Tokens, known: Knowledge, today: date | None, state: str | None) -> Iterator[Mention]:
    line = tokens.line
    for match in HEAD.finditer(line):
        head = match["head"]
        start = match.start("head")
        federal = head.startswith("Bundes")
        many = head.lower().endswith("ministerien")
        at = match.end()
        if match["link"] is None and not re.match(r"[A-ZÄÖÜ]", line[at : at + 1]):
            continue
        link: str | None = match["link"] or ("" if head.lower() != "ministerien" else None)
        if link is None:
            continue
        parts: list[tuple[int, int, int]] = []
        first = start
        while True:
            end = _end(line, at, known)
            if end is None:
                break
            parts.append((first, at, end))
            following = re.compile(
                r"(?:,| und| sowie|, sowie|, und)(?: das| dem| des)?(?P<again> Ministeriums?)? (?P<link>für|fuer|f[üu]?r|der|des) (?:die )?(?=[A-ZÄÖÜ])"
            ).match(line, end)
            if not following or following["again"] or not many:
                break
            first, at = following.start("link"), following.end()
        land = None
        for number, (begin, inside, end) in enumerate(parts):
            tail = LAND.match(line, end)
            if tail and known.gazetteer.state(tail["land"].removesuffix("s") if tail["land"] != "NRW" else "NRW"):
                land = known.gazetteer.state(tail["land"].removesuffix("s") if tail["land"] != "NRW" else "NRW")
                end = tail.end()
            elif tail and (found := known.gazetteer.state(tail["land"])):
                land, end = found, tail.end()
            fields = re.sub(r"\s+", " ", line[inside : parts[number][2]])
            noun = (
                "Bundesministerium"
                if federal
                else "Senatsverwaltung"
                if head == "Senatsverwaltung"
                else "Staatsministerium"
                if head.startswith("Staats")
                else "Ministerium"
            )
            word = "der" if match["link"] in ("der",) else "des" if match["link"] == "des" else "für"
            ministry = _register(known, f"{noun} {word} {fields}", today, FEDERAL if federal else None)
            adjective = match["adjective"] if number == 0 else None
            if land is None and adjective:
                land = next((s for s in known.gazetteer.states if adjective.lower().startswith(s.adjective)), None)
            yield from _one(
                tokens,
                begin,
                end,
                ministry,
                f"{noun} {word} {fields}",
                land.name if land else None,
                federal,
                known,
                state,
            )


def _one(
    tokens: Tokens,
    start: int,
    end: int,
    ministry: Ministry | None,
    name: str,
    land: str | None,
    federal: bool,
    known: Knowledge,
    state: str | None,
) -> Iterator[Mention]:
    wanted = known.gazetteer.state(land) if land else known.gazetteer.state(state)
    if ministry is not None and (ministry.state == FEDERAL or wanted is None or wanted.code == ministry.state):
        yield _mention(tokens, start, end, ministry.full, ministry.entity, 0.97 if land or federal else 0.93)
        return
    if federal or wanted is None:
        yield _mention(tokens, start, end, name, f"org:{slug(name)}", 0.88)
        return
    whole = f"{name} des Landes {wanted.name}"
    yield _mention(tokens, start, end, whole, f"org:{slug(whole)}", 0.9)


def _end(line: str, at: int, known: Knowledge) -> int | None:
    """Where the fields of a ministry end: by the register, and further where the list goes on with another field.

    "Ministerium für Gesundheit" is in the register, "für Gesundheit und Soziales" is another ministry.
    """
    listed, registered = noun_list_end(line, at), _known_end(line, at, known)
    if listed is None or registered is None or listed <= registered:
        return registered or listed
    more = re.findall(r"[A-ZÄÖÜ][\wäöüß]+", line[registered:listed])
    fields = {word for one in known.institutions.ministries for word in one.name.split()}
    return listed if all(word in fields or f"{word}," in fields for word in more) else registered


def _known_end(line: str, at: int, known: Knowledge) -> int | None:
    """Where the longest name of the register ends that begins here: it knows better than grammar where a list stops."""
    best = None
    for ministry in known.institutions.ministries:
        fields = re.sub(r"^.*?[Mm]inisterium (?:für|der|des) (?:die )?", "", ministry.name)
        if (
            fields != ministry.name
            and line.startswith(fields, at)
            and not line[at + len(fields) : at + len(fields) + 1].isalpha()
        ):
            best = max(best or 0, at + len(fields))
    return best


def _register(known: Knowledge, name: str, today: date | None, state: str | None) -> Ministry | None:
    found = known.institutions.ministry(name, today, state=state)
    if found is None:
        folded = fold_ministry(name)
        close = [
            m
            for m in known.institutions.ministries
            if fold_ministry(m.name).replace(" der ", " ") == folded.replace(" der ", " ")
        ]
        found = close[-1] if close else None
    return found


def _abbreviations(tokens: Tokens, known: Knowledge, today: date | None) -> Iterator[Mention]:
    """ "MAIS", "MSW", "MAIS NRW": known abbreviations of three letters and more, or of two with the Land."""
    for match in ABBREVIATION.finditer(tokens.line):
        abbr = match["abbr"]
        if len(abbr) < 3 and not match["land"]:
            continue
        ministry = known.institutions.ministry(abbr, today)
        if (
            ministry is None
            or ministry.abbr != abbr
            or (not ministry.abbr.isupper() and not ministry.abbr.startswith("BM") and not match["land"])
        ):
            continue
        yield _mention(
            tokens, match.start(), match.end(), ministry.full, ministry.entity, 0.9 if ministry.state == "05" else 0.85
        )


def _compounds(
    tokens: Tokens, known: Knowledge, today: date | None, state: str | None, named: dict[str | None, str | None]
) -> Iterator[Mention]:
    """ "Integrationsministerium": the ministry for that field the document names, else the one responsible on the day."""
    gazetteer, institutions = known.gazetteer, known.institutions
    fields = {compound for compound, _ in institutions.portfolios}
    for match in SHORT.finditer(tokens.line):
        field = match["field"].casefold()
        if field not in fields:
            continue
        federal = match["bund"] == "Bundes"
        land = gazetteer.state(match["land"]) if match["land"] else None
        start = match.start()
        end = match.end()
        if (tail := LAND.match(tokens.line, end)) and (after := gazetteer.state(tail["land"])):
            land, end = after, tail.end()
        if match["adjective"]:
            land = next((s for s in gazetteer.states if match["adjective"].lower().startswith(s.adjective)), None)
            if land is None:
                start = match.start("compound")
        code = FEDERAL if federal else land.code if land else (state or "").removeprefix("ags:")
        candidates = (
            institutions.responsible(field, None, state=code) if code else institutions.responsible(field, None)
        )
        here = [m for m in candidates if m.entity in named]
        then = [m for m in candidates if today is not None and m.valid.contains(today)]
        chosen = here or (then if code else [])
        entities = {ministry.entity: ministry for ministry in chosen}
        name = f"{match['compound'][:1].upper()}{match['compound'][1:]}ministerium"
        if len(entities) == 1:
            ministry = next(iter(entities.values()))
            yield _mention(tokens, start, end, ministry.full, ministry.entity, 0.9 if here else 0.85)
        else:
            options = tuple(dict.fromkeys(m.entity for m in (chosen or candidates))) if code else ()
            label = f"{name} des Landes {land.name}" if land else name
            yield _mention(tokens, start, end, label, None, 0.8, candidates=options)
