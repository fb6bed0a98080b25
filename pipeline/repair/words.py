"""One word as read: how likely it is as it stands, and what else it may have been.

The judgement depends on the form alone, so it is made once for each form and kept.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..knowledge.lexicon import LONGEST, PART_COUNT, PART_LENGTH, Lexicon
from .candidates import BUDGET, Candidate, Changes, Forms, guesses, search, search_compounds, slips
from .channel import HARD, UMLAUTS, Channel
from .letters import Letters
from .spelling import Spelling

# Natural logs of how likely the next word is one that no list has and no compound either; its letters are weighed
# apart. Names are new once in a hundred words; a lower-case word that nobody ever listed is rarer, and one with a digit
# or é in it is hardly a word at all.
NEW_NAME, NEW_WORD, ODD = -4.6, -6.2, -10.0
LISTED_NAME = -17.0
# A guessed compound competes with the word as read, so it may be less likely than one we call known.
LEAST_GUESS = -36.0
CORPUS = 1e8
# A word written so often (in a hundred million) that has no real-word rival is what it seems; no need to search.
SETTLED = 400
HARD_WITHIN = re.compile(rf"ii|[\W\d_{''.join(sign for sign in HARD if len(sign) == 1 and sign.isalpha())}]")
WITHIN = re.compile(r"(?<=.)[A-ZÀ-ÖØ-Þ]")  # a capital that does not begin the word
# "Kéktürk" can hardly be anything but Köktürk, "Cléron" is French: how much more German (natural log) a guess must look.
ACCENTED, FOREIGN = re.compile("[éèàáêùúû]"), 1.5
KEEP = 5
MOST_LISTED = 5_000  # strange words whose rivals are kept until they are asked for again
# Natural log: a made-up word is left out when its letters say this much less than those that were read.
VETO = 4.0
STRANGE = 5  # letters
# Natural log: a word that stands at least five times in a million.
COMMON = -13.5
REAL_BUDGET = 7.5  # a dearer confusion never explains a listed word against what it says itself
# Initials are changed only into what is written so much more often: "OPNV" hardly ever is meant, "UBER" may be.
INITIALS = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """A form as read: its own likelihood, whether it is known, and the words it may stand for, likeliest first."""

    seen: str
    weight: float
    known: bool
    name: bool
    candidates: tuple[Candidate, ...] = ()

    @property
    def gain(self) -> float:
        """How much likelier the form is on a damaged page than on a clean one (natural log)."""
        total = sum(math.exp(max(-60.0, candidate.weight - candidate.cost)) for candidate in self.candidates)
        return math.log1p(total / math.exp(self.weight))


class Words:
    """Judges forms by a lexicon and a channel; remembers what it has judged."""

    def __init__(
        self, lexicon: Lexicon, channel: Channel, letters: Letters, spelling: Spelling, rivals: Collection[str]
    ) -> None:
        self.lexicon = lexicon
        self.channel = channel
        self.letters = letters
        self.spelling = spelling
        self.rivals = rivals
        common = {
            form.lower()
            for form, count in lexicon.counts.items()
            if count >= PART_COUNT and len(form) >= PART_LENGTH and form.isalpha()
        }
        self.forms = Forms(lexicon.forms)
        self.marked = Forms([form for form in lexicon.forms if has_umlaut(form)])
        self.parts = Forms(sorted(common.union(lexicon.heads, lexicon.tails)))
        self._readings: dict[str, Reading] = {}
        self._thorough: dict[str, Reading] = {}
        self._listed: dict[str, list[Candidate]] = {}

    def reading(self, seen: str) -> Reading:
        """What is to be said about this form."""
        found = self._readings.get(seen)
        if found is None:
            if len(self._readings) > 200_000:
                self._readings.clear()
                self._thorough.clear()
            found = self._readings[seen] = self._judge(seen)
        return found

    def thorough(self, forms: Sequence[str]) -> list[Reading]:
        """The same with words nobody listed among the candidates: dear, so only for what stands on damaged lines."""
        new = [seen for seen in dict.fromkeys(forms) if seen not in self._thorough]
        strange = {seen: self._candidates(seen, thorough=True) for seen in new if self._is_strange(seen)}
        # All at once, which costs little more than one word.
        self.spelling.weights([word for seen, found in strange.items() for word in (seen, *_unlisted(found))])
        for seen in new:
            reading = self.reading(seen)
            self._thorough[seen] = self._spelled(reading, strange[seen]) if seen in strange else reading
        return [self._thorough[seen] for seen in forms]

    def _is_strange(self, seen: str) -> bool:
        """Whether the form is none that anybody listed, and long enough to be told from others by its letters."""
        return len(seen) >= STRANGE and not self.is_word(seen) and not has_umlaut(seen) and not is_code(seen)

    def is_word(self, form: str) -> bool:
        """Whether the form is listed as it stands or is a name."""
        return self.lexicon.lists(form) or self.lexicon.is_name(form)

    def hint(self, form: str) -> float:
        """What the form may say about damage at most, from one look into the lexicon."""
        if has_umlaut(form):
            return -6.0
        if form in self.lexicon.counts or is_code(form) or self.lexicon.knows(form):
            return 0.0
        plain = form.isalpha() and form[1:].islower() and "é" not in form and "ii" not in form
        if plain and form[0].isupper():
            return 0.0 if form.lower() in self.lexicon.counts else 5.5 if len(form) > 6 else 3.0
        return 6.0

    def weight(self, word: str) -> float:
        """How likely the word is by itself (natural log)."""
        count: float = self.lexicon.count(word)
        if not count and word[:1].isupper():
            count = self.lexicon.count(word.lower()) / 20 or (
                self.lexicon.count(word.capitalize()) / 20 if word.isupper() else 0
            )
        if count:
            return math.log(count / CORPUS)
        if self.lexicon.is_name(word):
            return LISTED_NAME
        return max(self.lexicon.best_split(word)[1], self.new(word))

    def new(self, word: str) -> float:
        """How likely a word is that nobody has listed, by its letters alone."""
        return self._new(word, self.letters.weight(word))

    def _judge(self, seen: str) -> Reading:
        weight = self.weight(seen)
        known = self.lexicon.knows(seen)
        name = self.lexicon.is_name(seen) and not self.lexicon.lists(seen)
        if is_code(seen):
            return Reading(seen, weight, known, name, tuple(self._initials(seen)))
        if self.lexicon.count(seen) >= SETTLED and seen not in self.rivals:
            return Reading(seen, weight, known, name)
        return Reading(seen, weight, known, name, _likeliest(self._candidates(seen).values()))

    def _candidates(self, seen: str, thorough: bool = False) -> dict[str, Candidate]:
        """What the form may have been, by word."""
        found = {candidate.word: candidate for candidate in self._rivals(seen) if candidate.word != seen}

        def best() -> float:
            return max((candidate.weight - candidate.cost for candidate in found.values()), default=-99.0)

        if thorough and best() < -24:
            for candidate in (*self._compounds(seen), *self._slips(seen)):
                found.setdefault(candidate.word, candidate)
        ends = len(seen) >= 4 and seen[0].isalpha() and seen[-1].isalpha()
        if ends and not self.lexicon.knows(seen) and best() < self.weight(seen):
            for candidate in self._guesses(seen):
                found.setdefault(candidate.word, candidate)
        return found

    def _spelled(self, reading: Reading, found: Mapping[str, Candidate]) -> Reading:
        """The form and what nobody listed, weighed anew by a model that has read whole words.

        Each is as likely as its parts and its letters say on the mean, in logarithms.
        """
        seen, unlisted = reading.seen, _unlisted(found)
        letters = dict(zip((seen, *unlisted), self.spelling.weights((seen, *unlisted)), strict=True))
        kept = [candidate for candidate in found.values() if candidate.parts == 1]
        guessed = max((letters[word] for word in unlisted if not found[word].parts), default=0.0)
        for word in unlisted:
            candidate, own = found[word], self._new(word, letters[word])
            if not candidate.parts:
                if not ACCENTED.search(seen) or letters[word] - letters[seen] - candidate.cost > FOREIGN:
                    # "ii" is ü whatever the word; names come from everywhere ("Siimeyra"), so letters say half as much.
                    own -= (letters[word] - guessed) / 2 if "ii" in seen and seen[0].isupper() else 0.0
                    kept.append(replace(candidate, weight=own))
            elif letters[word] - letters[seen] - candidate.cost > -VETO:
                kept.append(replace(candidate, weight=(candidate.weight + own) / 2))
        parts, split = self.lexicon.best_split(seen)
        weight = self._new(seen, letters[seen])
        return replace(reading, weight=(weight + split) / 2 if parts else weight, candidates=_likeliest(kept))

    def _new(self, word: str, letters: float) -> float:
        return (NEW_NAME if word[:1].isupper() else NEW_WORD) + letters + odd(word)

    def _rivals(self, seen: str) -> list[Candidate]:
        """The listed words it may have been; asked twice of strange words, at first sight and when the line is damaged."""
        found = self._listed.pop(seen, None)
        if found is None:
            if len(self._listed) > MOST_LISTED:
                self._listed.clear()
            found = self._listed[seen] = self._search(seen)
        return found

    def _search(self, seen: str) -> list[Candidate]:
        # A listed word can only be another listed word whose umlauts were lost; the shorter list is searched faster.
        listed = seen in self.lexicon.counts
        forms, budget = (self.marked, REAL_BUDGET) if listed else (self.forms, BUDGET)
        out = [
            Candidate(word, cost, changes, 1, math.log(self.lexicon.counts[word] / CORPUS))
            for word, (cost, changes) in search(seen, forms, self.channel, budget=budget).items()
        ]
        if seen[0].isupper() and not seen.isupper():
            words = {candidate.word for candidate in out}
            for word, (cost, changes) in search(seen[0].lower() + seen[1:], forms, self.channel, budget=budget).items():
                capital = word[0].upper() + word[1:]
                # The start of a sentence: one lower-case word in twenty stands there.
                if capital not in words and word not in words:
                    weight = math.log(self.lexicon.counts[word] / CORPUS / 20)
                    out.append(Candidate(capital, cost, _capital(changes), 1, weight))
        elif seen.isupper() and len(seen) > 3:
            for word, (cost, changes) in search(seen.capitalize(), forms, self.channel).items():
                if "ß" not in word:
                    weight = math.log(self.lexicon.counts[word] / CORPUS / 20)
                    out.append(
                        Candidate(word.upper(), cost, tuple((a, b, new.upper()) for a, b, new in changes), 1, weight)
                    )
        return out

    def _initials(self, seen: str) -> list[Candidate]:
        """Short words in capitals that are far commoner with an umlaut: ÖPNV, TÜV, FÜR."""
        if not 2 < len(seen) <= 4 or not seen.isalpha() or not seen.isupper():
            return []
        plain = max(
            1, self.lexicon.count(seen), self.lexicon.count(seen.lower()), self.lexicon.count(seen.capitalize())
        )
        out = []
        for form, share in ((seen, 1), (seen.lower(), 20), (seen.capitalize(), 20)):
            for word, (cost, changes) in search(form, self.forms, self.channel).items():
                count = self.lexicon.counts[word] / share
                if count > INITIALS * plain and "ß" not in word and len(word) == len(seen) and has_umlaut(word):
                    upper = tuple((start, end, new.upper()) for start, end, new in changes)
                    out.append(Candidate(word.upper(), cost, upper, 1, math.log(count / CORPUS)))
        return sorted(out, key=lambda candidate: candidate.cost - candidate.weight)[:1]

    def _compounds(self, seen: str) -> list[Candidate]:
        capital = seen[0].isupper()
        start = seen[0].lower() + seen[1:] if capital else seen
        out = []
        for word, (cost, changes, _) in search_compounds(start, self.parts, self.channel).items():
            parts, weight = self.lexicon.best_split(word)
            if not parts or weight < LEAST_GUESS:
                continue
            candidate = Candidate(word, cost, changes, len(parts), weight)
            if capital:
                candidate = replace(candidate, word=word[0].upper() + word[1:], changes=_capital(changes))
            out.append(candidate)
        return out

    def _slips(self, seen: str) -> list[Candidate]:
        """Common words that are no names: what was misread in a way of its own is explained by nothing rarer."""
        out = []
        for word, (cost, changes) in slips(seen, self.forms, self.channel).items():
            weight = math.log(self.lexicon.counts[word] / CORPUS)
            if weight > COMMON and not self.lexicon.is_name(word):
                out.append(Candidate(word, cost, changes, 1, weight, slip=True))
        return out

    def _begins(self, seen: str, at: int) -> bool:
        """Whether a word of its own begins within ("RideScout"): its capital was meant."""
        return 0 < at <= len(seen) - PART_LENGTH and seen[at].isupper() and self.lexicon.lists(seen[at:])

    def _guesses(self, seen: str) -> list[Candidate]:
        out = []
        for word, cost, changes in guesses(seen, self.channel):
            if seen[0].islower() == word[0].islower() and not any(self._begins(seen, start) for start, _, _ in changes):
                out.append(Candidate(word, cost, changes, 0, self.new(word)))
        return out


def _likeliest(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda candidate: candidate.cost - candidate.weight)[:KEEP])


def _unlisted(found: Mapping[str, Candidate]) -> tuple[str, ...]:
    return tuple(word for word, candidate in found.items() if candidate.parts != 1)


def _capital(changes: Changes) -> Changes:
    if changes and changes[0][0] == 0 and changes[0][2]:
        start, end, new = changes[0]
        return ((start, end, new[0].upper() + new[1:]), *changes[1:])
    return changes


def odd(word: str) -> float:
    """What a digit, a sign, é, ii or a capital within takes from the likelihood of a word (natural log)."""
    return ODD if HARD_WITHIN.search(word) or (WITHIN.search(word) and not word.isupper()) else 0.0


def has_umlaut(word: str) -> bool:
    """Whether it contains a letter that the English model cannot write."""
    return not UMLAUTS.isdisjoint(word)


def is_code(seen: str) -> bool:
    """Whether this is a number, a letter, an abbreviation in capitals or a code ("A8", "KTD", "B2", "AOMJ3X"): no word."""
    if len(seen) < 2 or len(seen) > LONGEST or not any(letter.isalpha() for letter in seen):
        return True
    if len(seen) == 3 and seen.endswith("8") and seen[:2].isalpha() and seen[1].islower():
        return False  # "da8" is "daß"
    if seen.isupper() and len(seen) <= 4:
        return True
    digits = sum(letter.isdigit() for letter in seen)
    lower = sum(letter.islower() for letter in seen)
    return bool(digits) and (lower < 2 * digits - 1 or len(seen) - digits < 3)
