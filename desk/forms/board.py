"""The list of procedures for the notice board of the one-stop desk: A4 sheets, field by field."""

from collections.abc import Iterable
from datetime import date

from desk.forms import listing
from desk.forms.listing import Column, Listing
from desk.procedures.procedure import Procedure
from desk.procedures.publishing import by_field, fees, limit, paper_said, said_name
from desk.words import text


def board_pdf(procedures: Iterable[Procedure], office_name: str, day: date) -> bytes:
    """The list as PDF as it stood on `day`, in the language in use. Raises Unusable without a usable font."""
    fields = by_field(procedures)
    count = sum(map(len, fields.values()))
    rows: list[tuple[str, ...]] = []
    for name, found in fields.items():
        rows.append((f"{name} ({len(found)})",))
        rows += [(str(n), *_cells(each)) for n, each in enumerate(found, 1)]
    heads = [text(f"publish.{name}") for name in ("serial", "procedure", "papers", "limit", "fees")]
    return listing.pdf(
        Listing(
            title=(text("publish.page.heading").upper(), text("publish.stand", count=count, day=f"{day:%d/%m/%Y}")),
            columns=[
                Column(head, share, "right" if share == SERIAL else "left")
                for head, share in zip(heads, (SERIAL, 24, 42, 14, 22), strict=True)
            ],
            rows=rows,
            page=text("publish.page_of", page="{page}", pages="{pages}"),
            left=[office_name] if office_name else [],
            closing=["", text("publish.page.foot")],
            landscape=True,
            author=office_name,
        )
    )


SERIAL = 4


def _cells(procedure: Procedure) -> tuple[str, ...]:
    papers = [
        f"{n}. {paper_said(paper)}" + (f": {paper.when}" if paper.when else "")
        for n, paper in enumerate(procedure.papers, 1)
    ]
    about = "\n".join(filter(None, [said_name(procedure), procedure.code]))
    return about, "\n".join(papers), limit(procedure), "\n".join(fees(procedure))
