"""A case's history change by change, with where its values parted, and the file that proves it to others."""

from PySide6.QtWidgets import QWidget

from desk import Spoken
from desk.cases import Case
from desk.lifecycle import label as action_label
from desk.words import text
from sync.desk import Desk, local
from sync.reconcile import proving
from sync.reconcile.replay import Step, of_case
from ui.cases import saying
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.two_line_list import Entry, TwoLineList
from ui.reconcile.told import label, told
from ui.saving import ask_path, write_whole

MOST = 500
"""Steps shown at the most, the last ones."""


def replay_sheet(parent: QWidget, desk: Desk, case: Case) -> Sheet:
    """A sheet over `parent` with every step; the sheet is opened by who asked for it."""
    steps = list(enumerate(of_case(desk, case.id), start=1))[-MOST:]
    listed = TwoLineList(text("reconcile.replay"))
    listed.show_rows([_row(desk, n, step, before) for (n, step), before in zip(steps, _before(steps), strict=True)], "")
    body, said = Pane(None, gap=0), Banner("ok", "")
    said.hide()
    body.add((listed, 1), said)
    sheet = Sheet(parent, text("reconcile.replay_of", number=case.number), body, width=640)
    give = Button(text("evidence.give"), icon="export", key="F9")
    give.clicked.connect(lambda: _give(sheet, desk, case, said))
    if not desk.may("export_log"):
        give.hold(text("evidence.give_ask"))
    sheet.foot((give, 1))
    return sheet


def _give(over: QWidget, desk: Desk, case: Case, said: Banner) -> None:
    """Write the evidence about a case where the person chooses, and say what of it does not hold."""
    if (path := ask_path(over, f"{case.number}.json", suffix="json", kinds=text("evidence.files"))) is None:
        return
    try:
        data, wrong = proving.drawn(desk, case)
        write_whole(path, data)
    except Spoken as error:
        said.say("late", str(error))
    else:
        desk.audit("evidence", case.id, path.name)
        faults = [text(f"disputes.checked.{each.what}", about=each.about) for each in wrong]
        words = [
            text("disputes.evidence_written", file=path),
            *(text("evidence.fault", what=fault) for fault in faults),
        ]
        said.say("late" if faults else "ok", " ".join(words))
    said.show()


def _before(steps: list[tuple[int, Step]]) -> list[set[str]]:
    """The fields in conflict before each step."""
    found: list[set[str]] = [set()]
    found += [set(step.disputed) for _, step in steps[:-1]]
    return found if steps else []


def _row(desk: Desk, n: int, step: Step, before: set[str]) -> Entry:
    entry = step.line.entry
    who, pc = desk.officer_name(entry.change.by), desk.device_name(entry.device)
    changed = [f"{label(each.field)}: {told(desk, each.field, each.after)}" for each in step.line.written
               if each.kind == "case" and entry.change.action != "receive"]  # fmt: skip
    parted = sorted(set(step.disputed) - before)
    chip = (text("reconcile.parted", field=", ".join(map(label, parted))), "conflict") if parted else None
    name = f"{n}. {saying.capital(str(action_label(entry.change.action)))} · {who} · {pc}"
    at = saying.when(local(entry.at), desk.now())
    return Entry(str(n), name, "; ".join(changed) or entry.change.reason, at, chip=chip)
