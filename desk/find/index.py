"""The catalogue turned inside out: which procedures a word stands in, how much it says there, what a saying fits.

Built once for a list of procedures and only read afterwards; ranking belongs to `desk.find.finder`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from desk.find.overheard import Overheard
from desk.find.spelling import Word, unspoken, words
from desk.find.thesaurus import Thesaurus
from desk.find.vocabulary import Vocabulary
from desk.procedures.procedure import Procedure

Name = list[tuple[Word, bool]]  # the words of a name, each with whether it stands aside
Values = dict[int, float]  # how well something fits a procedure, by the procedure's place in the index: 0 to 1

HEAD, TAIL, ALIAS, NOTE, ABOUT, FIELD, RESULT = 1.0, 0.92, 0.95, 0.6, 0.5, 0.4, 0.35
OPENING = "thủ tục "  # an official name may open so; it tells nothing
HEAD_WORDS = 14  # an official name says what it is within these; what follows are cases and sub-cases
LONGEST_TEXT = 2000  # characters of one text that are read
APART = 0.8  # what a meaning keeps whose words stand apart
FITS = 0.35  # a meaning that fits less does not fit
_VOWEL = re.compile("[aeiouy]")
_ASIDE = re.compile(r"\([^)]*\)?|[;:].*", re.DOTALL)


@dataclass(slots=True)
class Line:
    """One name of a procedure: its spoken words in order, and how much each tells."""

    spoken: tuple[str, ...]
    weights: tuple[float, ...]
    joined: str
    total: float


@dataclass(slots=True)
class Entry:
    """One procedure of the index, with its names as lines and the variant marks its name carries."""

    procedure: Procedure
    digits: str
    bag: dict[str, float]
    marks: list[tuple[str, ...]]
    head: tuple[str, ...]
    initials: str
    lines: list[Line] = field(default_factory=list)


class Index:
    """Procedures by word; a procedure given in several versions is one entry, the newest, found by the names of all."""

    def __init__(self, procedures: Iterable[Procedure], thesaurus: Thesaurus, notes: Mapping[str, str]) -> None:
        self.thesaurus = thesaurus
        self.entries: list[Entry] = []
        self.postings: dict[str, Values] = defaultdict(dict)
        self.overheard = Overheard(thesaurus, self.postings)
        self.forms: dict[str, list[str]] = defaultdict(list)  # folded word: as the catalogue spells it
        self._meanings: dict[tuple[str, ...], Values] = {}
        names = [self._take(versions, notes.get(versions[0].code, "")) for versions in _by_code(procedures)]
        most = log(1 + len(self.entries)) or 1.0
        self._rarity = {spoken: log(1 + len(self.entries) / len(at)) / most for spoken, at in self.postings.items()}
        for entry, read in zip(self.entries, names, strict=True):
            entry.lines = [self._line(name) for name in read]
        self.spread = {
            folded: sum(len(self.postings[spoken]) for spoken in forms) for folded, forms in self.forms.items()
        }
        self.bias = [-0.002 * entry.lines[-1].total for entry in self.entries]  # of two alike, the shorter name
        self.vocabulary = Vocabulary([*self.forms, *thesaurus.vocabulary])

    def _take(self, versions: Sequence[Procedure], note: str) -> list[Name]:
        """Make the entry of one procedure; its names, the newest official one last."""
        newest = versions[0]
        others = {name: ALIAS for version in versions for name in version.aliases}
        others |= {name: HEAD for version in versions for name in (version.short, version.name) if name}
        others.pop(newest.name, None)
        bag: dict[str, float] = {}
        read = []
        for text, weight in [*others.items(), (newest.name, HEAD)]:
            name = _parted(text[:LONGEST_TEXT])
            read.append(name)
            for word, aside in name:
                self._stand(bag, word, weight * (TAIL if aside else 1.0))
        for text, weight in ((note, NOTE), (newest.about, ABOUT), (newest.field, FIELD), (newest.result, RESULT)):
            for word in words(text[:LONGEST_TEXT]):
                self._stand(bag, word, weight)
        for spoken, weight in bag.items():
            self.postings[spoken][len(self.entries)] = weight
        head = [word for word, aside in read[-1] if not aside]
        opening = _joined(word.spoken for word in head)
        self.entries.append(
            Entry(
                newest,
                digits=re.sub(r"\D", "", newest.code),
                bag=bag,
                marks=[mark for mark in self.thesaurus.variants if _joined(mark) in opening],
                head=tuple(word.spoken for word in head),
                initials="".join(word.folded[0] for word in head),
            )
        )
        return read

    def _stand(self, bag: dict[str, float], word: Word, weight: float) -> None:
        bag[word.spoken] = max(weight, bag.get(word.spoken, 0.0))
        if word.spoken not in self.forms[word.folded]:
            self.forms[word.folded].append(word.spoken)

    def _line(self, name: Name) -> Line:
        faint = self.thesaurus.faint
        weights = tuple(
            self.rarity(word.spoken) * (0.3 if aside else 1.0) * (0.3 if word.spoken in faint else 1.0)
            for word, aside in name
        )
        spoken = tuple(word.spoken for word, _ in name)
        return Line(spoken, weights, _joined(spoken), sum(weights) or 1.0)

    def rarity(self, spoken: str) -> float:
        """How much a word tells: near 0 if every procedure has it, 1 if one has."""
        return self._rarity.get(spoken, 1.0)

    def fitting(self, meaning: tuple[str, ...]) -> Values:
        """Where a meaning's words stand, all or nearly; in order and together counts most."""
        known = self._meanings.get(meaning)
        if known is None:
            known = self._meanings[meaning] = self._fit(meaning)
        return known

    def _fit(self, meaning: tuple[str, ...]) -> Values:
        weights = {spoken: self.rarity(spoken) for spoken in meaning}
        whole = sum(weights.values()) or 1.0
        sums: Values = defaultdict(float)
        for spoken, weight in weights.items():
            for place, strength in self.postings.get(spoken, {}).items():
                sums[place] += weight * strength / whole
        joined = _joined(meaning)
        fits = {}
        for place, share in sums.items():
            value = share * share
            if value > FITS and not any(joined in line.joined for line in self.entries[place].lines):
                value *= APART
            if value > FITS:
                fits[place] = value
        return fits

    def written_out(self, word: Word) -> list[Word]:
        """The words that a shorthand stands for, listed or guessed by its initials; [word] if it is none."""
        meaning = self.thesaurus.shorthand.get(word.folded)
        if not meaning and not _VOWEL.search(word.folded):
            meaning = next(iter(self.spelled_by(word, 1)), None)
        return [unspoken(spoken) for spoken in meaning] if meaning else [word]

    def spelled_by(self, word: Word, most: int = 4) -> list[tuple[str, ...]]:
        """What has words that begin with these letters: sayings ("hgv": hòa giải viên), else parts of names."""
        found = Counter(
            meaning for spoken, meaning in self.overheard.spelled(word.folded) if _begins(spoken, word.spoken)
        )
        if len(word.folded) > 2:
            for entry in self.entries:
                place = entry.initials.find(word.folded)
                if place >= 0:
                    found[entry.head[place : place + len(word.folded)]] += 1
        return [phrase for phrase, _ in found.most_common(most)]


def _by_code(procedures: Iterable[Procedure]) -> list[list[Procedure]]:
    """Procedures grouped by code, each group newest first, in the order the codes were first given."""
    groups: dict[str, list[Procedure]] = defaultdict(list)
    for procedure in procedures:
        groups[procedure.code].append(procedure)
    return [
        sorted(group, key=lambda each: (each.version, each.effective_from), reverse=True) for group in groups.values()
    ]


def _parted(name: str) -> Name:
    """The words of a name, each with whether it stands aside: in brackets, after a semicolon, or far behind."""
    asides = [match.span() for match in _ASIDE.finditer(name)]
    if name.lower().startswith(OPENING):
        asides.append((0, len(OPENING)))
    return [
        (word, place >= HEAD_WORDS or any(start <= word.start < end for start, end in asides))
        for place, word in enumerate(words(name))
    ]


def _begins(spoken: Sequence[str], letters: str) -> bool:
    """Whether a đ typed stands for a đ; a d may stand for either."""
    return "đ" not in letters or all(
        said[0] == "đ" for said, letter in zip(spoken, letters, strict=False) if letter == "đ"
    )


def _joined(spoken: Iterable[str]) -> str:
    return f" {' '.join(spoken)} "
