"""Laws with their paragraphs, and programmes: what money and duties are called after.

A law is found by its known names, by a paragraph sign, and by the words that laws end in ("…gesetz", "…verordnung");
a programme by its known names and by the noun that announces it ("Landesprogramm KOMM-AN NRW", "Initiative „…“").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..facts import Mention
from ..knowledge import Knowledge
from ..text import Span
from .tokens import Phrases, Tokens, slug, words

NUMBER = r"\d+[a-z]?(?:\.\d+)*"
PART = rf"(?:,? ?(?:Abs(?:\.|atz|ätze)|Satz|S\.|Nr\.|Nummer|Nrn\.|Buchst(?:\.|abe)|Halbsatz) ?(?:{NUMBER}|[a-z]\b)(?: (?:und|bis|oder) {NUMBER}(?= ))?)"  # fmt: skip
PARAGRAPH = re.compile(
    rf"(?:(?:§§?|\bParagra(?:f|ph)(?:en|s)?) ?{NUMBER}|\bArt(?:\.|ikel[sn]?) {NUMBER}){PART}*(?: ?ff?\.)?"
    rf"(?:(?:, | und | bis | oder |–|-)(?:§ ?)?{NUMBER}{PART}*(?![\w.,]*\d)(?: ?ff?\.)?(?! (?:Euro|Jahre)))*"
)
SUFFIX = r"(?:gesetz|gesetzbuch|verordnung|gesetzbuchs|richtlinie|staatsvertrag|prozessordnung|bauordnung|gemeindeordnung|kreisordnung|verfassung|abkommen|konvention)"  # fmt: skip
CITED = re.compile(r"[,;]? ?(?:(?:des|der|im|in der|nach dem|aus dem|vom|zum) )?(?:neuen |geltenden |deutschen )?")
WORD = r"[A-ZÄÖÜ][\wäöüß]{0,80}"  # bounded, and begun at no capital behind a capital: a page of rubbish takes seconds at most
COMPOUND = re.compile(
    rf"(?<![A-ZÄÖÜ])(?:(?:{WORD}-, ){{0,8}}{WORD}- (?:und|oder|sowie) )?"
    rf"[A-ZÄÖÜ][\wäöüß-]{{2,120}}{SUFFIX}(?P<ending>es|e|en|s|n)?(?![\wäöüß-])"
)
STATUTE = re.compile(
    r"(?:(?P<land>[A-ZÄÖÜ][a-zäöüß]+(?:i?sch))e[nrs]? )?(?P<noun>(?:Gemeinde|Landkreis|Kreis|Landesbau|Bau|Kommunalwahl|Landeshaushalts)ordnung|"
    r"Kommunalverfassung|Landesverfassung|Verfassung)(?![\wäöüß-])"
)
"""Statutes whose name is a common noun: only with their Land ("Hessische Gemeindeordnung") or behind a paragraph."""
EUROPEAN = re.compile(
    r"(?:Richtlinie|Verordnung) (?:\((?:EU|EG|EWG)\) )?(?:Nr\. ?)?(?P<number>\d{1,4}/\d{1,4})(?:/(?:EG|EU|EWG))?(?![\d/])"
)
HYPHENED = re.compile(rf"(?<![A-ZÄÖÜ])(?:{WORD}-){{1,4}}Gesetz(?P<ending>es|e)?(?![\wäöüß-])")
LONG = re.compile(r"Gesetz(?P<ending>es|e)? (?:zur|zum|über|für|betreffend|gegen)(?= )")
ABBREVIATION = re.compile(
    r"(?<![A-ZÄÖÜ])(?:[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{0,60}(?:[GO]|VO|GB|StG|ordnung)|SGB [IVX]+|SGB|GG|BGB|StGB)\b(?: [IVX]+\b)?(?:[ -]NRW\b)?"
)
CALLED = re.compile(
    r"(?: (?:für|des Landes|von) (?:das Land )?[A-ZÄÖÜ][\w-]+)? \((?:kurz:? )?[„\"]?(?P<short>[A-ZÄÖÜ][\wäöü]*[A-ZÄÖÜ][\wäöü]{0,6}(?: NRW)?)[“\"]?\)"
)
# Common nouns that only look like names of laws.
NO_LAW = re.compile(
    r"(?:Einzel|Bundes|Landes|Reichs|Spar|Artikel|Änderungs|Rahmen|Natur|Fall|Mantel|Ausführungs|Eil|Vor|Haupt|An|Ver|Neu|Rechts|"
    r"Förder|Polizei|Selbst|Körper|Geistes|Gemüts|Unter|Grund)?(?:verordnung|verfassung|richtlinie|abkommen|gesetze)(?:en|n|s)?"
)
NEAR = 400
"""How far back the law of a bare "§ 7" may be named: a paragraph of prose."""
LINK = words("der die das des dem den von für zur zum und sowie in im über bei am an oder mit")
VERB = words(
    "haben hat hatte hatten wird werden wurde wurden soll sollen sollte ist sind war waren kann können muss müssen tritt gilt "
    "sieht regelt schafft gibt setzen dürfen wollen will"
)
ANNOUNCED = re.compile(
    r"(?:[A-ZÄÖÜ][\wäöüß]*(?:-[A-ZÄÖÜ][\wäöüß]*)*)?(?<![\wäöüß])?(?:[Pp]rogramm(?:s|es|e)?|[Pp]rojekt(?:s|es)?|[Ii]nitiative|"
    r"[Kk]ampagne|[Ff]örderlinie|[Ff]örderrichtlinie|[Ff]onds|[Aa]ktion|[Ww]ettbewerb(?:s|es)?)"
    r"(?: des Landes| der Landesregierung| des Bundes)? (?=[„\"“»A-ZÄÖÜ])"
)
SHORTENED = re.compile(r"\b[a-zäöü]{1,4}\. ?$")  # "inv. Projekt": a box of a form
QUOTED = re.compile(r"[„\"“»]([^„“”\"»«\n]{3,90})[“”\"«]")
LOUD = re.compile(
    r"(?:[A-ZÄÖÜ][A-ZÄÖÜ\d-]{2,}|[A-ZÄÖÜ]+[a-zäöü]+[A-ZÄÖÜ]\w*)(?: (?:NRW|[A-ZÄÖÜ][A-ZÄÖÜ\d-]+|\d{4}(?!-)))*(?![\wäöüß])"
)


def find_laws(tokens: Tokens, known: Knowledge) -> tuple[Mention, ...]:
    """Laws, each with its paragraph when one is printed. A bare "§ 7" belongs to the law named last before it."""
    line = tokens.line
    names = {(start, end): (name, entity) for start, end, name, entity in _names(tokens, known)}
    names |= {
        (start, end): (name, entity)
        for start, end, name, entity in _aliases(line, names)
        if not any(start < last and first < end for first, last in names)
    }
    starts = dict(names.keys())
    taken: list[tuple[int, int]] = []
    found: list[Mention] = []
    for match in PARAGRAPH.finditer(line):
        start, end = match.start(), match.end()
        paragraph = re.sub(r"\s+", " ", match.group())
        follow = CITED.match(line, end)
        at = follow.end() if follow else end
        law = starts.get(at)
        if law is not None:
            name, entity = names[at, law]
            end = law
        elif (abbreviation := ABBREVIATION.match(line, at)) and at > end:
            name, entity, end = abbreviation.group(), f"law:{slug(abbreviation.group())}", abbreviation.end()
        else:
            if not paragraph.startswith("§") or _is_heading(tokens, start, end):
                continue
            before = [span for span in names if start - NEAR <= span[1] <= start]
            name, entity = names[max(before)] if before else ("", "")
        taken.append((start, end))
        canonical = f"{paragraph} {name}".strip()
        confidence = 0.97 if entity else 0.8
        found.append(
            Mention(
                "LAW",
                Span(start, end),
                tokens.string[start:end],
                canonical,
                entity,
                confidence=confidence,
                rule="laws.paragraph",
            )
        )
    for (start, end), (name, entity) in names.items():
        if not any(first <= start and end <= last for first, last in taken):
            found.append(
                Mention(
                    "LAW", Span(start, end), tokens.string[start:end], name, entity, confidence=0.92, rule="laws.name"
                )
            )
    return tuple(sorted(found, key=lambda mention: mention.span))


def _is_heading(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a bare "§ 1" stands alone on its line: it numbers the statute at hand, and cites none."""
    before, behind = tokens.string[:start].rstrip(" \t."), tokens.string[end:].lstrip(" \t")
    return (not before or before.endswith("\n")) and (not behind or behind.startswith("\n"))


