"""The way of a case as a line of steps: the steps of its procedure, or the path it walked."""

from collections.abc import Sequence

from desk.lifecycle import ENDED, STEP, Stage, stage_label
from desk.procedures.procedure import Procedure
from desk.words import text
from sync.desk import local
from ui.cases.casefile import CaseFile
from ui.cases.saying import capital
from ui.kit.step_line import Step

USUAL = (Stage.RECEIVED, Stage.IN_PROCESS, Stage.DONE, Stage.RETURNED)


def steps(file: CaseFile) -> list[Step]:
    """Where the case stands: done, now, ahead; a stage that is not on the usual way stands in its place."""
    stage = file.case.stage
    if stage in USUAL:
        return _marked([str(each) for each in USUAL], USUAL.index(Stage(stage)), file)
    walked = list(dict.fromkeys(file.case.state.split(STEP)))
    before = [each for each in walked if each in USUAL and each != stage] or [str(Stage.RECEIVED)]
    ahead = [] if stage in ENDED else [str(each) for each in USUAL[-2:] if each not in before]
    return _marked([*before, stage, *ahead], len(before), file)


def _marked(names: Sequence[str], now: int, file: CaseFile) -> list[Step]:
    finished = file.case.stage == Stage.RETURNED
    stopped = file.case.stage in ENDED and not finished
    found = []
    for place, name in enumerate(names):
        state = "done" if place < now or (place == now and finished) else "ahead"
        if place == now and not finished:
            state = "stopped" if stopped else "now"
        found.append(Step(capital(str(stage_label(name))), _caption(name, file), state))
    return found


def _caption(name: str, file: CaseFile) -> str:
    """When the case came to this stage, or how long the procedure gives it."""
    for line in reversed(file.story):
        for written in line.written:
            if written.field == "state" and str(written.after).rpartition(STEP)[2] == name:
                return f"{local(line.entry.at):%d/%m %H:%M}"
    hours = _hours(name, file.procedure)
    return text("case_page.hours", hours=f"{hours:g}".replace(".", text("case_page.decimal"))) if hours else ""


def _hours(name: str, procedure: Procedure | None) -> float:
    role = {"received": "reception", "in_process": "specialist", "done": "leader"}.get(name)
    return sum(step.hours for step in procedure.steps if step.role == role) if procedure and role else 0
