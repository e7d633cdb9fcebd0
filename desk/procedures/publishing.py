"""The procedures an office applies, for citizens: one page for the web and the words that go along on a phone.

The page stands alone: no script, style, font or picture comes from elsewhere, and its policy lets none in. It shows
everything without its script, which only searches and opens what is printed.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape
from string import Template

from desk import words
from desk.procedures.money_words import say_fee
from desk.procedures.procedure import CHANNELS, PaperRule, Procedure
from desk.text import fold, sort_key
from desk.time.deadline_words import state_limit
from desk.words import text
from resources import RESOURCES

FOLDER = RESOURCES / "publish"
LARGEST_HANDOUT = 580
"""Bytes that a QR code holds which a phone still reads off a screen (ISO/IEC 18004, version 16 at level L: 586)."""


@dataclass(frozen=True)
class Office:
    """Who publishes, as it is written above the list; `name` "" leaves the line out."""

    name: str = ""


def by_field(procedures: Iterable[Procedure]) -> dict[str, list[Procedure]]:
    """Procedures by field, fields and names in Vietnamese order, plain ones before their variants."""
    fields: dict[str, list[Procedure]] = {}
    for each in sorted(procedures, key=lambda one: (sort_key(one.field), one.special, sort_key(said_name(one)))):
        fields.setdefault(each.field, []).append(each)
    return fields


def said_name(procedure: Procedure) -> str:
    """The name that citizens read first."""
    return procedure.short or procedure.name


def limit(procedure: Procedure) -> str:
    """How long it takes. Where no rule is known, `limit_text` speaks to officers: citizens are told of their slip."""
    return state_limit(procedure.limit) if procedure.limit else text("publish.on_slip")


def limit_more(procedure: Procedure) -> str:
    """The limit in the source's words, where they say more than the rule; "" otherwise."""
    said = re.sub(r"\b0(\d)", r"\1", procedure.limit_text)
    return procedure.limit_text if procedure.limit and fold(said) != fold(limit(procedure)) else ""


def fees(procedure: Procedure) -> list[str]:
    """What it costs, channel by channel, those that cost the same in one line. Where no sum is known, notes speak to
    officers and are left out.
    """
    said: dict[str, list[str]] = {}
    for channel in CHANNELS:
        of_channel = [fee for fee in procedure.fees if fee.channel == channel]
        sums = ", ".join(dict.fromkeys(filter(None, map(say_fee, of_channel)))) or text("publish.unstated")
        notes = "; ".join(dict.fromkeys(fee.note for fee in of_channel if fee.note and fee.amount is not None))
        if of_channel:
            said.setdefault(f"{sums}. {notes}" if notes else sums, []).append(text(f"publish.channel.{channel}"))
    if len(said) == 1 and len(next(iter(said.values()))) == len(CHANNELS):
        return list(said)
    return [f"{', '.join(channels)}: {sums}" for sums, channels in said.items()]


def paper_said(paper: PaperRule) -> str:
    """A paper with how many of it."""
    counts = [
        text(f"publish.{name}", count=count)
        for name, count in (("original", paper.original), ("copies", paper.copies))
        if count
    ]
    return f"{paper.name} ({', '.join(counts)})" if counts else paper.name


def handout(procedure: Procedure, office: str) -> str:
    """What a citizen takes along: name, papers, time and fee in at most LARGEST_HANDOUT bytes of UTF-8."""
    last = [f"{text('publish.limit')}: {limit(procedure)}", *fees(procedure)[:2], office]
    lines = [said_name(procedure).upper()]
    tail = "\n".join(filter(None, [*last, procedure.code]))
    for paper in procedure.papers:
        line = f"- {paper_said(paper)}" + (f": {paper.when}" if paper.when else "")
        if _bytes([*lines, line, text("publish.more"), tail]) > LARGEST_HANDOUT:
            lines.append(text("publish.more"))
            break
        lines.append(line)
    return _cut("\n".join([*lines, tail]))


