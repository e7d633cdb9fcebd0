"""`casedesk slip`: form 01 of a case as PDF. The print enters the history once the file is on the disk."""

import argparse
import os
from pathlib import Path

from desk import Unusable, cases, counter, forms, store
from desk.cases import Case, CasePaper
from sync.desk import Desk
from ui.command.answer import Answer, said
from ui.command.case import pinned
from ui.command.opening import desk_of

FORM = "01"


def slip(args: argparse.Namespace) -> Answer:
    """Write the slip of one case; an existing file of that name is replaced only by a whole one."""
    with desk_of(args) as desk:
        case = counter.case_here(desk.db, args.number)
        pdf = forms.slip_pdf(_slip(desk, case), args.size, sign=desk.keyring.signing.sign)
        _write(args.pdf, pdf)
        desk.do(lambda hand: cases.printed(case, FORM, copies=2, now=hand.at, new_id=hand.new_id, by=hand.by))
    data = {"number": case.number, "pdf": str(args.pdf), "size": args.size, "bytes": len(pdf)}
    return Answer(data, said("command.slip", number=case.number, file=args.pdf))


def _slip(desk: Desk, case: Case) -> forms.Slip:
    papers = store.children(desk.db, CasePaper, case.id)
    return forms.slip_of(
        case, papers, office_name=desk.office.name or desk.office.code, procedure=pinned(desk, case),
        receiver=desk.officer.name, device=desk.device.id,
    )  # fmt: skip


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unusable("command.file_unwritable", file=path, reason=error.strerror or str(error)) from error
