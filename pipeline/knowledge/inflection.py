"""German inflection, as far as matching needs it: word forms that belong together get one stem.

Endings are handled here once, so that a property names "Zentrum" and "einrichten" and finds "Zentren", "eingerichtet"
and "richtet … ein". A stem is no lemma: it is only ever compared with another stem.

    >>> stem("Zentren") == stem("Zentrums") == stem("Zentrum")
    True
    >>> lemma("einrichten").found_in(words("Der Kreis richtet bald ein Zentrum ein."))
    True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..text import Span

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-–][^\W\d_]+)*|[^\w\s]")
_FOLD = str.maketrans("äöü", "aou")

# Longest first. "um" and "ums" for Zentrum/Zentren, but not after "a" (Raum, Baum).
_NOMINAL = re.compile(
    r"(?:(?<=[rtgd])innen|(?<=[eaoi][rt])in|(?<=[ns]t)in|(?<=eg)in|ern|em|en|er|es|e|(?<!a)ums|(?<!a)um|(?<=[bdfghklmnrt])s|(?<=[lr])n)$"
)
_VERBAL = re.compile(r"(?:test|ten|tet|te|est|et|en|st|t|e|n)$")

# Separable prefixes, longest first so that "heraus" wins over "her".
PARTICLES = [
    "zusammen",
    "zurück",
    "bereit",
    "weiter",
    "heraus",
    "hinaus",
    "voran",
    "fort",
    "fest",
    "nach",
    "hoch",
    "vor",
    "weg",
    "ein",
    "auf",
    "aus",
    "ab",
    "an",
    "bei",
    "dar",
    "los",
    "mit",
    "statt",
    "teil",
    "um",
    "zu",
    "her",
    "hin",
]

# Strong and mixed verbs that releases use: infinitive, then the stems of its other forms (present, past, participle).
STRONG = {
    "beginnen": "beginn begann begonn",
    "beschliessen": "beschliess beschloss",
    "bekommen": "bekomm bekam",
    "bestehen": "besteh bestand bestund",
    "betragen": "betrag betrug betragt",
    "bleiben": "bleib blieb geblieb",
    "bringen": "bring brach gebrach brachte gebracht",
    "entstehen": "entsteh entstand",
    "erhalten": "erhalt erhielt erhalt",
    "fliessen": "fliess floss gefloss",
    "geben": "geb gib gibt gab gegeb",
    "gehen": "geh ging gegang",
    "gewinnen": "gewinn gewann gewonn",
    "haben": "hab hat hatt",
    "heben": "heb hob gehob",
    "kommen": "komm kam gekomm",
    "laufen": "lauf lief gelauf",
    "leihen": "leih lieh gelieh",
    "liegen": "lieg lag geleg",
    "nennen": "nenn nannt genannt",
    "nehmen": "nehm nimm nimmt nahm genomm",
    "sehen": "seh sieh sah geseh",
    "sprechen": "sprech sprich sprach gesproch",
    "stehen": "steh stand gestand",
    "steigen": "steig stieg gestieg",
    "sinken": "sink sank gesunk",
    "tragen": "trag tragt trug getrag",
    "treffen": "treff triff traf getroff",
    "treten": "tret tritt trat",
    "treiben": "treib trieb getrieb",
    "wachsen": "wachs wachst wuchs gewachs",
    "werden": "werd wird wurd word",
    "ziehen": "zieh zog gezog",
    "zwingen": "zwing zwang",
}

_INSEPARABLE = ("be", "er", "ver", "ent", "zer", "ge")


def fold(word: str) -> str:
    """The word without case, umlauts and sharp s: Löhrmann = LOHRMANN, Straße = strasse."""
    return word.casefold().translate(_FOLD)


_STRONG = {fold(verb): forms for verb, forms in STRONG.items()}


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What the inflected forms of a noun or adjective share; a lower-case word also loses verb endings.

    Endings are stripped until none is left (at least four letters stay), because one step alone would part
    Kurs/Kurse and Mittel/Mitteln.
    """
    verbal = word[:1].islower()
    rest = fold(word)
    while len(rest) > 4:
        shorter = _NOMINAL.sub("", rest, count=1)
        if shorter == rest and verbal:
            shorter = _VERBAL.sub("", rest, count=1)
        if len(shorter) < (3 if rest == fold(word) else 4) or shorter == rest:
            break
        rest = shorter
    return rest


_ER = re.compile(r"er(?=(?:s|n|in|innen)?$)")
_ER_PLURALS = (
    "kinder", "hauser", "lander", "bilder", "rader", "glieder", "bucher", "dorfer", "felder", "worter", "gelder", "manner", "walder", "bander", "dacher", "facher", "graber", "guter", "huhner", "kalber", "kleider", "lammer", "lieder", "locher", "nester", "rinder", "schilder", "taler", "tucher", "volker", "amter", "blatter", "bretter", "denkmaler", "geister", "gesichter", "krauter", "lichter", "rander", "gewander", "geschlechter", "spitaler", "altertumer",
)  # fmt: skip
"""Nouns whose plural ends in -er; in all others the ending is part of the noun: Schüler, Zimmer, Steuer."""


@lru_cache(maxsize=1 << 14)
def noun_key(noun: str) -> str:
    """What the forms of a counted noun share and no other noun has: a stem that keeps the -er of Schüler and Bürger.

    >>> noun_key("Schülerinnen") == noun_key("Schüler"), noun_key("Schüler") == noun_key("Schulen")
    (True, False)
    >>> noun_key("Kindern") == noun_key("Kind")
    True
    """
    plain = fold(noun)
    ending = _ER.search(plain)
    if ending is None or len(plain) < 6 or plain[: ending.end()].endswith(_ER_PLURALS):
        return stem(noun)
    return plain[: ending.end()]


