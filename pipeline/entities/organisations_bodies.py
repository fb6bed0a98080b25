"""Bodies that their own words show: "Bezirksregierung Arnsberg", "Bundesamt für …", "Deutscher …verband", "… GmbH".

Each pattern is a kind of body and how its name goes on: with a place, with a purpose, with its people, with its legal
form. Names are given in the nominative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import Mention
from ..knowledge import Knowledge
from ..text import Span
from .tokens import Tokens, covered, slug, words

CAP = r"[A-ZÄÖÜ][\wäöüß]*(?:[-/&’'][\wäöüßA-ZÄÖÜ]+)*"

# Bodies that take the name of a place: "Bezirksregierung Arnsberg", "Amtsgericht Köln", "Universität Duisburg-Essen".
PLACED = (
    r"(?:Bezirksregierung|Regierungspräsidium|Landratsamt|Polizeipräsidium|Polizeidirektion|Polizeiinspektion|Amtsgericht|Landgericht|"
    r"Oberlandesgericht|Verwaltungsgericht|Oberverwaltungsgericht|Sozialgericht|Arbeitsgericht|Finanzgericht|Staatsanwaltschaft|"
    r"Generalstaatsanwaltschaft|Finanzamt|Arbeitsagentur|Agentur für Arbeit|Jobcenter|Handwerkskammer|Ärztekammer|Rechtsanwaltskammer|"
    r"Landeskriminalamt|Landesamt|Industrie- und Handelskammer|IHK|Landwirtschaftskammer|Verbraucherzentrale|Universität|Technische Universität|"
    r"Technischen Universität|Technische Hochschule|Technischen Hochschule|Universitätsklinikum|Hochschule|Fachhochschule|Kreisverwaltung|"
    r"Stadtverwaltung|Gemeindeverwaltung|Volkshochschule|Sparkasse|Stadtsparkasse|Kreissparkasse|Stadtwerke|Flughafen|Messe|Feuerwehr|"
    r"Berufsfeuerwehr|Erzbistum|Bistum|Landesverband|Bezirksverband|Kreisverband|Ortsverband|Flüchtlingsrat|Integrationsrat|"
    r"Landesmedienanstalt|Landeskirche|Hauptzollamt|Gesundheitsamt|Landesvertretung|Berufskolleg|Klinikum|Theater|Oper|Staatstheater|Stadttheater|Schauspielhaus|Verkehrsbetriebe|Verkehrsbetrieben|Stadtwerken|TÜV|RP)"
)

REGIONS = words(
    "Unterfranken Oberfranken Mittelfranken Oberbayern Niederbayern Schwaben Oberpfalz Westfalen Westpfalz Rheinpfalz Nordhessen Südhessen "
    "Mittelhessen Osthessen Westhessen Nordschwarzwald Südwestsachsen Ostwestfalen Südwestfalen Münsterland Niederrhein Mittelrhein "
    "Saarland Bodensee-Oberschwaben Ostwürttemberg Südthüringen Ostthüringen Nordthüringen Mittelthüringen Ostbrandenburg Südbrandenburg"
)
"""Parts of a Land that bodies are called after and no list of districts has."""
PLACED_BODY = re.compile(
    rf"(?<![\w-])(?P<head>(?:[A-ZÄÖÜ]\w+(?:isch|ädagogisch)e[nsrm]? )?(?:[A-ZÄÖÜ][\wäöüß]*-)*{PLACED})(?P<case>s|es)?(?P<link> (?:zu|in|des Kreises|Kreis|der Stadt|Stadt|des Landes|für den Kreis|im Kreis))? "
)

# Bodies that go on with what they are for: "Bundesamt für Migration und Flüchtlinge".
PURPOSE = re.compile(
    r"(?<![\w-])(?P<head>(?:(?:Landesweite|Deutsche|Regionale|Zentrale|Staatliche|Hessische|Bayerische|Sächsische|Niedersächsische|Europäische|Internationale|Evangelische|Katholische)[nrsm]? )?"
    r"(?:(?:Bundes|Landes|Ober|Zentral)(?:amt|anstalt|agentur|institut|zentrale|stelle|akademie|behörde|betrieb|kommission|arbeitsgemeinschaft|vereinigung|verband|stiftung|zentrum|fachstelle|koordinierungsstelle)|"
    r"Kompetenzzentrum|Kompetenzentrum|Gesellschaft|Stiftung|Institut|Akademie|Senatsverwaltung|Behörde|Verein|Verband|Bündnis|Zentrum|Netzwerk|Arbeitsgemeinschaft|Servicestelle|Fachstelle|Beratungsstelle|Forschungsinstitut|Koordinierungsstelle|Kommission|Agentur|Zentralrat|Förderverein|Gewerkschaft|Amt))"
    r"(?P<case>e?s|en)? (?P<link>für|der|des|zur|gegen|zum) "
)

NAMED = re.compile(
    rf"(?<![\w-])(?:{CAP} ){{0,3}}?(?:[A-ZÄÖÜ][\wäöüß]+(?:-[A-ZÄÖÜ][\wäöüß]+)*-(?:Stiftung|Institut|Universität|Gesellschaft|Akademie|Verband|Verein|Zentrum|Hochschule|Gymnasium|Gesamtschule|Schule|Klinik|Kolleg|Fraktion|Ministerium|Bank|Werk|Haus|Museum)|{CAP} {CAP}(?:-| )Stiftung)(?:s|es)?(?![\wäöüß-])"
)

GERMAN = re.compile(
    r"(?<![\w-])(?P<head>Deutsche[rsnm]?|Deutsch-[A-ZÄÖÜ]\w+?(?:ische|ischer|isches|ischen)|Türkisch-Islamische|Evangelische[rsn]?|Katholische[rsn]?|Internationale[rsn]?|Europäische[rsn]?|Bayerische[rsn]?|Hessische[rsn]?|Sächsische[rsn]?|Niedersächsische[rsn]?|Westfälische[rsn]?|Rheinische[rsn]?) "
    r"(?P<noun>(?:[A-ZÄÖÜ][\wäöüß]*-)?[A-ZÄÖÜa-zäöü]*(?:[Vv]erband|[Bb]und|[Vv]erein|[Rr]at|[Gg]esellschaft|[Ii]nstitut|[Ss]tiftung|[Aa]kademie|[Kk]reuz|[Bb]ahn|[Bb]ank|[Pp]ost|[Tt]ag|[Ll]iga|[Kk]onferenz|[Kk]irche|[Gg]erichtshof|[Kk]ommission|[Pp]arlament|[Ii]nnung|[Uu]nion|[Tt]elekom|[Rr]undfunk|[Ww]etterdienst|[Gg]ewerkschaftsbund|[Uu]mwelthilfe|[Ww]erk))(?:e?s)?(?![\wäöüß-])"
)

# Houses of a region: "Badisches Staatstheater", "Westfälisches Landesmuseum"
REGIONAL = re.compile(
    r"(?<![\w-])(?P<head>[A-ZÄÖÜ][a-zäöüß]+isch(?:e[nrsm]?)) "
    r"(?P<noun>(?:Staats|Landes)(?:theater|museum|bibliothek|oper|archiv|orchester|bank|verein))(?:e?s)?(?![\wäöüß-])"
)

SOCIETY = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ]\w*(?:-[A-ZÄÖÜ]\w*)*[Vv]erein[s]? (?:für|zur|zum|der|des|gegen|von|„) ?[^.;:!?„“]{3,70}?“? (?:e\. ?V\.?|eV)|"
    r"(?<![\w-])(?:Verein|Gesellschaft|Landsmannschaft|Initiative|Bürgerinitiative|Interessengemeinschaft|Bund|Verband) (?:für|zur|zum|der|des|gegen|von) [^.;:!?„“]{3,70}? (?:e\. ?V\.?|eV)"
)

COMPANY = re.compile(
    rf"(?<![\w-])(?:[A-ZÄÖÜ]\. )?(?:{CAP}|[\d]{{2,}}|[a-zäöü]+(?=\.))(?:(?: | & | \+ |\.)(?:{CAP}|für|der|und(?= {CAP}(?: {CAP})? (?:e\. ?V|g?GmbH|AG)))){{0,6}} (?:gGmbH|GmbH(?: (?:&|und) Co\.? ?KG(?:aA)?)?|mbH|AG|SE|KGaA|KG|OHG|UG|eG|e\. ?G\.|e\. ?V\.?|eV|Ltd\.?|Inc\.?|AöR|gAG)(?: Holding)?(?![\w])"
)

NOT_FIRST = words("Die Der Das Den Dem Des Eine Ein Einen Im In Am Auf Bei Mit Von Zum Zur Für Und Auch Als Wie Nach Seit Herr Frau Firma Unternehmen Dieser Diese Unser Unsere Träger Beim Vom Durch Über")  # fmt: skip

GENITIVE = re.compile(
    r"(institut|verband|verein|kolleg|museum|zentrum|gymnasium|gericht|amt|werk|haus|theater|archiv|orchester|bund|dienst|forum|netzwerk|büro)e?s(?![\wäöüß])",
    re.IGNORECASE,
)


def find_bodies(tokens: Tokens, known: Knowledge) -> tuple[Iterator[Mention], ...]:
    """What each pattern finds; where two find the same words, the longer name holds."""
    return _placed(tokens, known), _purpose(tokens), _german(tokens), _companies(tokens), _named(tokens)


def organisation(
    tokens: Tokens, start: int, end: int, name: str, entity: str | None, confidence: float, rule: str
) -> Mention:
    """A mention of an organisation; its name goes on one line."""
    return Mention(
        "ORG",
        Span(start, end),
        tokens.string[start:end],
        " ".join(name.split()),
        entity,
        confidence=confidence,
        rule=f"organisations.{rule}",
    )


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
            part in gazetteer.towns_by_name
            or part in gazetteer.districts_by_name
            or part in REGIONS
            or gazetteer.state(part)
            for part in (name, *re.split("[-/]", name))
        ):
            name = name.rpartition(" ")[0]
        if not name:
            continue
        end += len(name)
        head = match["head"].replace("Technischen", "Technische")
        head = (
            agree(head) if re.search(r"(?:ische|unale)[nsrm]? ", head) and not head.startswith("Technische") else head
        )
        head = re.sub(r"(betriebe|twerke)n$", r"\1", head)
        head = re.sub(r"^RP$", "Regierungspräsidium", head)
        link = match["link"] or ""
        if link.strip() in ("in", "im Kreis") and not re.search(r"gericht|versität|hochschule", head):
            continue
        start = match.start()
        whole = f"{head}{link} {name}"
        yield organisation(tokens, start, end, whole, f"org:{slug(whole)}", 0.93, "placed")


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
        if other := OTHER_BODY.search(tokens.line, match.end(), end):
            end = other.start()
        name = f"{agree(head) if ' ' in head else head} {link} {tokens.line[match.end() : end]}"
        name = re.sub(r"^Kompetenzentrum", "Kompetenzzentrum", name)
        end = _with_land(tokens.line, end)
        weak = head in ("Verein", "Zentrum", "Netzwerk", "Amt", "Kommission", "Agentur", "Bündnis")
        yield organisation(tokens, match.start(), end, name, f"org:{slug(name)}", 0.65 if weak else 0.85, "purpose")


OTHER_BODY = re.compile(
    r"(?:,| und| sowie) (?=[A-ZÄÖÜ][\wäöüß-]*(?:amt|behörde|beauftragter?|center|verwaltung|[a-z]stelle)(?![\wäöüß-]))"
)
"""A body or an office inside a list of purposes: there the list of bodies goes on ("Amt für Bau, Jugendamt und …")."""


OF_A_FIELD = r"[A-ZÄÖÜ][a-zäöüß]+(?:lich|isch|ig|al|ell|iv)e[nrsm]?"
"""An adjective with a capital in the name of a field: "Gesellschaftlichen Zusammenhalt", "Ländliche Räume"."""


def noun_list_end(line: str, start: int) -> int | None:
    """Where "A, B und C" ends, with adjectives before the nouns; None when no noun stands here.

    >>> line = "Arbeit, Integration und Soziales und das Land"
    >>> line[:noun_list_end(line, 0)]
    'Arbeit, Integration und Soziales'
    """
    noun = re.compile(
        rf"(?:(?:die|den|das|der|dem) )?(?:[a-zäöüß]+(?:e|en|er|es) ){{0,2}}(?:{OF_A_FIELD} )?(?:{CAP}-?)(?: (?:des|der) (?!Landes\b|Bundes\b|Bundesregierung\b|Stadt\b|Kreises\b|Universität\b|Hochschule\b|Bundesagentur\b){CAP})?"
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


def _german(tokens: Tokens) -> Iterator[Mention]:
    for match in (*GERMAN.finditer(tokens.line), *REGIONAL.finditer(tokens.line)):
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
        yield organisation(tokens, match.start(), end, agree(name), f"org:{slug(agree(name))}", 0.85, "national")


def without_genitive(name: str) -> str:
    """A name as it stands in the nominative, as far as the ending of its noun shows.

    >>> without_genitive("Friedrich-Loeffler-Instituts")
    'Friedrich-Loeffler-Institut'
    """
    return GENITIVE.sub(r"\1", name)


ADJECTIVE = re.compile(r"[A-ZÄÖÜ][\w-]*(?:isch|lich|ig|eutsch|al|weit|frei|ler|er)e[nrsm]? (?=[A-ZÄÖÜ])")


def nominative(name: str) -> str:
    """A name in the nominative, its adjective too where it begins with one.

    >>> nominative("Katholischen Jugendfürsorge"), nominative("Sozialdienstes katholischer Frauen")
    ('Katholische Jugendfürsorge', 'Sozialdienst katholischer Frauen')
    """
    return agree(name) if ADJECTIVE.match(name) and not re.match(r"\S+er ", name) else without_genitive(name)


def agree(name: str) -> str:
    """The nominative of "Deutschen Caritasverbandes": the ending follows the noun's gender, which its last part tells."""
    adjective, _, noun = name.partition(" ")
    stem = re.sub(r"e[rsnm]?$", "", adjective)
    noun = without_genitive(noun)
    if re.search(r"(?:verband|bund|verein|rat|tag|gerichtshof|rundfunk|dienst)$", noun, re.IGNORECASE):
        return f"{stem}er {noun}"
    if re.search(
        r"(?:institut|kreuz|parlament|werk|zentrum|netzwerk|bündnis|amt|theater|klinikum|museum|archiv|orchester)\b",
        noun,
        re.IGNORECASE,
    ):
        return f"{stem}es {noun}"
    return f"{stem}e {noun}"


