"""What a person may mean by what is in the search box: words put right, sayings understood, question words left out.

Reads a query against an index; putting the procedures in order belongs to `desk.find.finder`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from heapq import nlargest
from math import log

from desk.find.index import Index, Values
from desk.find.overheard import Heard
from desk.find.spelling import Word, agreement, words
from desk.find.thesaurus import KNOWN_OTHERWISE, Options, Span

MOST_CHARACTERS, MOST_WORDS = 200, 16
FAINT, UNKNOWN, SAID = 0.3, 0.15, 0.7  # weight of a word that says little, is not known, is known as part of a saying
UNTYPED_MARK = 0.92  # trust in a word without marks beside words with them
MOST_COMPLETIONS = 20  # of an unfinished word
MANY = 8  # forms; of so many, where in a procedure each stands is not looked at
SLIPPED = 0.7  # trust in a word put right that was one already
REMEMBERED = 64  # words
LONGER = 0.15  # what each further word adds to the weight of a saying
SPELLED = 0.85  # trust in a phrase guessed from its initials
FEW_WORDS = 3  # up to so many, every word may be unfinished ("kha si"); in longer queries only the last

Forms = dict[str, float]  # spoken words of the catalogue a typed word may stand for, with how far each is trusted


Wanted = dict[str, tuple[float, tuple[int, ...]]]  # a spoken word: how far it is wanted, and as which steps


@dataclass
class Query:
    """A query as understood: words with their weight and where each stands, and spans with where their meaning fits."""

    words: list[Word]
    typed: Wanted
    values: list[Values]
    weights: list[float]
    spans: list[tuple[Span, float, Values]]  # span, weight, where it fits
    heard: list[tuple[Heard, float, Values]]  # the same of what was heard in part

    @property
    def whole(self) -> float:
        """The weight of everything said."""
        return sum(self.weights) or 1.0


class Reader:
    """Reads queries against one index; remembers where the last words typed stand, as the next keystroke asks again."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._stand = lru_cache(maxsize=REMEMBERED)(self._found)
        self._options = lru_cache(maxsize=REMEMBERED)(partial(_options, index))

    def readings(self, text: str) -> list[Query]:
        """`text` as it stands and, if it has shorthand, written out; its last word is unfinished if it ends there."""
        meant, open_end = self._settled(text)
        readings = [self._read(meant, open_end)]
        if len(meant) > 1:
            open_end = open_end and self._goes_on(meant[-1])
            written = self._written_out(meant[:-1] if open_end else meant) + meant[-1:] * open_end
            if written != meant:
                readings.append(self._read(written[: 2 * MOST_WORDS], open_end))
        return readings

    def _settled(self, text: str) -> tuple[list[Word], bool]:
        text = text[:MOST_CHARACTERS]
        typed = words(text, MOST_WORDS)
        open_end = bool(typed) and typed[-1].end == len(text)
        meant = [
            settled
            for place, word in enumerate(typed)
            for settled in self._index.vocabulary.settled(word, open_end and place == len(typed) - 1)
        ][: 2 * MOST_WORDS]
        return meant, open_end

    def _goes_on(self, word: Word) -> bool:
        """Whether `word` may become one of the catalogue's."""
        return any(longer in self._index.forms for longer in self._index.vocabulary.starting(word.folded))

    def _written_out(self, meant: list[Word]) -> list[Word]:
        """Shorthand as the words it stands for."""
        index = self._index
        return [each for word in meant for each in ([word] if word.folded in index.forms else index.written_out(word))]

    def _read(self, meant: list[Word], open_end: bool) -> Query:
        index = self._index
        spans = index.thesaurus.spans(meant, [self._options(word.folded) for word in meant], open_end, index.postings)
        silent = _silent(spans, len(meant))
        kept = [place for place in range(len(meant)) if place not in silent]
        spans = [moved for span in spans if span.meaning and (moved := _moved(span, kept))]
        return self._weighed([meant[place] for place in kept], spans, open_end)

    def _weighed(self, meant: list[Word], spans: list[Span], open_end: bool) -> Query:
        index = self._index
        heard = index.overheard.heard(meant, [self._options(word.folded) for word in meant])
        accented = any(word.accented for word in meant)
        last, few = len(meant) - 1, len(meant) <= FEW_WORDS
        stands = [
            self._stand(word.spoken, word.folded, accented, open_end and place == last, few)
            for place, word in enumerate(meant)
        ]
        said = {place for span in spans for place in range(span.start, span.end)}
        said |= {place for each in heard if each.trust > 0.5 for place in each.places}
        weights = [told if told > UNKNOWN or place not in said else SAID for place, (_, _, told) in enumerate(stands)]
        spelled = [
            Span(place, place + 1, phrase, SPELLED)
            for place, word in enumerate(meant)
            if place not in said and word.folded not in index.forms and 2 <= len(word.folded) <= 8
            for phrase in index.spelled_by(word)
        ]
        return Query(
            meant,
            _typed([forms for forms, _, _ in stands]),
            [values for _, values, _ in stands],
            weights,
            [_fitted(span, weights, index) for span in [*spans, *spelled]],
            [_overheard(each, weights, index) for each in heard],
        )

    def _found(self, spoken: str, folded: str, accented: bool, last: bool, few: bool) -> tuple[Forms, Values, float]:
        forms = _forms(Word(spoken, folded), self._index, accented, last, few)
        values = _values(forms, self._index)
        return forms, values, _told(spoken, values, self._index)


