"""The office's story where there is no screen: the same programs as a person would use, driven by their keys.

Every step is verified; a step that does not hold ends the story with exit status 1.
"""

import os
import sys
from collections.abc import Sequence

from desk.words import text
from installer.office import Office, data_folder
from installer.progress import Stopped

WHOLE = "--story"


def run(arguments: Sequence[str] = ()) -> int:
    """Tell the story of the local office in the language in use. Returns the exit status.

    Once it has been told, the next start only opens the desk on what it has kept; `--story` tells it all again.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from installer.story.chapters import open_again, tell

    pictures, office = data_folder() / "story", Office(data_folder() / "local-office")
    told = pictures / "told"
    try:
        if told.exists() and WHOLE not in arguments:
            open_again(office)
            print(text("story.opened_again", folder=pictures))
            return 0
        tell(office, pictures)
    except Stopped as reason:
        print(text("story.broken", reason=reason, folder=pictures), file=sys.stderr)
        return 1
    told.touch()
    print(text("story.told", folder=pictures))
    return 0
