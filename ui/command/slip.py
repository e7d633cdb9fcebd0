"""`casedesk slip`: form 01 of a case as PDF. The print enters the history once the file is on the disk."""

import argparse

from desk import counter
from sync import paperwork
from ui.command.answer import Answer, said
from ui.command.opening import desk_of
from ui.command.writing import write


def slip(args: argparse.Namespace) -> Answer:
    """Write the slip of one case; an existing file of that name is replaced only by a whole one."""
    with desk_of(args) as desk:
        desk.demand("read")
        case = counter.case_here(desk.db, args.number)
        pdf = paperwork.slip_pdf(desk, case, args.size)
        write(args.pdf, pdf)
        desk.do(lambda hand: paperwork.slip_printed(case, hand))
    data = {"number": case.number, "pdf": str(args.pdf), "size": args.size, "bytes": len(pdf)}
    return Answer(data, said("command.slip", number=case.number, file=args.pdf))
