"""What part a person plays where a document names them: contact ("Pressekontakt: …"), speaker ("…, sagte …") or mentioned.

The same person may speak in the body and be the contact below it, so the part belongs to the mention, not to the person.
A contact is somebody to ring up: a label or a request announces them, or a telephone number or mail follows the name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..facts import Mention
from .people_titles import TITLES
from .tokens import Stretches, Tokens, words

CONTACT, SPEAKER, MENTIONED = "contact", "speaker", "mentioned"

_REACHED = frozenset({"contacts.phone", "contacts.fax", "contacts.mail"})
_ENDING = r"(?:(?:/-?|\*|:|_)?in(?:nen)?|innen|\(in(?:nen)?\))?"
_LABEL = re.compile(
    r"^[^\w\n]*(?:(?:Ihre?|Unsere?|Weitere[rn]?|Fachliche[rn]?)\s)?(?:"
    r"(?:Presse|Medien|Bürger|Redaktions|Fach)?-?kontakt(?:e|person(?:en)?|daten|adresse)?"
    rf"|(?:Haupt)?ansprech(?:partner{_ENDING}|person(?:en)?)|kontaktperson(?:en)?"
    r"|(?:presse)?(?:rück|nach)?fragen|(?:presse|medien)anfragen|rückfragehinweis|auskünfte|nähere auskunft|presseauskunft"
    rf"|(?:presserechtlich )?verantwortlich(?:e[rn]?)?(?: (?:für den inhalt|im sinne des .{{3,40}}|i\. ?s\. ?d\. ?.{{1,20}}|redakteur{_ENDING}))?"
    rf"|v\. ?i\. ?s\. ?d\. ?[pm](?:r)?\.?|(?:chef)?redaktion|redakteur{_ENDING}|herausgeber{_ENDING}|herausgegeben von|impressum"
    rf"|für (?:die )?(?:journalist{_ENDING}|journalisten|presse|medien|redaktionen|medienvertreter{_ENDING})"
    rf"|(?:leiter(?:in)? der )?(?:presse|medien)(?:stelle|büro|referat|sprecher{_ENDING}|referent{_ENDING}|dienst|team)"
    r"|es informier(?:t|en)(?: sie)?|auskunft (?:erteil(?:t|en)|gib(?:t|en))|ihre nachricht an|zuständig"
    rf"|(?:sach)?bearbeiter{_ENDING}|bearbeitet von"
    r")\b(?P<rest>[^\n:]{0,60})(?P<mark>:|$)",
    re.IGNORECASE | re.MULTILINE,
)
"""A label at the beginning of a line, ended by a colon or by the line: "Pressekontakt:", "Für Journalisten:", "V.i.S.d.P."."""
_INLINE = re.compile(
    r"(?:\bV\. ?i\. ?S\. ?d\. ?[PM]\.?|\bPressekontakt|\bAnsprechpartner(?:in)?|\bRückfragen|\bKontakt)\s?:|\bV\. ?i\. ?S\. ?d\. ?[PM]\.?",
)
"""Labels that mean a contact wherever they stand."""
_REQUEST = re.compile(
    r"\b(?:(?:wenden|richten) (?:Sie |Interessierte |Journalisten |Medienvertreter )?(?:sich |diese )?(?:bitte |gerne? |direkt )*an|(?:rück|nach)fragen (?:bitte )?(?:an|beantwort\w+)|steh(?:t|en) (?:Ihnen |den Medien |Journalisten )"
    r"|erreichen Sie|ansprechpartner(?:in)? (?:für [^.\n]{2,60} )?(?:ist|sind)|auskunft (?:gibt|geben|erteilt|erteilen)"
    r"|(?:anmeldungen?|bewerbungen|hinweise) (?:bitte )?(?:an|bei|nimmt|nehmen))\b",
    re.IGNORECASE,
)
"""Requests in prose: "Bei Nachfragen wenden Sie sich bitte an …", "Auskunft erteilt …", "Anmeldungen nimmt … entgegen"."""
_FAR = 170
"""Characters from a request to the last name it names; sentences of this kind are short."""
_NEAR = 120
"""Characters from a name to the telephone number beside it: an office and a department fit between."""
_SHORT = 100
"""A longer line is prose and ends what a label has announced."""
_OFFICE = re.compile(
    r"(?:ansprech|kontakt)|(?:presse|medien)(?:sprech|referent|stelle)|^(?:chef)?redakteur", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:sagte?|hat|haben|hatte|ist|sind|war|waren|wird|werden|wurden?|erklärte?|betonte?|kommt|kamen?|soll|will|kann|muss)\b"
)

_SAY = words(
    "sagte sagt sagten erklärte erklärt erklärten betonte betont betonten meinte meint ergänzte ergänzt unterstrich unterstreicht "
    "berichtete berichtet erläuterte erläutert hervorhob versprach verspricht resümierte resümiert bilanzierte mahnte mahnt warnte "
    "warnt kommentierte kommentiert verdeutlichte schilderte bekräftigte bekräftigt versicherte versichert forderte fordert kündigte "
    "kündigt freute freut zeigte hob hebt wies weist bestätigte bestätigt räumte appellierte appelliert stellte teilte teilt sprach nannte "
    "begründete begründet bezeichnete rechnet rechnete erinnerte erinnert rief gratulierte dankte dankt lobte lobt würdigte würdigt begrüßte begrüßt kritisierte kritisiert "
    "verwies verweist zitierte heißt fasste unterstreichen betonten begrüßten erklären betonen"
)
_OF_OTHERS = words(
    "dankte dankt lobte lobt würdigte würdigt begrüßte begrüßt kritisierte kritisiert gratulierte erinnerte erinnert rief nannte bezeichnete zeigte stellte forderte fordert verwies verweist"
)
"""Verbs behind which a name is more often whom it is about than who speaks."""
_SAID = re.compile(
    r"\b(?:hat|habe|haben)\b[^.!?\n]{0,160}?\b(?:gesagt|erklärt|betont|mitgeteilt|angekündigt|berichtet|gefordert|bekräftigt|unterstrichen|hervorgehoben|versprochen)\b"
)
_CITED = re.compile(
    r"(?:\b(?:[Ll]aut|[Nn]ach (?:Angaben?|Auskunft|Worten|Aussage|Einschätzung|Ansicht) (?:von|des|der))|\b[Ss]o)\s+(?:(?:der|die|des|dem)\s+)?[^.,;:!?\n„“\"]{0,90}$"
)
_ZUFOLGE = re.compile(r"\s+zufolge\b")
_INTRODUCES = re.compile(r"\s*(?:\([^()\n]{1,40}\))?(?:,[^.:\n„“\"]{2,120})?\s*:\s*[„\"“»]")
_OPENING = re.compile('[„»"]')
_QUOTED = re.compile(r"„[^“”\"\n]*(?:[“”\"]|\n\n|$)|»[^«\n]*«|\"[^\"\n]{12,}\"")
_LONGEST = 300
"""Tokens on either side of a verb that are looked at; no sentence is longer."""
_OBLIQUE = words(
    "von vom mit für an bei beim durch zu zum zur gegen um über nach dem den des neben ohne statt gegenüber sowie samt einschließlich"
)
_PERFECT = re.compile(r"\b(?:hat|haben|wurden?|wird|werden|ist|sind|war|waren)\b")
_BEFORE_NAME = re.compile(
    r"(?:kontakt(?:person|e|daten)?|ansprechpartner(?:in)?|fragen|anfragen|redaktion|V\. ?i\. ?S\. ?d\. ?P\.?|verantwortlich|"
    r"pressestelle|medienstelle|auskunft)[^\n:]{0,40}:\s*$",
    re.IGNORECASE,
)
_TITLE_DOT = re.compile(rf"\b(?:{'|'.join(sorted(TITLES))})\.")
_SUBJECT = re.compile(r"(?:^|[\s„\"“»])(?:er|sie|es|man|wir)$", re.IGNORECASE)


def with_kinds(
    people: Sequence[Mention],
    tokens: Tokens,
    *,
    contacts: Collection[Mention] = (),
    blocks: Collection[tuple[int, int]] = (),
) -> Iterator[Mention]:
    """Each mention of a person with its part. `contacts` are numbers and addresses, `blocks` the contact blocks."""
    string = tokens.string
    announced = _announced(string, people)
    inside = Stretches(blocks)
    heard = _heard(tokens, people)
    for index, person in enumerate(people):
        start, end = person.span.start, person.span.end
        kind = MENTIONED
        if index in heard:
            kind = SPEAKER
        elif (
            inside.touch(start, end)
            or announced.touch(start, end)
            or _reached(string, person, people, contacts)
            or (_OFFICE.search(person.role or "") and _labelled(string, person))
        ):
            kind = CONTACT
        yield replace(person, role_kind=kind)


def is_labelled(tokens: Tokens, first: int) -> bool:
    """Whether the words from this token on stand behind the label of a contact, where a name is to be expected."""
    start = tokens.all[first].start
    return _BEFORE_NAME.search(tokens.string[max(0, start - 70) : start]) is not None


def _announced(string: str, people: Sequence[Mention]) -> Stretches:
    """The stretches behind labels and requests in which whoever is named is a contact."""
    found: list[tuple[int, int]] = []
    for match in _LABEL.finditer(string):
        rest = match["rest"].strip()
        if match["mark"] == "" and rest and not _names_only(match, people):
            continue  # "Fragen der Bildung" is the beginning of a sentence
        found.append((match.start(), _end_of_list(string, match.end())))
    for match in _INLINE.finditer(string):
        found.append((match.start(), _end_of_clause(string, match.end())))
    for match in _REQUEST.finditer(string):
        found.append((match.start(), _end_of_clause(string, match.end())))
    return Stretches(found)


def _names_only(match: re.Match[str], people: Sequence[Mention]) -> bool:
    """Whether nothing but names and titles follows a label on its line: "Redaktion Jens Kolb", "V.i.S.d.P. Eva Kranz"."""
    begin, end = match.span("rest")
    inside = [one.span for one in people if begin <= one.span.start and one.span.end <= end]
    if not inside:
        return False
    return not _VERB.search(match["rest"]) and inside[0].start - begin <= 25


def _end_of_list(string: str, at: int) -> int:
    """Where the short lines below a label end: at the first line of prose, or at the second empty line."""
    empty = 0
    first = True
    while at < len(string):
        stop = string.find("\n", at)
        stop = len(string) if stop < 0 else stop
        line = string[at:stop].strip()
        if not line:
            empty += 0 if first else 1
            if empty > 1:
                return at
        elif len(line) > _SHORT and not first:
            return at
        elif len(line) > _SHORT and (_VERB.search(line) or line.count(". ") > 1):
            return _end_of_clause(string, at)
        elif not first and _VERB.search(line) and len(line) > 40:
            return at
        first = first and not line
        at = stop + 1
    return len(string)


def _end_of_clause(string: str, at: int) -> int:
    """The end of the sentence, an abbreviation not counted, or what is in reach of its request."""
    for match in re.finditer(r"[.!?](?=\s+[A-ZÄÖÜ„])|\n\s*\n", string[at : at + _FAR]):
        if not re.search(r"\b(?:Dr|Prof|Dipl|Ing|Tel|Abt|St|h|c|[A-Z])$", string[at : at + match.start()]):
            return at + match.start()
    return min(len(string), at + _FAR)


def _reached(string: str, person: Mention, people: Sequence[Mention], contacts: Collection[Mention]) -> bool:
    """Whether a telephone number or mail follows with nothing but an office, a town and other names between."""
    end = person.span.end
    number = min(
        (one.span.start for one in contacts if one.rule in _REACHED and 0 <= one.span.start - end <= _NEAR),
        default=None,
    )
    if number is None:
        return False
    between = string[end:number]
    if _VERB.search(between) or re.search(r"[!?„“»]|(?:^|[a-zäöüß]{3})\.\s+[A-ZÄÖÜ]|\n\s*\n", between):
        return False
    return between.count("\n") <= 3


def _labelled(string: str, person: Mention) -> bool:
    """Whether the name of a press officer stands in a line of its own, not in prose."""
    begin = string.rfind("\n", 0, person.span.start) + 1
    stop = string.find("\n", person.span.end)
    line = string[begin : stop if stop >= 0 else len(string)]
    return len(line) <= _SHORT and not _VERB.search(line) and not re.search(r"[.!?]$", line.strip())


def _heard(tokens: Tokens, people: Sequence[Mention]) -> set[int]:
    """The mentions that speak: each verb of saying has one speaker, in front of it or else behind it."""
    string = tokens.string
    starts = [one.span.start for one in people]
    quoted = Stretches(_quotations(string))
    heard: set[int] = set()
    for index, person in enumerate(people):
        if quoted.touch(person.span.start, person.span.end):
            continue
        before = string[max(0, person.span.start - 150) : person.span.start]
        behind = string[person.span.end : person.span.end + 180]
        if _CITED.search(before) or _ZUFOLGE.match(behind) or _INTRODUCES.match(behind):
            heard.add(index)
    begin = end = 0
    for at, token in enumerate(tokens.all):
        if token.string not in _SAY or quoted.touch(token.start, token.end):
            continue
        if token.end > end:  # else it stands in the sentence of the verb before it
            begin, end = _sentence(tokens, at)
        last = bisect_right(starts, token.start) - 1
        subject = next(
            (
                number
                for number in range(last, bisect_left(starts, begin) - 1, -1)
                if not quoted.touch(starts[number], starts[number] + 1) and not _oblique(string, people[number], begin)
            ),
            None,
        )
        if subject is not None:
            between = string[people[subject].span.end : token.start]
            if _PERFECT.search(between):
                continue  # "hat die Gäste begrüßt" is no speech
            if _stands_before(between):
                heard.add(subject)
                continue
        if _SUBJECT.search(string[begin : token.start].rstrip()) or token.string in _OF_OTHERS:
            continue
        follows = last + 1
        if follows < len(people) and starts[follows] < end and not quoted.touch(starts[follows], starts[follows] + 1):
            between = _TITLE_DOT.sub("", string[token.end : starts[follows]])
            if len(between) <= 120 and not re.search(
                r"[.;:„“\"]|\b(?:dass|von|mit|für|an|bei|dem|den|sei|seien|habe)\b", between
            ):
                heard.add(follows)
    for match in _SAID.finditer(string):
        number = bisect_right(starts, match.start()) - 1
        if (
            number >= 0
            and match.start() - people[number].span.end <= 60
            and not quoted.touch(starts[number], starts[number] + 1)
        ):
            between = string[people[number].span.end : match.start()]
            if not re.search(r"[.!?„“]", between) and not _oblique(string, people[number], starts[number] - 1):
                heard.add(number)
    return heard


def _quotations(string: str) -> Iterator[tuple[int, int]]:
    """Stretches of direct speech, to the end of the paragraph where it is not closed."""
    at = 0
    unclosed: dict[str, int] = {}  # by mark how far no look is worth it, so that a line of nothing else takes no hour
    while opening := _OPENING.search(string, at):
        at = opening.start()
        if found := _QUOTED.match(string, at) if at >= unclosed.get(opening[0], 0) else None:
            yield found.span()
            at = found.end()
            continue
        if opening[0] != '"' and at >= unclosed.get(opening[0], 0):
            line = string.find("\n", at)
            unclosed[opening[0]] = line if line >= 0 else len(string)
        at += 1


def _sentence(tokens: Tokens, at: int) -> tuple[int, int]:
    """The sentence around a token, found by its marks; those inside of direct speech do not end it."""
    begin = at
    while begin > max(0, at - _LONGEST) and "\n\n" not in tokens.gap(begin - 1):
        ended = tokens.word(begin - 1) in (".", "!", "?") and tokens.word(begin - 2) not in TITLES
        if ended and tokens.all[begin].is_capital:
            break
        begin -= 1
    end = at
    last = min(len(tokens.all) - 1, at + _LONGEST)
    while end < last and "\n\n" not in tokens.gap(end):
        if tokens.word(end) in (".", "!", "?") and tokens.word(end - 1) not in TITLES:
            break
        end += 1
    return tokens.all[begin].start, tokens.all[end].end


def _oblique(string: str, person: Mention, begin: int) -> bool:
    """Whether a name is no subject: "von Landrat Weber", "dem Bürgermeister Kolb", "des Landrats Weber"."""
    ahead = re.findall(r"[\w.]+|[^\w\s]", string[max(begin, person.span.start - 70) : person.span.start])[-5:]
    for word in reversed(ahead):
        if not word[:1].isalpha():
            return False
        if word.lower() in _OBLIQUE:
            return True
        if word.lower() in ("der", "die", "das", "ein", "eine"):
            return False
    return False


def _stands_before(between: str) -> bool:
    """Whether what stands between a name and the verb of saying leaves the name its subject."""
    if len(between) > 160 or re.search(
        r"[.!?;]\s|\b(?:und|dass|weil)\b.*\b(?:wurde|hat|ist)\b|\b(?:der|die|das) (?:ge|be|ver)\w+t\b", between
    ):
        return False
    plain = between.strip()
    return not plain or plain.startswith((",", "(")) or len(plain.split()) <= 7
