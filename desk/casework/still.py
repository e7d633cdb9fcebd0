"""Cases that stand still: when each last moved, and those that have not for long. Lists ask here; nothing is decided.

A movement is a step of its life or a hand-over. Corrections, notes and prints move nothing.
"""

from desk.lifecycle import Stage

_LAST = "coalesce((SELECT max(at) FROM [{kind}] WHERE case_id = [case].id), '')"
MOVED = f"max(received, {_LAST.format(kind='move')}, {_LAST.format(kind='handover')})"
"""SQL for the time at which a row of `case` last moved."""

SUSPENDED = "id IN (SELECT case_id FROM suspension WHERE until = '')"
"""SQL that holds for cases whose clock is suspended."""

_OURS = f"stage IN ('{Stage.RECEIVED}', '{Stage.IN_PROCESS}', '{Stage.DONE}')"
STILL = f"{_OURS} AND NOT {SUSPENDED} AND {MOVED} < :still_since"
"""SQL that holds for cases in the office's hands that have not moved since `:still_since`."""
