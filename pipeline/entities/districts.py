"""Kreise and kreisfreie Städte in running text, and the municipalities and Länder beside them.

A bare name says little: "Soest" is a town and a Kreis. What decides, strongest first: a type word in front ("Kreis",
"die Kreise A, B", "Stadt", "kreisfreie Städte"), a name that only one thing bears ("Ennepe-Ruhr-Kreis", "Dortmund"), the
company it keeps in a list, and the Kreis of that name elsewhere in the document. Where the text does not say, the
mention is a PLACE that holds both candidates. Addresses, offices, persons and laws are masked by the caller; datelines
and metonyms ("Vorgaben aus Düsseldorf") are recognised here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ..facts import Mention
from ..knowledge import Knowledge
from ..knowledge.gazetteer import District, Gazetteer, Municipality
from ..text import Span
from .districts_places import Place, find_places, with_both
from .tokens import Tokens, words

ARTICLES = words(
    "das ein eine einen einem einer kein keine zum beim im am vom ins dem den des mein sein ihr unser dieser dieses jeder"
)
DATELINE_END = re.compile(r"(?:/[A-ZÄÖÜ][\w-]+)*(?: ?\((?:[a-zäöü/-]{2,12}|ots|idr|dpa[\w/-]*)\))?(?:,? (?:den )?\d{1,2}\. ?(?:\d{1,2}\.|[A-ZÄ][a-zä]+) ?(?:\d{4})?| ?\((?:ots|dpa[\w/-]*|idr|epd|AFP|ddp)\)|\. (?=[A-ZÄÖÜ„\"])| ?[–—/-] (?=[A-ZÄÖÜ„\"]))")  # fmt: skip
GOVERNING = re.compile(
    r"(?:Vorgabe|Geld|Mittel|Zuschuss|Zuschüsse|Signal|Erlass|Weisung|Entscheidung|Zusage|Absage|Kritik|Anweisung|Gesetzentw|Regierung|Politik|"
    r"Förder|Unterstützung|Hilfe|Rückenwind|Sparpl)\w*$"
)
GOVERNS = words("plant will muss zahlt fordert beschließt verspricht streicht kürzt spart lenkt drängt zögert schweigt")
CAPITALS = words(
    "Düsseldorf Berlin Mainz Wiesbaden Stuttgart München Dresden Erfurt Magdeburg Potsdam Kiel Schwerin Hannover Brüssel"
)


def find_districts(
    tokens: Tokens,
    known: Knowledge,
    *,
    taken: Iterable[tuple[int, int]] = (),
    today: date | None = None,
    state: str | None = None,
) -> tuple[Mention, ...]:
    """Districts with their keys as DISTRICT; towns inside a Kreis, Länder and what stays open as PLACE.

    `taken` are stretches where no place is looked for, `today` chooses between a district and its predecessors,
    `state` ("ags:05" or "05") the Land the release speaks for: homonyms elsewhere are ruled out.
    """
    gazetteer = known.gazetteer
    places = with_both(find_places(tokens, gazetteer, tuple(taken)), tokens)
    named = _named_kreise(places, today, state)
    companies: dict[int, list[Place]] = {}
    for place in places:
        companies.setdefault(place.listed, []).append(place)
    found: list[Mention] = []
    for place in places:
        mention = _decide(place, companies[place.listed], named, known, tokens, today, state)
        if mention is not None:
            found.append(mention)
    return tuple(found)


def _valid(districts: Iterable[District], today: date | None, state: str | None) -> list[District]:
    """The districts that fit Land and day; without a day those that exist still, if any does."""
    code = (state or "").removeprefix("ags:")
    fitting = [district for district in districts if district.state == code] if code else []
    fitting = fitting or list(districts)
    if today is not None:
        return [d for d in fitting if d.valid.contains(today)] or fitting
    return [d for d in fitting if d.valid.last is None] or fitting


def _named_kreise(places: Iterable[Place], today: date | None, state: str | None) -> dict[str, District]:
    """The Kreise that the document names with their type word, by short name."""
    found: dict[str, District] = {}
    for place in places:
        kreise = [d for d in _valid(place.districts, today, state) if not d.is_city]
        if kreise and (place.kind == "kreis" or place.name == kreise[0].name):
            found[kreise[0].short] = kreise[0]
    return found


def _decide(
    place: Place,
    company: list[Place],
    named: dict[str, District],
    known: Knowledge,
    tokens: Tokens,
    today: date | None,
    state: str | None,
) -> Mention | None:
    gazetteer = known.gazetteer
    districts = _valid(place.districts, today, state)
    kreise = [d for d in districts if not d.is_city]
    cities = [d for d in districts if d.is_city and d.valid.contains(today or date.max)]
    towns = _towns(place, named, state, gazetteer)
    full = [d for d in kreise if place.name not in (d.short,) or d.short == d.name]
    if place.kind == "kreis" and kreise:
        return _district(place, tokens, kreise, 0.97 if len(kreise) == 1 else 0.6, "districts.kreis")
    if full and len(full) == len(kreise):
        unsure = len(full) > 1 or place.name in ("Städteregion", "MK", "RSK", "RBK", "REK", "RKN", "OBK")
        return _district(place, tokens, full, 0.6 if unsure else 0.97, "districts.name")
    if place.state is not None and not (cities and (place.kind == "town" or place.state.code in ("02", "04", "11"))):
        return Mention("PLACE", Span(place.start, place.end), tokens.string[place.start : place.end], place.state.name, place.state.entity, confidence=0.97, rule="places.state")  # fmt: skip
    if _is_elsewhere(place, tokens):
        return None
    if cities:
        return _city(place, company, cities, kreise, named, known, tokens)
    if kreise and not towns and place.kind is None and place.name == kreise[0].short:
        # "Lippe", "Dithmarschen", "Südliche Weinstraße": a Kreis without a town of its name may be a landscape or river;
        # behind an article it is the Kreis only in a document that speaks of Kreise.
        index = tokens.index_at(place.start) or 0
        among_kreise = tokens.word(index - 1) in ("der", "dem", "die", "das", "im") and len(named) > 1
        if not place.introduced and not among_kreise:
            return None
        sure = len(company) > 1 or kreise[0].short in named
        return _district(place, tokens, kreise, 0.85 if sure else 0.6, "districts.landscape")
    listed = any(other is not place and not _is_word(other.name, known) for other in company)
    if not place.introduced and not listed and place.name not in named:
        return None
    before = tokens.word((tokens.index_at(place.start) or 0) - 1).lower()
    if place.kind is None and (place.name in ABROAD or (before == "in" and place.name in PHRASES)):
        return None
    if kreise and place.kind not in ("town", "small"):
        kreis = kreise[0]
        if kreis.short in named:
            return _district(place, tokens, [named[kreis.short]], 0.75, "districts.named_before")
        if before != "in" and _among_districts(place, company, today, state):
            return _district(place, tokens, kreise, 0.7 if len(kreise) == 1 else 0.5, "districts.list")
    if before in ARTICLES and place.kind is None:
        return None
    if _is_word(place.name, known) and place.kind is None and not listed and before not in ("in", "nach", "bei", "aus"):
        return None
    return _town(place, towns, kreise, tokens, gazetteer, today)


def _district(place: Place, tokens: Tokens, districts: list[District], confidence: float, rule: str) -> Mention:
    district = districts[0]
    start = place.head if place.kind == "kreis" else place.start
    candidates = tuple(d.entity for d in districts) if len(districts) > 1 else ()
    return Mention(
        "DISTRICT", Span(start, place.end), tokens.string[start : place.end], district.name, district.entity,
        candidates=candidates, confidence=confidence, rule=rule,
    )  # fmt: skip


def _is_elsewhere(place: Place, tokens: Tokens) -> bool:
    """Whether the name stands for a place of writing (dateline) or for a government (metonym)."""
    index = tokens.index_at(place.start) or 0
    ahead = tokens.string[tokens.string.rfind("\n", 0, place.start) + 1 : place.start]
    if (
        re.fullmatch(r"[ *]*(?:[A-ZÄÖÜ][\w-]+/)*", ahead)
        and place.kind is None
        and DATELINE_END.match(tokens.line, place.end)
    ):
        return True
    if place.name in CAPITALS and place.kind is None:
        before, after = tokens.word(index - 1), tokens.word(tokens.before(place.end) + 1)
        if before in ("aus", "in") and GOVERNING.match(tokens.word(index - 2)):
            return before == "aus"
        return tokens.starts_sentence(index) and after in GOVERNS
    return False


def _city(
    place: Place,
    company: list[Place],
    cities: list[District],
    kreise: list[District],
    named: dict[str, District],
    known: Knowledge,
    tokens: Tokens,
) -> Mention | None:
    """A kreisfreie Stadt, perhaps with a Kreis of the same name around it (Kassel, Rostock, Osnabrück)."""
    index = tokens.index_at(place.start) or 0
    before = tokens.word(index - 1)
    if place.kind == "small":
        return None
    firm = place.kind is not None or before.lower() in ("in", "nach", "bei", "aus", "von") or len(company) > 1
    if _is_word(place.name, known) and not (place.introduced and firm):
        return None
    if before in ARTICLES and place.kind is None and len(company) == 1:
        return None
    if place.kind is None and _names_a_body(place, index, known, tokens):
        return None
    if tokens.word(tokens.before(place.end) + 1) in FAIRS and tokens.gap(tokens.before(place.end)) == " ":
        return None  # "Hannover Messe 2016"
    confidence = 0.95 if place.introduced else 0.85
    if len({city.ags for city in cities}) > 1:
        confidence = 0.6
    others = [place for place in company if place.kind == "kreis"]
    if place.kind is None and kreise and kreise[0].short in named and not others and kreise[0].short != cities[0].short:
        confidence = 0.7
    return _district(place, tokens, cities, confidence, "districts.city")


BODY_IS_PLACE = re.compile(
    r"(?:[Zz]entr(?:um|ums|en)|[Ss]tandort\w*|[Rr]aum|[Gg]roßraum|[Rr]egion|[Ss]tation(?:en)?|[Ss]tädte\w*|Metropole|Oberzentrum|Hauptstadt)$"
)


def _names_a_body(place: Place, index: int, known: Knowledge, tokens: Tokens) -> bool:
    """Whether the noun in front makes the name part of a body or building: "Verkehrsbetriebe Karlsruhe", "RP Freiburg"."""
    before = tokens.word(index - 1)
    if tokens.gap(index - 1) != " " or len(before) < 2 or not before[0].isupper() or BODY_IS_PLACE.search(before):
        return False
    lexicon = known.lexicon
    if before.isupper():
        return before not in ("NRW", "FÜR")
    return (
        lexicon.count(before.lower()) <= lexicon.count(before)
        and not before.endswith(("er", "ag"))
        and before not in MONTHS
    )


FAIRS = words("Messe Airport Marathon Open")
MONTHS = words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")


def _is_word(name: str, known: Knowledge) -> bool:
    """Whether a place's name is an everyday word, a first name or a common surname too."""
    towns = known.gazetteer.towns_by_name.get(name, ())
    common = known.lexicon.count(name)
    return (
        name in COMMON
        or any(town.is_word for town in towns)
        or (common > COMMONLY and all(town.population < common * PEOPLED for town in towns))
        or known.names.is_first(name)
        or known.names.is_surname(name)
    )


