"""`python -m ui.command`: the same as `casedesk`."""

import sys

from ui.command.main import main

if __name__ == "__main__":
    sys.exit(main())
