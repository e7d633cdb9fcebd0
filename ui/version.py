"""Which version of the program this is."""

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("casedesk")
    except PackageNotFoundError:
        return "0"


VERSION = _installed()