def handout_code(said: str) -> tuple[tuple[bool, ...], ...]:
    """The QR code of a handout, row by row, True for dark, no white around it."""
    import segno

    return tuple(tuple(map(bool, row)) for row in segno.make(said, error="l", micro=False, encoding="utf-8").matrix)


def _bytes(lines: Sequence[str]) -> int:
    return len("\n".join(lines).encode())


def _cut(said: str) -> str:
    return said.encode()[:LARGEST_HANDOUT].decode(errors="ignore")


def page(procedures: Iterable[Procedure], office: Office, day: date) -> str:
    """The whole page in the language in use, as it stood on `day`."""
    fields = by_field(procedures)
    count = sum(map(len, fields.values()))
    script, style = ((FOLDER / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    values = {
        "language": words.language(),
        "office": escape(office.name),
        "stand": escape(text("publish.stand", count=count, day=f"{day:%d/%m/%Y}")),
        "contents": "".join(_link(n, name, len(found)) for n, (name, found) in enumerate(fields.items(), 1)),
        "sections": "\n".join(_section(n, name, found) for n, (name, found) in enumerate(fields.items(), 1)),
        **{name: escape(text(f"publish.page.{name}")) for name in _WORDS},
    }
    title = escape(" · ".join(filter(None, [text("publish.page.heading"), office.name])))
    code = {"script": script, "style": style, "script_hash": _hash(script), "style_hash": _hash(style)}
    return Template((FOLDER / "page.html").read_text(encoding="utf-8")).substitute(values, title=title, **code)


_WORDS = ("heading", "skip", "search", "example", "print", "fields", "found_all", "found_some", "found_none", "foot")


def _hash(inline: str) -> str:
    return b64encode(sha256(inline.encode()).digest()).decode("ascii")


def _link(n: int, name: str, count: int) -> str:
    return f'<li><a href="#f{n}">{escape(name)} ({count})</a></li>'


def _section(n: int, name: str, found: Iterable[Procedure]) -> str:
    return (
        f'<section aria-labelledby="f{n}"><h2 id="f{n}">{escape(name)}</h2>\n{"".join(map(_article, found))}</section>'
    )


def _article(procedure: Procedure) -> str:
    name, brief = escape(said_name(procedure)), escape(procedure.about or limit(procedure))
    official = f'<p class="official">{escape(procedure.name)}</p>' if procedure.name != said_name(procedure) else ""
    return (
        f'<details id="{escape(procedure.code)}" data-words="{escape(searched(procedure))}">'
        f'<summary><h3>{name}</h3><span class="brief">{brief}</span></summary>'
        f'<div class="body">{official}<dl>{"".join(_facts(procedure))}</dl></div></details>\n'
    )


def searched(procedure: Procedure) -> str:
    """The words the page's search looks for, folded."""
    said = " ".join([procedure.code, said_name(procedure), procedure.name, procedure.about, *procedure.aliases])
    return " ".join(dict.fromkeys(re.findall(r"[a-z0-9.]+", fold(said))))


def _facts(procedure: Procedure) -> Iterator[str]:
    yield _fact("papers", f"<ol>{''.join(map(_paper, procedure.papers))}</ol>" if procedure.papers else "")
    more = limit_more(procedure)
    yield _fact("limit", escape(limit(procedure)) + (f'<span class="when">{escape(more)}</span>' if more else ""))
    yield _fact("fees", "<br>".join(map(escape, fees(procedure))))
    yield _fact("result", escape(procedure.result))
    yield _fact("competent", escape(procedure.competent))
    yield _fact("legal", escape("; ".join(procedure.legal)))
    yield _fact("code", f'<span class="code">{escape(procedure.code)}</span>')


def _fact(name: str, said: str) -> str:
    return f"<dt>{escape(text(f'publish.{name}'))}</dt><dd>{said}</dd>" if said else ""


def _paper(paper: PaperRule) -> str:
    when = f'<span class="when">{escape(paper.when)}</span>' if paper.when else ""
    return f"<li>{escape(paper_said(paper))}{when}</li>"
