"""The search box of the counter: procedures for what a person typed so far, the likeliest first.

Puts in order what `desk.find.query` understood; keeps no state between keystrokes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from desk.find.index import Entry, Index, Line, Values
from desk.find.marks import Marks, marked
from desk.find.overheard import Heard
from desk.find.query import FAINT, Query, Reader, Wanted
from desk.find.thesaurus import Thesaurus, published
from desk.procedures.procedure import Procedure

LOOKED_AT = 20  # procedures put in order with care; all others have fewer of the words
NAMED, TOGETHER = 0.6, 0.2  # what a name gains that is wholly asked for; that has the words side by side
UNASKED = 0.88  # what a variant keeps that nobody asked for
ENOUGH = 0.3  # of the best score; what has less is not shown
MARKED = 0.65  # trust in a word that is marked in the name
WORTH_A_LOOK = 0.3  # of the best count
LEAST = 0.2  # of the query; what has less of it is no answer

Why = dict[str, float]
NOTHING: tuple[float, Values] = (0.0, {})
NOT_YET: tuple[float, tuple[int, ...]] = (0.0, ())

_CODE = re.compile(r"(?<![^\W_])\d[\d.]*\d(?![^\W_])")


@dataclass(frozen=True)
class Hit:
    """A procedure found; `marks` are (start, end) in `shown`; `why` tells the parts of `score`, for tests."""

    procedure: Procedure
    score: float
    marks: Marks
    why: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def shown(self) -> str:
        """The name the list shows: the short one, if there is one."""
        return self.procedure.short or self.procedure.name


class Finder:
    """Searches `procedures` (several versions of a code count as the newest); `notes` are the office's own, by code."""

    def __init__(
        self,
        procedures: Iterable[Procedure],
        notes: Mapping[str, str] | None = None,
        thesaurus: Thesaurus | None = None,
    ) -> None:
        self._index = Index(procedures, thesaurus or published(), notes or {})
        self._reader = Reader(self._index)

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """At most `limit` procedures for `query`, best first; [] for a query without a letter or a digit."""
        coded = self._by_code(query)
        readings = self._reader.readings(_CODE.sub(" ", query) if coded else query)
        if not readings[0].words and not coded:
            return []
        scores: dict[int, tuple[Why, Query]] = {}
        for asked in readings:
            for place in self._likely(asked):
                why = self._score(asked, place)
                if place not in scores or sum(why.values()) > sum(scores[place][0].values()):
                    scores[place] = why, asked
        for place, exactness in coded.items():
            why, asked = scores.get(place, ({}, readings[0]))
            scores[place] = {"code": 10 * exactness, **why}, asked
        ranked = sorted(((sum(why.values()), -place) for place, (why, _) in scores.items()), reverse=True)[:limit]
        floor = ranked[0][0] * ENOUGH if ranked else 0.0
        return [self._hit(-place, score, *scores[-place]) for score, place in ranked if score >= floor]

    def _hit(self, place: int, score: float, why: Why, asked: Query) -> Hit:
        procedure = self._index.entries[place].procedure
        shown = procedure.short or procedure.name
        typed = {spoken for spoken, (trust, _) in asked.typed.items() if trust > MARKED}
        return Hit(procedure, score, marked(shown, typed) or marked(shown, self._wanted(asked, place)), why)

    def _by_code(self, query: str) -> dict[int, float]:
        """Procedures whose code has the digits typed: whole, at its end without zeros, at its start, or inside."""
        found: dict[int, float] = {}
        for match in _CODE.finditer(query[:200]):
            digits = match[0].replace(".", "")
            if len(digits) < 3 and "." not in match[0]:
                continue
            for place, entry in enumerate(self._index.entries):
                exactness = _exactness(digits, entry.digits)
                if exactness > found.get(place, 0.0):
                    found[place] = exactness
        return found

    def _likely(self, asked: Query) -> list[int]:
        """The procedures that have most of what was asked, by a quick count that may count a word twice."""
        counts: dict[int, float] = {}
        bias = self._index.bias
        said: dict[int, tuple[float, Values]] = {}  # a meaning counts once, however it was said
        for _, weight, values in [*asked.spans, *asked.heard]:
            if values and weight > said.get(id(values), NOTHING)[0]:
                said[id(values)] = (weight, values)
        stand = [part for part in zip(asked.weights, asked.values, strict=True) if part[1]]
        parts = sorted([*stand, *said.values()], key=itemgetter(0), reverse=True)
        telling = [part for part in parts if part[0] > FAINT] or parts[:1]
        for weight, values in telling:
            for place, value in values.items():
                counts[place] = counts.get(place, bias[place]) + weight * value
        least = max(counts.values(), default=0.0) * WORTH_A_LOOK
        worth = {place: count for place, count in counts.items() if count > least}
        for weight, values in parts[len(telling) :]:
            for place in worth.keys() & values.keys():
                worth[place] += weight * values[place]
        return sorted(worth, key=worth.__getitem__, reverse=True)[:LOOKED_AT]

    def _score(self, asked: Query, place: int) -> Why:
        covered = _covered(asked, place)
        if covered < LEAST * asked.whole:
            return {"covered": 0.0}
        entry = self._index.entries[place]
        wanted = self._wanted(asked, place)
        shares = [_named(line, wanted) for line in entry.lines]
        named = max(shares)
        together = max(
            _together(line, wanted) for line, share in zip(entry.lines, shares, strict=True) if share == named
        )
        kept = _kept(entry, wanted, self._index)
        share = covered / asked.whole * kept
        return {
            "covered": share,
            "named": share * NAMED * named,
            "together": share * TOGETHER * together,
        }

    def _wanted(self, asked: Query, place: int) -> Wanted:
        """Each spoken word wanted of this procedure: how far, and at which steps of what was said or meant."""
        bag = self._index.entries[place].bag
        wanted = {spoken: asked.typed[spoken] for spoken in asked.typed.keys() & bag.keys()}
        for number, (span, _, values) in enumerate(asked.spans, start=1):
            if span.trust > 0.6 and values.get(place, 0.0) > 0.4:
                for step, spoken in enumerate(span.meaning):
                    if spoken in bag:
                        wanted[spoken] = (1.0, (*wanted.get(spoken, NOT_YET)[1], 1000 * number + step))
        for number, (heard, _, values) in enumerate(asked.heard, start=len(asked.spans) + 1):
            if heard.trust > 0.6 and values.get(place, 0.0) > 0.4:
                for step, spoken in enumerate(heard.meaning):
                    if spoken in bag:
                        wanted[spoken] = (1.0, (*wanted.get(spoken, NOT_YET)[1], 1000 * number + step))
        return wanted


