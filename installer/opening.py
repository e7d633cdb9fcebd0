"""What `run` does once the environment stands: the desk where there is a screen, else its story."""

import sys
from collections.abc import Sequence

from desk.words import text
from installer import office, system
from installer.progress import INTERRUPTED, Stopped, speak


def main(arguments: Sequence[str]) -> int:
    """Open the local office's desk, or tell its story where there is no screen. Returns the exit status."""
    speak()
    if not system.has_display():
        print(text("installer.no_display"))
        from installer.story import run  # the story brings the window's modules, which a desk of its own process loads

        return run(arguments)
    try:
        return office.open_desk(office.Office(office.data_folder() / "local-office"))
    except Stopped as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
