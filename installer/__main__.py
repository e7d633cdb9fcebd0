"""`python3 -m installer run|test`: the two commands of the README."""

import sys

# In English only: the catalogue of texts needs tomllib, which an older Python lacks.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Casedesk needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))

from installer.command import main

sys.exit(main(sys.argv[1:]))
