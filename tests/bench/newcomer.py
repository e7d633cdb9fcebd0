"""A new PC that fetches its office's history, in a process of its own: so its memory is its own, and it can be killed.

    python -m tests.bench.newcomer HOME ADDRESS BATCH

Goes through an exchange as the window does, batch by batch, and says in lines of JSON now and then how far it is.
"""

import json
import resource
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time

from sync.exchange import carrier_of, exchange
from sync.home import open_home
from sync.report import Report
from tests.bench.office import PASSWORD

SOME = 500
"""Changes between two lines."""


def main() -> None:
    """Fetch all, and tell."""
    home, address, batch = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    start, told, steps = perf_counter(), 0, [0.0]
    report = Report()
    with closing(open_home(home, PASSWORD)) as desk, closing(carrier_of(desk, address)) as carrier:
        going = exchange(desk, carrier, report=report, batch=batch)
        opened, result = perf_counter(), None
        while True:
            begin = perf_counter()
            try:
                job = going.send(result)
            except StopIteration:
                break
            steps.append(perf_counter() - begin)
            result = job() if job else None
            if report.changes_received >= told + SOME:
                told = report.changes_received
                _tell(report, opened - start, start, steps)
        _tell(report, opened - start, start, steps, done=report.delivered)


def _tell(report: Report, opened: float, start: float, steps: list[float], *, done: bool = False) -> None:
    said = {
        "done": done, "opened": opened, "seconds": perf_counter() - start, "changes": report.changes_received,
        "bytes": report.bytes_received, "trips": report.round_trips, "longest": max(steps), "steps": len(steps),
        "late": sum(step > 0.1 for step in steps), "cpu": process_time(),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
