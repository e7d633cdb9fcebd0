"""Papers that a citizen brings after a case was received: which are awaited, and how they become part of the case.

Two PCs that mark the same paper alike agree by themselves. Scans of a paper are not asked for here (`desk.scans`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desk import Refused
from desk.cases import PAPER_FORMS, Case, CasePaper, NewId, PaperGiven, paper_copies, paper_form, paper_of
from desk.lifecycle import ENDED, stage_label
from desk.procedures.procedure import PaperRule
from desk.record import Change, Edit
from desk.text import fold

FORMS = tuple(form for form in PAPER_FORMS if form != "missing")
"""The forms in which a paper can be handed in."""


@dataclass(frozen=True)
class Handed:
    """In which of FORMS a paper of the case was handed in; `copies` None: as many as were noted before."""

    form: str = "original"
    copies: int | None = None


@dataclass(frozen=True)
class Brought:
    """What came along: papers of the case by their record id, and papers the case did not know yet."""

    given: Mapping[str, Handed]
    extra: Sequence[PaperGiven] = ()


@dataclass(frozen=True)
class Awaited:
    """A paper that is still to come; `id` is its record, "" where the case has none of it yet."""

    name: str
    key: str = ""
    id: str = ""


def awaited(papers: Iterable[CasePaper], rules: Iterable[PaperRule], asked: Collection[str] = ()) -> list[Awaited]:
    """What is still to come: papers noted as missing, and of the checklist those named in a request (`asked`).

    A paper that was handed in but asked for again is awaited too; so is one that every case needs and this has not.
    """
    held, names = list(papers), {fold(name) for name in asked}
    found = [Awaited(p.name, p.key, p.id) for p in held if p.form == "missing" or fold(p.name) in names]
    for rule in rules:
        needed = (rule.required and not rule.when) or fold(rule.name) in names
        if needed and known(held, rule.key) is None and known(held, rule.name) is None:
            found.append(Awaited(rule.name, rule.key))
    return found


def known(papers: Iterable[CasePaper], said: str) -> CasePaper | None:
    """The paper of the case of that record id, key or name, accents or not; None where there is none."""
    wanted = fold(said).strip()
    names = ((paper, {paper.id, fold(paper.key), fold(paper.name).strip()} - {""}) for paper in papers)
    return next((paper for paper, called in names if said in called or wanted in called), None)


def hand_in(
    case: Case, papers: Sequence[CasePaper], given: Mapping[str, Handed], extra: Iterable[PaperGiven] = (), *,
    new_id: NewId, by: str,
) -> Change:  # fmt: skip
    """Mark papers of a case as handed in and add others. Raises Refused where nothing of it is new."""
    require_open(case)
    edits = completed(case, papers, Brought(given, tuple(extra)), new_id)
    if not edits:
        raise Refused("papers.nothing_new", field="papers", number=case.number)
    return Change("hand_in", (Edit("case", case.id, {}), *edits), by)


def completed(case: Case, papers: Sequence[CasePaper], brought: Brought, new_id: NewId) -> tuple[Edit, ...]:
    """The edits that note what was brought, only what really differs. Raises Refused for a paper that is unknown."""
    given, new = dict(brought.given), list[PaperGiven]()
    for paper in brought.extra:
        there = known(papers, paper.key) if paper.key else known(papers, paper.name)
        if there is None:
            paper_form(paper.form, FORMS)
            new.append(paper)
        else:
            given.setdefault(there.id, Handed(paper.form, paper.copies))
    return (*_marked(case, papers, given), *(paper_of(paper, case.id, new_id()) for paper in new))


def _marked(case: Case, papers: Iterable[CasePaper], given: Mapping[str, Handed]) -> Iterator[Edit]:
    held = {paper.id: paper for paper in papers}
    for id, handed in given.items():
        if id not in held:
            raise Refused("papers.unknown", field="papers", name=id[:80], number=case.number)
        now = {"form": paper_form(handed.form, FORMS)}
        wanted = now if handed.copies is None else {**now, "copies": paper_copies(handed.copies)}
        if values := {name: value for name, value in wanted.items() if value != getattr(held[id], name)}:
            yield Edit("paper", id, values)


def require_open(case: Case) -> None:
    """Raise Refused for a case out of use and for one that has ended: nothing is added to it any more."""
    if case.void_reason:
        raise Refused("papers.void", field="papers", number=case.number, reason=case.void_reason)
    if case.stage in ENDED:
        raise Refused("papers.ended", field="papers", number=case.number, stage=stage_label(case.stage))
