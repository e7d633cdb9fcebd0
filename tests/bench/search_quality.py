"""How well and how fast the search box answers: `python -m tests.bench.search_quality`.

Prints recall@1, recall@3 and MRR by kind of query, and the time of a keystroke over 2,089 procedures. Queries are our
own and, where the shared folder is, its public ones. Where a query has one right first answer, only that counts.
"""

import json
import time
import tomllib
import tracemalloc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from desk.find import Finder
from desk.procedures import catalogue
from desk.procedures.procedure import Procedure
from desk.procedures.published import import_published
from tests.source import SHARED

OURS = Path(__file__).parents[1] / "desk" / "find"
ALL = 2089


@dataclass(frozen=True)
class Query:
    kind: str
    text: str
    answers: tuple[str, ...]  # codes, any of them right


def own(name: str = "queries") -> list[Query]:
    """Queries of this repository: "queries" and "heard" are looked at when words are added, the others never."""
    kinds = tomllib.loads((OURS / f"{name}.toml").read_text(encoding="utf-8"))
    return [Query(kind, text, tuple(codes)) for kind, rows in kinds.items() for text, codes in rows.items()]


def public() -> list[Query]:
    """The shared queries; where the first answer is strict, the others do not count."""
    rows = json.loads((SHARED / "search_public.json").read_text(encoding="utf-8"))
    return [
        Query(row["kind"], row["query"], tuple(row["relevant"][: 1 if row["strict_first"] else None])) for row in rows
    ]


def bare() -> list[Procedure]:
    """The published catalogue as a stranger's would be: official names and fields, no alias, no short name."""
    rows = json.loads((SHARED / "procedures_published_2026-07.json").read_text(encoding="utf-8"))
    blank = Procedure("", "1", "", "", (), "", (), None, "", (), "", (), (), "", "", "", False, "", "")
    return [replace(blank, code=row["ma"], name=row["ten"], field=row["linh_vuc"]) for row in rows]


def together() -> list[Procedure]:
    """The starter catalogue and, where it is, the published one as the desk imports it."""
    starter = list(catalogue.starter())
    if not SHARED.exists():
        return starter
    rows = json.loads((SHARED / "procedures_published_2026-07.json").read_text(encoding="utf-8"))
    return [*starter, *import_published(rows, "2026-07").procedures]


def replicated(procedures: list[Procedure], count: int = ALL) -> list[Procedure]:
    """`count` procedures: the given ones, again and again under other codes and with other places in the name."""
    found = []
    for number in range(count):
        procedure = procedures[number % len(procedures)]
        turn = number // len(procedures)
        if turn:
            name = f"{procedure.name} tại khu vực {turn} theo quy định số {number}"
            procedure = replace(procedure, code=f"9.{number:06}", name=name)
        found.append(procedure)
    return found


def quality(finder: Finder, queries: Iterable[Query]) -> dict[str, list[int]]:
    """The rank (from 1; 0 = not found) of the best right answer, by kind of query."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for query in queries:
        codes = [hit.procedure.code for hit in finder.search(query.text)]
        places = [codes.index(code) + 1 for code in query.answers if code in codes]
        ranks[query.kind].append(min(places, default=0))
    return ranks


def recall(ranks: Iterable[int], within: int) -> float:
    """The share of queries answered among the first `within`."""
    known = list(ranks)
    return sum(1 for rank in known if 0 < rank <= within) / len(known)


def keystrokes(queries: Iterable[Query]) -> Iterator[str]:
    """Every state of the box while each query is typed."""
    for query in queries:
        for end in range(1, len(query.text) + 1):
            yield query.text[:end]


def answerable(queries: Iterable[Query], procedures: Iterable[Procedure]) -> list[Query]:
    """The queries that `procedures` can answer, with the answers that are among them."""
    codes = {procedure.code for procedure in procedures}
    known = (replace(query, answers=tuple(code for code in query.answers if code in codes)) for query in queries)
    return [query for query in known if query.answers]


def sets(catalogues: dict[str, list[Procedure]]) -> None:
    """One line for each set of queries and catalogue."""
    print(f"\n{'catalogue':12}{'queries':10}{'n':>5}{'recall@1':>10}{'recall@3':>10}{'MRR':>8}")
    for catalogue_name, procedures in catalogues.items():
        finder = Finder(procedures)
        for name in ("queries", "heard", "unseen", "stories"):
            ranks = [rank for kind in quality(finder, answerable(own(name), procedures)).values() for rank in kind]
            mean = sum(1 / rank for rank in ranks if rank) / len(ranks)
            print(
                f"{catalogue_name:12}{name:10}{len(ranks):5}{recall(ranks, 1):10.3f}{recall(ranks, 3):10.3f}{mean:8.3f}"
            )


def report(title: str, ranks: dict[str, list[int]]) -> None:
    print(f"\n{title}\n{'kind':14}{'n':>5}{'recall@1':>10}{'recall@3':>10}{'MRR':>8}")
    whole = [rank for kind in ranks.values() for rank in kind]
    for kind, known in [*ranks.items(), ("all", whole)]:
        mean = sum(1 / rank for rank in known if rank) / len(known)
        print(f"{kind:14}{len(known):5}{recall(known, 1):10.3f}{recall(known, 3):10.3f}{mean:8.3f}")


def speed(procedures: list[Procedure], queries: list[Query]) -> None:
    begun = time.perf_counter()
    finder = Finder(procedures)
    built = time.perf_counter() - begun
    times = []
    for text in keystrokes(queries):
        begun = time.perf_counter()
        finder.search(text)
        times.append(1000 * (time.perf_counter() - begun))
    times.sort()
    p50, p99 = times[len(times) // 2], times[len(times) * 99 // 100]
    print(f"\n{len(procedures)} procedures: index {1000 * built:.0f} ms; {len(times)} keystrokes: ", end="")
    print(f"p50 {p50:.2f} ms, p99 {p99:.2f} ms, longest {times[-1]:.2f} ms")


def memory(procedures: list[Procedure]) -> None:
    tracemalloc.start()
    finder = Finder(procedures)
    print(f"memory of the index: {tracemalloc.get_traced_memory()[0] / 1e6:.1f} MB")
    tracemalloc.stop()
    del finder


def main() -> None:
    both = together()
    codes = {procedure.code for procedure in both}
    ours = [query for query in own() if codes.issuperset(query.answers)]
    report("our queries, starter and imported catalogue together", quality(Finder(both), ours))
    if SHARED.exists():
        report("our queries, published catalogue without aliases", quality(Finder(bare()), ours))
        report("public queries, published catalogue without aliases", quality(Finder(bare()), public()))
        report("public queries, starter and imported catalogue together", quality(Finder(both), public()))
    else:
        print(f"no shared data at {SHARED}: only our queries")
    sets({"starter": list(catalogue.starter()), "together": both} | ({"bare": bare()} if SHARED.exists() else {}))
    many = replicated(bare() if SHARED.exists() else both)
    speed(many, ours[::3])
    memory(many)


if __name__ == "__main__":
    main()
