"""Set-up on a bare machine: the environment, the system libraries, the local office and the two README commands.

Until the environment exists everything here is the standard library and `desk.words`. Installs nothing that is not
pinned and hashed in the lock files; keeps no records of its own beside the stamp in `.venv`.
"""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