def _aliases(line: str, names: Mapping[tuple[int, int], tuple[str, str]]) -> Iterator[tuple[int, int, str, str]]:
    """What a law is called for short: "Gemeindeordnung für Hessen (HGO)", and "HGO" wherever it stands later."""
    short: dict[str, tuple[str, str]] = {}
    for (_, end), law in names.items():
        if (told := CALLED.match(line, end)) and told["short"] not in short:
            short[told["short"]] = law
    for word, (name, entity) in short.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line):
            yield match.start(), match.end(), name, entity


def _names(tokens: Tokens, known: Knowledge) -> Iterator[tuple[int, int, str, str]]:
    line = tokens.line
    table = _table(known, "LAW")
    taken: list[tuple[int, int]] = []
    for start, end, (name, entity) in table.find(tokens):
        taken.append((start, end))
        yield start, end, name, entity
    cited = {match.end() + len(CITED.match(line, match.end())[0]) for match in PARAGRAPH.finditer(line)}  # type: ignore[index]
    for match in STATUTE.finditer(line):
        if not match["land"] and match.start() not in cited:
            continue
        taken.append(match.span())
        name = f"{match['land']}e {match['noun']}" if match["land"] else match["noun"]
        yield match.start(), match.end(), name, f"law:{slug(name)}"
    for match in EUROPEAN.finditer(line):
        taken.append(match.span())
        yield match.start(), match.end(), match.group(), f"law:eu-{slug(match['number'])}"
    for match in (*LONG.finditer(line), *COMPOUND.finditer(line), *HYPHENED.finditer(line)):
        if any(match.start() < last and first < match.end() for first, last in taken):
            continue
        start, end = match.start(), match.end()
        if match.re is LONG:
            last = _long_end(tokens, match.end())
            if last is None:
                continue
            end = last
            name = "Gesetz" + line[start + len("Gesetz") + len(match["ending"] or "") : end]
        else:
            if NO_LAW.fullmatch(match.group()):
                continue
            ending = match["ending"] or ""
            if ending in ("e", "en") and "gesetz" in match.group().lower():
                continue  # "Landesgesetze": a kind of law, not one
            name = match.group().removesuffix(ending) if ending in ("es", "s") else match.group()
        taken.append((start, end))
        yield start, end, name, f"law:{slug(name)}"


