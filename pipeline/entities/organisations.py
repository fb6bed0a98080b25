"""Ministries, authorities, parliaments, parties, associations, foundations, universities, companies: one name each.

A statistical model alone finds a quarter of them, because no corpus marks "Ministerium für Arbeit, Integration und
Soziales". So office words carry the grammar here: what kind of body it is, and how its name goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ..facts import Mention
from ..knowledge import Knowledge
from ..knowledge.institutions import FEDERAL, Ministry
from ..text import Span
from . import organisations_ministries as ministries
from .tokens import Phrases, Tokens, covered, slug, words

CAP = r"[A-ZÄÖÜ][\wäöüß]*(?:[-/&’'][\wäöüßA-ZÄÖÜ]+)*"
ACRONYM = re.compile(r" ?\((?:kurz:? )?[„\"]?(?P<short>[A-ZÄÖÜ][\wÄÖÜäöü.-]{1,11})[“\"]?\)")
GOVERNMENT = re.compile(
    r"(?P<land>[\w-]+(?:ische|ischen|ischer|isches|ischem) |[A-ZÄÖÜ]+-)?(?P<body>Landesregierung|Landtag|Landeskabinett|Landesparlament|Staatskanzlei)"
    r"(?:e?s)?(?![\wäöüß-])(?: (?:des Landes |von )?(?P<after>[A-ZÄÖÜ][a-zäöü]+(?:-[A-ZÄÖÜ][a-zäöü]+)?|NRW)\b)?"
)
# Bodies that take the name of a place: "Bezirksregierung Arnsberg", "Amtsgericht Köln", "Universität Duisburg-Essen".
PLACED = (
    r"(?:Bezirksregierung|Regierungspräsidium|Landratsamt|Polizeipräsidium|Polizeidirektion|Polizeiinspektion|Amtsgericht|Landgericht|"
    r"Oberlandesgericht|Verwaltungsgericht|Oberverwaltungsgericht|Sozialgericht|Arbeitsgericht|Finanzgericht|Staatsanwaltschaft|"
    r"Generalstaatsanwaltschaft|Finanzamt|Arbeitsagentur|Agentur für Arbeit|Jobcenter|Handwerkskammer|Ärztekammer|Rechtsanwaltskammer|"
    r"Industrie- und Handelskammer|IHK|Landwirtschaftskammer|Verbraucherzentrale|Universität|Technische Universität|"
    r"Technischen Universität|Technische Hochschule|Technischen Hochschule|Universitätsklinikum|Hochschule|Fachhochschule|Kreisverwaltung|"
    r"Stadtverwaltung|Gemeindeverwaltung|Volkshochschule|Sparkasse|Stadtsparkasse|Kreissparkasse|Stadtwerke|Flughafen|Messe|Feuerwehr|"
    r"Berufsfeuerwehr|Erzbistum|Bistum|Landesverband|Bezirksverband|Kreisverband|Ortsverband|Flüchtlingsrat|Integrationsrat|"
    r"Landesmedienanstalt|Landeskirche|Hauptzollamt|Gesundheitsamt|Rathaus|Landesvertretung|Berufskolleg|Klinikum|Theater|Oper|Staatstheater|Stadttheater|Schauspielhaus|Verkehrsbetriebe|Verkehrsbetrieben|Stadtwerken)"
)
PLACED_BODY = re.compile(
    rf"(?<![\w-])(?P<head>(?:[A-ZÄÖÜ]\w+(?:isch|ädagogisch)e[nsrm]? )?(?:[A-ZÄÖÜ][\wäöüß]*-)*{PLACED})(?P<case>s|es)?(?P<link> (?:zu|in|des Kreises|Kreis|der Stadt|Stadt|des Landes|für den Kreis|im Kreis))? "
)
# Bodies that go on with what they are for: "Bundesamt für Migration und Flüchtlinge", "Landesamt für …".
PURPOSE_HEAD = (
    r"(?:Bundes|Landes|Ober|Staats|Zentral|Kreis|Stadt|Umwelt|Hessische[sr]? |Bayerische[sr]? )?(?:amt|anstalt|agentur|institut|zentrale|stelle|beauftragte|"
    r"akademie|fachstelle|behörde|betrieb|zentrum|kammer|verwaltung|verband|vereinigung|gesellschaft|arbeitsgemeinschaft|stiftung|netzwerk|initiative|bündnis|kommission)"
)
PURPOSE = re.compile(
    r"(?<![\w-])(?P<head>(?:(?:Landesweite|Deutsche|Regionale|Zentrale|Staatliche|Hessische|Bayerische|Sächsische|Niedersächsische|Europäische|Internationale|Evangelische|Katholische)[nrsm]? )?"
    r"(?:(?:Bundes|Landes|Ober|Zentral)(?:amt|anstalt|agentur|institut|zentrale|stelle|akademie|behörde|betrieb|kommission|arbeitsgemeinschaft|vereinigung|verband|stiftung|zentrum|fachstelle|koordinierungsstelle)|"
    r"Kompetenzzentrum|Kompetenzentrum|Gesellschaft|Stiftung|Institut|Akademie|Senatsverwaltung|Behörde|Verein|Verband|Bündnis|Zentrum|Netzwerk|Arbeitsgemeinschaft|Servicestelle|Fachstelle|Beratungsstelle|Forschungsinstitut|Koordinierungsstelle|Kommission|Agentur|Zentralrat|Förderverein|Gewerkschaft|Amt))"
    r"(?P<case>e?s|en)? (?P<link>für|der|des|zur|gegen|zum) "
)
NOUN_LIST = re.compile(
    rf"(?:(?:die |den |das )?(?:[a-zäöü]+(?:e|en|er|es) ){{0,2}}{CAP}(?:, (?=(?:[a-zäöü]+(?:e|en|er) )?{CAP}(?:,| und | sowie ))| und | sowie | & )?)+"
)
NAMED = re.compile(
    rf"(?<![\w-])(?:{CAP} ){{0,3}}?(?:[A-ZÄÖÜ][\wäöüß]+(?:-[A-ZÄÖÜ][\wäöüß]+)*-(?:Stiftung|Institut|Universität|Gesellschaft|Akademie|Verband|Verein|Zentrum|Hochschule|Gymnasium|Gesamtschule|Schule|Klinik|Kolleg|Fraktion|Ministerium|Bank|Werk|Haus|Museum)|{CAP} {CAP}(?:-| )Stiftung)(?:s|es)?(?![\wäöüß-])"
)
GERMAN = re.compile(
    r"(?<![\w-])(?P<head>Deutsche[rsnm]?|Deutsch-[A-ZÄÖÜ]\w+?(?:ische|ischer|isches|ischen)|Türkisch-Islamische|Evangelische[rsn]?|Katholische[rsn]?|Internationale[rsn]?|Europäische[rsn]?|Bayerische[rsn]?|Hessische[rsn]?|Sächsische[rsn]?|Niedersächsische[rsn]?|Westfälische[rsn]?|Rheinische[rsn]?) "
    r"(?P<noun>(?:[A-ZÄÖÜ][\wäöüß]*-)?[A-ZÄÖÜa-zäöü]*(?:[Vv]erband|[Bb]und|[Vv]erein|[Rr]at|[Gg]esellschaft|[Ii]nstitut|[Ss]tiftung|[Aa]kademie|[Kk]reuz|[Bb]ahn|[Bb]ank|[Pp]ost|[Tt]ag|[Ll]iga|[Kk]onferenz|[Kk]irche|[Gg]erichtshof|[Kk]ommission|[Pp]arlament|[Ii]nnung|[Uu]nion|[Tt]elekom|[Rr]undfunk|[Ww]etterdienst|[Gg]ewerkschaftsbund|[Uu]mwelthilfe|[Ww]erk))(?:e?s)?(?![\wäöüß-])"
)
SOCIETY = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ]\w*(?:-[A-ZÄÖÜ]\w*)*[Vv]erein[s]? (?:für|zur|zum|der|des|gegen|von|„) ?[^.;:!?„“]{3,70}?“? (?:e\. ?V\.?|eV)|"
    r"(?<![\w-])(?:Verein|Gesellschaft|Landsmannschaft|Initiative|Bürgerinitiative|Interessengemeinschaft|Bund|Verband) (?:für|zur|zum|der|des|gegen|von) [^.;:!?„“]{3,70}? (?:e\. ?V\.?|eV)"
)
COMPANY = re.compile(
    rf"(?<![\w-])(?:{CAP}|[\d]{{2,}}|[a-zäöü]+(?=\.))(?:(?: | & | \+ |\.)(?:{CAP}|für|der|und(?= {CAP}(?: {CAP})? (?:e\. ?V|g?GmbH|AG)))){{0,6}} (?:gGmbH|GmbH(?: (?:&|und) Co\. ?KGa?A?)?|mbH|AG|SE|KGaA|KG|OHG|UG|eG|e\. ?G\.|e\. ?V\.?|eV|Ltd\.?|Inc\.?|AöR|gAG)(?![\w])"
)
NOT_FIRST = words("Die Der Das Den Dem Des Eine Ein Einen Im In Am Auf Bei Mit Von Zum Zur Für Und Auch Als Wie Nach Seit Herr Frau Firma Unternehmen Dieser Diese Unser Unsere Träger Beim Vom Durch Über")  # fmt: skip
PARTY_ONLY = frozenset(
    (
        "Grünen",
        "GRÜNEN",
        "Grüne",
        "GRÜNE",
        "Die Linke",
        "Die Linken",
        "Piraten",
        "PIRATEN",
        "NPD",
        "EU",
        "Verdi",
        "Diakonie",
        "Volt",
    )
)
TITLES = {"en": "", "er": "e", "es": "e", "em": "e", "n": "", "r": "", "s": "", "m": ""}


def find_organisations(
    tokens: Tokens, known: Knowledge, *, today: date | None = None, state: str | None = None
) -> tuple[Mention, ...]:
    """Every organisation by name, with its canonical name and id; later short forms are brought together with it."""
    finders = (
        ministries.find_ministries(tokens, known, today=today, state=state),
        _known(tokens, known),
        _governments(tokens, known, state),
        _placed(tokens, known),
        _purpose(tokens),
        _german(tokens),
        _companies(tokens),
        _named(tokens),
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
    found += list(_short_forms(tokens, found))
    return tuple(sorted(found, key=lambda mention: mention.span))


def _mention(
    tokens: Tokens, start: int, end: int, name: str, entity: str | None, confidence: float, rule: str
) -> Mention:
    return Mention(
        "ORG",
        Span(start, end),
        tokens.string[start:end],
        " ".join(name.split()),
        entity,
        confidence=confidence,
        rule=f"organisations.{rule}",
    )


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
        yield _mention(tokens, start, end, name, entity, 0.9 if " " in surface or len(surface) > 3 else 0.85, "known")


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
        yield _mention(tokens, start, end, name, entity, 0.95 if sure else 0.85 if found else 0.7, "government")


def _placed(tokens: Tokens, known: Knowledge) -> Iterator[Mention]:
    """A body with the place it is named after."""
    gazetteer = known.gazetteer
    for match in PLACED_BODY.finditer(tokens.line):
        end = match.end()
        place = re.compile(rf"{CAP}(?: (?:an der|am|im|in der|a\. ?d\.) {CAP})?(?: \([A-Z]\w+\))?").match(
            tokens.line, end
        )
        if not place:
            continue
        name = place.group()
        while name and not any(
            part in gazetteer.towns_by_name or part in gazetteer.districts_by_name or gazetteer.state(part)
            for part in (name, *name.split("-"))
        ):
            name = name.rpartition(" ")[0]
        if not name:
            continue
        end += len(name)
        head = match["head"].replace("Technischen", "Technische")
        head = _agree(head) if re.search(r"ische[nsrm]? ", head) and not head.startswith("Technische") else head
        head = re.sub(r"(betriebe|twerke)n$", r"\1", head)
        link = match["link"] or ""
        if link.strip() in ("in", "im Kreis") and not re.search(r"gericht|versität|hochschule", head):
            continue
        start = match.start()
        whole = f"{head}{link} {name}"
        yield _mention(tokens, start, end, whole, f"org:{slug(whole)}", 0.93, "placed")


def _purpose(tokens: Tokens) -> Iterator[Mention]:
    """A body with what it is for. Simple heads ("Verein der …") need a capital context; the list ends at its last noun."""
    simple = re.compile(
        r"(?:Gesellschaft|Verein|Verband|Bündnis|Zentrum|Netzwerk|Institut|Akademie|Kommission|Agentur|Amt|Behörde|Stiftung|Förderverein|Kompetenzzentrum)$"
    )
    for match in PURPOSE.finditer(tokens.line):
        head, link = match["head"], match["link"]
        if link in ("der", "des") and not re.search(
            r"Zentralrat|Gewerkschaft|Bundes|Landes(?:verband|vereinigung)|^Deutsche", head
        ):
            continue
        if link == "gegen" and simple.search(head):
            continue
        if tokens.line[: match.start()].rstrip().endswith("-"):
            continue
        end = noun_list_end(tokens.line, match.end())
        if end is None:
            continue
        name = f"{_agree(head) if ' ' in head else head} {link} {tokens.line[match.end() : end]}"
        name = re.sub(r"^Kompetenzentrum", "Kompetenzzentrum", name)
        end = _with_land(tokens.line, end)
        weak = head in ("Verein", "Zentrum", "Netzwerk", "Amt", "Kommission", "Agentur", "Bündnis")
        yield _mention(tokens, match.start(), end, name, f"org:{slug(name)}", 0.65 if weak else 0.85, "purpose")


def noun_list_end(line: str, start: int) -> int | None:
    """Where "A, B und C" ends, with adjectives before the nouns; None when no noun stands here.

    >>> line = "Arbeit, Integration und Soziales und das Land"
    >>> line[:noun_list_end(line, 0)]
    'Arbeit, Integration und Soziales'
    """
    noun = re.compile(
        rf"(?:(?:die|den|das|der|dem) )?(?:[a-zäöüß]+(?:e|en|er|es) ){{0,2}}(?:{CAP}-?)(?: (?:des|der|in|im) (?!Landes\b|Bundes\b|Stadt\b|Kreises\b){CAP})?"
    )
    match = noun.match(line, start)
    if not match or line[start : start + 2].isspace():
        return None
    end = match.end()
    closes = re.compile(r"[^.;:()„“\"\n]{0,90}? (?:und|sowie) ")
    while True:
        if following := re.compile(r", | und | sowie | & ").match(line, end):
            if following.group() == ", " and not closes.match(line, following.end()):
                return end
            if following.group() == ", " and not re.compile(
                rf"(?:[a-zäöüß]+(?:e|en|er|es) )?{CAP}-?(?:,| und | sowie )"
            ).match(line, following.end()):
                return end
            if following.group() != ", " and (
                re.compile(r"(?:das|die|der|den|dem|für|im|in|an) ").match(line, following.end())
            ):
                return end
            match = noun.match(line, following.end())
            if match is None:
                return end
            end = match.end()
            if following.group() in (" und ", " sowie ") and not line[:end].endswith("-"):
                return end
        else:
            return end


def _with_land(line: str, end: int) -> int:
    """The end with " des Landes Nordrhein-Westfalen", " Nordrhein-Westfalen", " NRW" where it follows."""
    match = re.compile(
        r"(?: des Landes)? (?:Nordrhein-Westfalens?|NRW|Rheinland-Pfalz|Baden-Württemberg|Niedersachsen|Hessen|Bayern|Sachsen-Anhalt|Sachsen|Thüringen|Brandenburg|Berlin|Hamburg|Bremen|Saarland|Schleswig-Holstein|Mecklenburg-Vorpommern)(?![\w-])"
    ).match(line, end)
    return match.end() if match else end


GENITIVE = re.compile(
    r"(institut|verband|verein|kolleg|museum|zentrum|gymnasium|gericht|amt|werk|haus|theater|bund)e?s(?![\wäöüß])",
    re.IGNORECASE,
)


def without_genitive(name: str) -> str:
    """A name as it stands in the nominative, as far as the ending of its noun shows.

    >>> without_genitive("Friedrich-Loeffler-Instituts")
    'Friedrich-Loeffler-Institut'
    """
    return GENITIVE.sub(r"\1", name)


def _german(tokens: Tokens) -> Iterator[Mention]:
    for match in GERMAN.finditer(tokens.line):
        noun = match["noun"]
        if noun in (
            "Rat",
            "Tag",
            "Bund",
            "Werk",
            "Kirche",
            "Union",
            "Konferenz",
            "Kommission",
            "Verein",
            "Verband",
        ) and match["head"].startswith("Deutsche"):
            continue
        name = f"{match['head']} {noun}"
        end = match.end()
        yield _mention(tokens, match.start(), end, _agree(name), f"org:{slug(_agree(name))}", 0.85, "national")


def _agree(name: str) -> str:
    """The nominative of "Deutschen Caritasverbandes": the ending follows the noun's gender, which its last part tells."""
    adjective, _, noun = name.partition(" ")
    stem = re.sub(r"e[rsnm]?$", "", adjective)
    noun = without_genitive(noun)
    if re.search(r"(?:verband|bund|verein|rat|tag|gerichtshof|rundfunk|dienst)$", noun, re.IGNORECASE):
        return f"{stem}er {noun}"
    if re.search(
        r"(?:institut|kreuz|parlament|werk|zentrum|netzwerk|bündnis|amt|theater|klinikum|museum)\b", noun, re.IGNORECASE
    ):
        return f"{stem}es {noun}"
    return f"{stem}e {noun}"