OF = re.compile(r"([\w-]+) (?:der|des) (?=[A-ZÄÖÜ\d])")
HEAD = re.compile(
    r"(?:gesellschaft|verband|verein|bund|bank|stiftung|freunde|freundeskreis|förderkreis|werkstatt|werkstätten|genossenschaft|landsmannschaft|"
    r"werk|initiative|verbund|zentrum|institut|akademie|union|kreis|gemeinschaft|haus|liga|club|klub|chor|bühne|vereinigung|hilfe|dienste|kasse)s?$",
    re.IGNORECASE,
)


def _owner_cut(line: str, start: int, end: int) -> int:
    """Where a company's name begins behind what is only said of it: "Vorstand der Adler SE", not "Verband der Köche e. V."."""
    for match in OF.finditer(line, start, end):
        if not HEAD.search(match[1]):
            start = match.end()
    return start


def _companies(tokens: Tokens) -> Iterator[Mention]:
    societies = [match.span() for match in SOCIETY.finditer(tokens.line)]
    others = [match.span() for match in COMPANY.finditer(tokens.line) if not covered(*match.span(), societies)]
    for start, end in (*societies, *others):
        while (word := re.compile(r"[\w-]+").match(tokens.line, start)) and word.group() in NOT_FIRST:
            start = word.end() + 1
        start = _owner_cut(tokens.line, start, end)
        name = re.sub(r"e\. ?V\.?$", "e. V.", tokens.line[start:end])
        name = without_genitive(name)
        if len(name.split()) > 1 and name[:1].isupper():
            if name.endswith("e. V.") and not tokens.line[:end].endswith(".") and tokens.line[end : end + 1] == ".":
                end += 1
            yield organisation(tokens, start, end, name, f"org:{slug(name)}", 0.92, "company")


def _named(tokens: Tokens) -> Iterator[Mention]:
    for match in NAMED.finditer(tokens.line):
        start = match.start()
        while (word := re.compile(r"[\w-]+ ").match(tokens.line, start, match.end())) and (
            word.group().strip() in NOT_FIRST or "\n" in tokens.string[start : word.end()]
        ):
            start = word.end()
        name = without_genitive(tokens.line[start : match.end()])
        if "-" not in name and "Stiftung" not in name:
            continue
        end = match.end()
        if name.endswith("Institut") and (purpose := re.compile(" für ").match(tokens.line, end)):
            last = noun_list_end(tokens.line, purpose.end())
            if last is not None:
                name, end = name + tokens.line[end:last], last
        yield organisation(tokens, start, end, name, f"org:{slug(name)}", 0.8, "named")