def _typed(forms: Sequence[Forms]) -> Wanted:
    """Every form of every word: how far it is wanted, and the places of the words it may stand for."""
    typed: Wanted = {}
    for step, form in enumerate(forms):
        for spoken, trust in form.items():
            known, steps = typed.get(spoken, (0.0, ()))
            typed[spoken] = (max(trust, known), (*steps, step))
    return typed


def _options(index: Index, folded: str) -> Options:
    """Words of a saying that `folded` may stand for; a known word is rarely a slip, but may be one."""
    trust = SLIPPED if folded in index.vocabulary else 1.0
    corrections = index.vocabulary.corrections(folded).items()
    return [(folded, 1.0), *((right, trust * trusted) for right, trusted in corrections)]


def _silent(spans: Sequence[Span], count: int) -> set[int]:
    """Words that only ask: in a question phrase and in no longer saying that means something."""
    silent: set[int] = set()
    for span in spans:
        if not span.meaning and span.trust > 0.75:
            longer = (
                other
                for other in spans
                if other.meaning
                and other.start < span.end
                and span.start < other.end
                and other.end - other.start >= span.end - span.start
                and other.trust > 0.75
            )
            if not any(longer):
                silent.update(range(span.start, span.end))
    return silent if len(silent) < count else set()


def _moved(span: Span, kept: Sequence[int]) -> Span | None:
    """`span` counted in the words kept; None if some of its own are gone."""
    if span.start not in kept or span.end - 1 not in kept:
        return None
    return Span(kept.index(span.start), kept.index(span.end - 1) + 1, span.meaning, span.trust)


def _forms(word: Word, index: Index, accented: bool, last: bool, few: bool) -> Forms:
    found: Forms = {}
    known = word.folded in index.forms
    doubtful = word.accented and not last and word.spoken not in index.postings
    _admit(found, word, word.folded, 1.0, index, accented)
    if last or few or not known:
        trust = 1.0 if last else 0.85
        for longer in _commonest(index.vocabulary.starting(word.folded), index):
            _admit(found, word, longer, trust * (0.5 + 0.4 * len(word.folded) / len(longer)), index, accented)
    if not known or doubtful:
        for folded, trust in index.vocabulary.corrections(word.folded).items():
            _admit(found, word, folded, trust * (SLIPPED if known else 1.0), index, accented)
    return found


def _commonest(folded_words: list[str], index: Index) -> list[str]:
    """Of many words that an unfinished one may become, those that most procedures have."""
    if len(folded_words) <= MOST_COMPLETIONS:
        return folded_words
    return nlargest(MOST_COMPLETIONS, folded_words, key=lambda folded: index.spread.get(folded, 0))


def _admit(found: Forms, word: Word, folded: str, trust: float, index: Index, accented: bool) -> None:
    for spoken in index.forms.get(folded, ()):
        agreed = trust
        if word.accented:
            agreed *= _agreed(word, spoken, index) if folded == word.folded else _toned(word.spoken, spoken)
        elif accented and spoken != word.spoken:
            agreed *= UNTYPED_MARK
        if agreed > found.get(spoken, 0.0):
            found[spoken] = agreed


def _agreed(word: Word, spoken: str, index: Index) -> float:
    """How well marks agree; a word that is itself known was hardly meant to be another."""
    agreed = agreement(word.spoken, spoken)
    known = word.spoken in index.postings or word.spoken in index.thesaurus.spoken
    return agreed * KNOWN_OTHERWISE if known and agreed < 1 else agreed


def _toned(typed: str, right: str) -> float:
    """What a word put right keeps: its tone was typed as it is, or was not."""
    return 0.95 if typed[-1] == right[-1] or typed[-1] not in "12345" else 0.8


def _values(forms: Forms, index: Index) -> Values:
    """Where the best form of a word stands."""
    values: Values = {}
    for spoken, trust in sorted(forms.items(), key=lambda form: form[1]):
        if len(forms) > MANY:
            values.update(dict.fromkeys(index.postings[spoken], trust))
        else:
            values.update({place: trust * strength for place, strength in index.postings[spoken].items()})
    return values


def _told(spoken: str, values: Values, index: Index) -> float:
    """How much a word tells: the rarer, the more."""
    if spoken in index.thesaurus.faint:
        return FAINT
    if not values:
        return UNKNOWN
    best = max(values.values())
    at = sum(1 for value in values.values() if value > best / 2)
    count = len(index.entries)
    return log(1 + count / at) / (log(1 + count) or 1.0)


def _fitted(span: Span, weights: Sequence[float], index: Index) -> tuple[Span, float, Values]:
    """A span weighs as its words do, and the longer it is, the surer it is meant."""
    weight = sum(weights[span.start : span.end]) * (1 + LONGER * (span.end - span.start - 1))
    return span, weight * span.trust, index.fitting(span.meaning)


def _overheard(heard: Heard, weights: Sequence[float], index: Index) -> tuple[Heard, float, Values]:
    weight = sum(weights[place] for place in heard.places) * (1 + LONGER * (len(heard.places) - 1))
    return heard, weight * heard.trust, index.fitting(heard.meaning)