def _long_end(tokens: Tokens, start: int) -> int | None:
    """Where "Gesetz zur …" ends: at its last noun before a verb or a mark."""
    index = tokens.index_at(start + 1)
    end = None
    while index is not None and index < len(tokens.all):
        token = tokens.all[index]
        word = token.string
        if (
            not token.is_word
            or word in VERB
            or (not token.is_capital and word not in LINK and not re.search(r"(?:en|er|e|es)$", word))
        ):
            break
        if end is not None and "\n\n" in tokens.gap(index - 1):
            break
        if token.is_capital:
            end = token.end
            if word in ("Nordrhein-Westfalen", "NRW", "Nordrhein-Westfalens"):
                break
        index += 1
    return end


def find_programmes(tokens: Tokens, known: Knowledge) -> tuple[Mention, ...]:
    """Programmes, projects and campaigns by their own names."""
    line = tokens.line
    found: list[Mention] = []
    spans: list[tuple[int, int]] = []

    def add(start: int, end: int, name: str, entity: str, confidence: float, rule: str) -> None:
        if not any(start < last and first < end for first, last in spans):
            spans.append((start, end))
            found.append(
                Mention(
                    "PROGRAMME",
                    Span(start, end),
                    tokens.string[start:end],
                    name,
                    entity,
                    confidence=confidence,
                    rule=rule,
                )
            )

    for start, end, (name, entity) in _table(known, "PROGRAMME").find(tokens):
        add(start, end, name, entity, 0.93, "programmes.known")
    for match in ANNOUNCED.finditer(line):
        if SHORTENED.search(line, max(0, match.start() - 6), match.start()):
            continue
        if quoted := QUOTED.match(line, match.end()):
            name = " ".join(quoted[1].split())
            if "\n\n" not in tokens.string[quoted.start(1) : quoted.end(1)]:
                add(quoted.start(1), quoted.end(1), name, f"programme:{slug(name)}", 0.85, "programmes.announced")
        elif (loud := LOUD.match(line, match.end())) and "\n" not in tokens.string[match.start() : loud.end()]:
            add(loud.start(), loud.end(), loud.group(), f"programme:{slug(loud.group())}", 0.8, "programmes.announced")
    return tuple(sorted(found, key=lambda mention: mention.span))


def _inflected(form: str) -> tuple[str, ...]:
    """A law's name in the other cases: "Asylgesetzes", "Strafgesetzbuches", "Achten Buches Sozialgesetzbuch"."""
    if form.endswith("gesetz"):
        return form, f"{form}es"
    if match := re.fullmatch(r"(\w+te)s Buch (Sozialgesetzbuch)", form):
        return (
            form,
            f"{match[1]}n Buch {match[2]}",
            f"{match[1]}n Buches {match[2]}",
            f"{match[1]}n Buch des {match[2]}es",
        )
    if match := re.fullmatch(r"(.*[Gg]esetzbuch)( [IVX]+)?", form):
        rest = match[2] or ""
        return form, f"{match[1]}es{rest}", f"{match[1]}s{rest}"
    return (form,)


@lru_cache(maxsize=8)
def _table(known: Knowledge, label: str) -> Phrases[tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    for institution in known.institutions.institutions:
        if institution.label == label:
            for form in institution.forms:
                for inflected in _inflected(form):
                    forms[inflected] = (institution.name, institution.entity)
    return Phrases(forms)