COMMONLY, PEOPLED = 200, 10
"""A name printed more than 200 times in a hundred million words, and more than once for ten who live there, is a word:
Brücken, Kuchen and Mantel are villages too."""
ABROAD = words("Salzburg Rom Brest Übersee Welt")
"""Villages with the name of a city or word that everybody means, unless a word for a village stands before."""
PHRASES = words("Brand Besitz")
"""Villages that stand in a phrase: "in Brand geraten", "in Besitz nehmen"."""
COMMON = words("Hof Essen Halle Hagen Hamm Worms Münster Weiden Landau Neustadt Weimar Ulm Bergen Baden Au Stein Wald Berg Burg Dorf Kehl Horn Hude Rain Plan Welt Übersee")  # fmt: skip


def _among_districts(place: Place, company: list[Place], today: date | None, state: str | None) -> bool:
    """Whether the other names of its enumeration are districts, at least two and one of them a Kreis."""
    others = [other for other in company if other is not place]
    sure = [
        o
        for o in others
        if o.kind == "kreis"
        or any(d.is_city for d in _valid(o.districts, today, state))
        or o.name.lower().endswith("kreis")
    ]
    return (
        len(sure) >= 2
        and len(sure) == len(others)
        and any(o.kind == "kreis" or o.name.lower().endswith("kreis") for o in sure)
    )