def _exactness(digits: str, code: str) -> float:
    if digits == code:
        return 2.0
    if digits.lstrip("0") == code[1:].lstrip("0"):
        return 1.5 + (0.1 if len(digits) > 5 else 0.0)
    if code.startswith(digits) or code.endswith(digits):
        return 1.2
    return 1.0 if digits in code else 0.0


def _covered(asked: Query, place: int) -> float:
    """The best reading of the query for one procedure: word by word, or a saying for some of them."""
    best = [0.0]
    for end, (weight, values) in enumerate(zip(asked.weights, asked.values, strict=True), start=1):
        reached = best[-1] + weight * values.get(place, 0.0)
        for span, span_weight, fits in asked.spans:
            if span.end == end and place in fits:
                reached = max(reached, best[span.start] + span_weight * fits[place])
        best.append(reached)
    return max([best[-1], *(_heard(asked, place, *each) for each in asked.heard if place in each[2])])


def _heard(asked: Query, place: int, heard: Heard, weight: float, fits: Values) -> float:
    """The reading that takes what was heard in part for meant, and all other words by themselves."""
    others = sum(
        told * values.get(place, 0.0)
        for step, (told, values) in enumerate(zip(asked.weights, asked.values, strict=True))
        if step not in heard.places
    )
    return others + weight * fits[place]


def _named(line: Line, wanted: Wanted) -> float:
    """How much of a name was asked for, 0 to 1."""
    told = zip(line.spoken, line.weights, strict=True)
    return sum(weight * wanted[spoken][0] for spoken, weight in told if spoken in wanted) / line.total


def _together(line: Line, wanted: Wanted) -> float:
    """How much of what was asked for stands in a name in the same order, 0 to 1."""
    found, follow = 0, 0
    before: tuple[int, ...] = ()
    for spoken in line.spoken:
        _, steps = wanted.get(spoken, NOT_YET)
        if steps:
            found += 1
            follow += any(step + 1 in steps for step in before)
        before = steps
    return follow / max(found - 1, 1)


def _kept(entry: Entry, wanted: Wanted, index: Index) -> float:
    """What a variant keeps of its score: all, if its mark was asked for."""
    kept = 1.0
    for mark in entry.marks:
        whole = sum(index.rarity(spoken) for spoken in mark)
        if sum(index.rarity(spoken) * wanted[spoken][0] for spoken in mark if spoken in wanted) < whole / 2:
            kept *= UNASKED
    if entry.procedure.special and not entry.marks:
        kept *= UNASKED**0.5
    return kept