@lru_cache(maxsize=1 << 16)
def verb_stem(word: str) -> str:
    """The stem of a verb form, its personal ending gone."""
    rest = fold(word)
    shorter = _VERBAL.sub("", rest, count=1)
    return shorter if len(shorter) >= 3 else rest


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of a sentence with its place in the text and its stem."""

    span: Span
    surface: str
    stem: str

    @property
    def capital(self) -> bool:
        return self.surface[:1].isupper()


def words(string: str, offset: int = 0) -> tuple[Word, ...]:
    """The words, numbers and marks of a string, in order."""
    return tuple(
        Word(Span(offset + m.start(), offset + m.end()), m.group(), stem(m.group())) for m in _WORD.finditer(string)
    )


@dataclass(frozen=True, slots=True)
class Lemma:
    """A word of the dictionary and how its forms are recognised.

    `steps` are the stems of its words, in order (one for most); `tail` accepts compounds that end in it ("-stelle":
    Lehrerstelle); `noun` wants a capital letter (Ziel is not zielen); `strict` allows no umlaut that the lemma lacks (weak verbs
    never change their vowel); `bare` and `particle` the two halves of a parted verb.
    """

    text: str
    steps: tuple[frozenset[str], ...]
    tail: str | None = None
    bare: frozenset[str] = frozenset()
    particle: str | None = None
    noun: bool = False
    strict: bool = False

    def fits(self, word: Word) -> bool:
        """Whether one word is a form of this (one-word) lemma."""
        if len(self.steps) != 1 or (self.noun and not word.capital):
            return False
        if self.strict and any(mark in word.surface.lower() and mark not in self.text.lower() for mark in "äöü"):
            return False  # "fördert" is no form of "fordern"
        if word.stem in self.steps[0] or fold(word.surface) in self.steps[0]:
            return True
        if not word.capital and verb_stem(word.surface) in self.steps[0]:
            return True
        if self.tail is None:
            return False
        last = word.stem.rsplit("-", 1)[-1]
        return last.endswith(self.tail) or word.stem.endswith(self.tail)

    def places(self, sentence: Sequence[Word]) -> tuple[Span, ...]:
        """Where the lemma stands among these words."""
        if len(self.steps) > 1:
            found = []
            for at in range(len(sentence) - len(self.steps) + 1):
                window = sentence[at : at + len(self.steps)]
                if all(word.stem in step for word, step in zip(window, self.steps, strict=True)):
                    found.append(Span(window[0].span.start, window[-1].span.end))
            return tuple(found)
        found = [word.span for word in sentence if self.fits(word)]
        if not found and self.particle:
            for at, word in enumerate(sentence):
                if (word.capital and at) or verb_stem(word.surface) not in self.bare:
                    continue
                if any(fold(later.surface) == self.particle for later in sentence[at + 1 :]):
                    found.append(word.span)
        return tuple(found)

    def found_in(self, sentence: Sequence[Word]) -> bool:
        return bool(self.places(sentence))


@lru_cache(maxsize=4096)
def lemma(text: str) -> Lemma:
    """Read a lemma as a property writes it: "Zentrum", "-stelle" (and its compounds), "einrichten", "zur Verfügung"."""
    if " " in text:
        return Lemma(text, tuple(frozenset({stem(part), stem(part.lower())}) for part in text.split()))
    if text.startswith("-"):
        core = stem(text[1:].capitalize())
        return Lemma(text, (frozenset({core}),), tail=core, noun=True)
    if text[:1].isupper() or not text.endswith(("en", "ern", "eln")):
        return Lemma(text, (frozenset({stem(text), fold(text)}),), noun=text[:1].isupper(), strict=text.endswith("ung"))
    return _verb(text)


def _verb(infinitive: str) -> Lemma:
    particle = next((p for p in PARTICLES if infinitive.startswith(p) and len(infinitive) - len(p) >= 5), "")
    core = infinitive[len(particle) :]
    inner = next((p for p in _INSEPARABLE if core.startswith(p) and fold(core[len(p) :]) in _STRONG), "")
    if fold(core) in _STRONG:
        bare = set(_STRONG[fold(core)].split())
    elif inner:
        # No "ge" in the participle: nennen, genannt, but ernennen, ernannt.
        bare = {inner + form.removeprefix("ge") for form in _STRONG[fold(core[len(inner) :])].split()}
    else:
        root = verb_stem(core)
        bare = {root, "ge" + root, stem(core)}
        if core.endswith(("ten", "den")):
            bare.add(fold(core)[:-1])  # kostete, bildeten: the ending is -ete, not -te
        if root.endswith("ss"):
            bare |= {root[:-1], "ge" + root[:-1]}  # bezuschusst: one s goes with the ending
    whole = set(bare)
    if particle:
        front = fold(particle)
        whole = (
            {front + form for form in bare}
            | {front + "zu" + form for form in bare}
            | {front + "ge" + form for form in bare}
        )
    stems = whole | {stem(form) for form in whole}
    weak = fold(core) not in _STRONG and not inner
    return Lemma(infinitive, (frozenset(stems),), bare=frozenset(bare), particle=fold(particle) or None, strict=weak)


def lemmas(texts: Iterable[str]) -> tuple[Lemma, ...]:
    """Several lemmas at once."""
    return tuple(lemma(text) for text in texts)


def any_in(wanted: Iterable[Lemma], sentence: Sequence[Word]) -> bool:
    """Whether at least one of these stands in the sentence."""
    return any(one.found_in(sentence) for one in wanted)
