"""One exchange with the server, for any command that wants one."""

from desk import Spoken
from sync import exchange, jobs
from sync.delivery import missed
from sync.desk import Desk
from sync.report import Report
from sync.segments import MOST_CHANGES


def with_server(desk: Desk, server: str, report: Report) -> Spoken | None:
    """What kept the exchange from its end, noted for `status`; the report counts what was done all the same."""
    carrier = exchange.carrier_of(desk, server)
    try:
        jobs.run(exchange.exchange(desk, carrier, batch=MOST_CHANGES, report=report))
    except Spoken as error:
        missed(desk, error)
        return error
    finally:
        carrier.close()
    return None
