"""A fingerprint of keys in eight short words, to be read out and compared by two people: 64 bits of SHA-256.

The words are the same in every language of the program, or two PCs would not say the same. 64 bits are enough, for
there is nothing to prepare: whoever would be mistaken for a new PC must match the keys that it has just made.
"""

from functools import cache
from hashlib import sha256

from resources import RESOURCES

WORDS = 8
_SAID_AS = b"casedesk fingerprint 1\0"


def words(keys: bytes) -> str:
    """The words, with blanks between."""
    return " ".join(_list()[byte] for byte in sha256(_SAID_AS + keys).digest()[:WORDS])


@cache
def _list() -> tuple[str, ...]:
    return tuple((RESOURCES / "fingerprint.txt").read_text(encoding="utf-8").split())