def _towns(place: Place, named: dict[str, District], state: str | None, gazetteer: Gazetteer) -> list[Municipality]:
    """The municipalities a name may mean, the likeliest first."""
    code = (state or "").removeprefix("ags:")
    short = gazetteer.towns_by_short_name.get(place.name, ())
    towns = [*place.towns, *(town for town in short if code and town.ags.startswith(code))]
    if inside := [town for town in (*towns, *short) if any(town.district == kreis.ags for kreis in named.values())]:
        return inside  # "Friedberg (Wetteraukreis)", whatever Land the release comes from
    if code and (here := [town for town in towns if town.ags.startswith(code)]):
        towns = here
    elif code:
        towns = [town for town in towns if town.population >= 20000]
    # One that is five times as large as the next is what people mean.
    if len(towns) > 1 and towns[0].population >= 5 * max(towns[1].population, 1):
        return towns[:1]
    return towns


def _town(
    place: Place,
    towns: list[Municipality],
    kreise: list[District],
    tokens: Tokens,
    gazetteer: Gazetteer,
    today: date | None,
) -> Mention | None:
    if not towns:
        return None
    candidates: list[str] = []
    for town in towns[:4]:
        candidates.append(town.entity)
        home = gazetteer.district_of(town, today)
        if home is not None:
            candidates.append(home.entity)
    sure = len(towns) == 1
    confidence = 0.9 if sure and place.kind in ("town", "small") else 0.8 if sure else 0.5
    return Mention(
        "PLACE", Span(place.start, place.end), tokens.string[place.start : place.end], towns[0].name,
        towns[0].entity if sure else None, candidates=tuple(dict.fromkeys(candidates)), confidence=confidence, rule="places.town",
    )  # fmt: skip