def _companies(tokens: Tokens) -> Iterator[Mention]:
    societies = [match.span() for match in SOCIETY.finditer(tokens.line)]
    others = [match.span() for match in COMPANY.finditer(tokens.line) if not covered(*match.span(), societies)]
    for start, end in (*societies, *others):
        while (word := re.compile(r"[\w-]+").match(tokens.line, start)) and word.group() in NOT_FIRST:
            start = word.end() + 1
        name = re.sub(r"e\. ?V\.?$", "e. V.", tokens.line[start:end])
        name = without_genitive(name)
        if len(name.split()) > 1 and name[:1].isupper():
            if name.endswith("e. V.") and not tokens.line[:end].endswith(".") and tokens.line[end : end + 1] == ".":
                end += 1
            yield _mention(tokens, start, end, name, f"org:{slug(name)}", 0.92, "company")


def _named(tokens: Tokens) -> Iterator[Mention]:
    for match in NAMED.finditer(tokens.line):
        start = match.start()
        while (
            word := re.compile(r"[\w-]+ ").match(tokens.line, start, match.end())
        ) and word.group().strip() in NOT_FIRST:
            start = word.end()
        name = without_genitive(tokens.line[start : match.end()])
        if "-" not in name and "Stiftung" not in name:
            continue
        yield _mention(tokens, start, match.end(), name, f"org:{slug(name)}", 0.8, "named")


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
        if match and abbreviates(match["short"], mention.name or mention.surface):
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
        if whole is not None and not covered(token.start, token.end, taken):
            sure = token.string.isupper() or not token.string[1:].islower()
            yield _mention(
                tokens, token.start, token.end, whole.name or "", whole.entity, 0.9 if sure else 0.75, "short"
            )


__all__ = ["FEDERAL", "Ministry", "find_organisations"]
