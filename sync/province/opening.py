"""Beginning a province and opening its secret, by the password or by sheets. What the command and the window share."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import replace

from desk import Refused
from desk.officers import passwords
from sync.keys import sealing, vault
from sync.province import secret
from sync.province.folder import Face, Folder
from sync.province.secret import Secret


def begin(
    folder: Folder, name: str, made: Secret, *, password: str = "", needed: int = 0, brought_back: bool = False
) -> Face:
    """Begin the province: its secret under a password or, with `needed` sheets for each act, kept nowhere here.

    `brought_back` where the secret is not new: it has done things that this folder does not know yet.

    Raises Refused for a weak password, and where there is a province already.
    """
    if not needed:
        passwords.demand(password, "")
    lock = None if needed else secret.locked(made, password)
    face = Face(name, made.pinned, sealing.public(made.recovery), lock, needed, brought_back=brought_back)
    folder.make(face)
    return face


def by_password(folder: Folder, password: str, now: int) -> Secret:
    """The secret, `now` in s since 1970 UTC. A wrong password is counted, and later tries wait. Raises Refused."""
    face = folder.face
    if face.lock is None:
        raise Refused("province.by_sheets", field="password", needed=face.needed)
    try:
        opened = secret.unlocked(face.lock, password, now)
    except Refused as refused:
        if refused.key == "vault.wrong_password":
            folder.write(replace(face, lock=vault.failed(face.lock, now)))
        raise
    if face.lock.failures:
        folder.write(replace(face, lock=vault.opened(face.lock)))
    return opened


def by_sheets(folder: Folder, sheets: Sequence[str]) -> Secret:
    """The secret that the sheets bring back. Raises Refused where they do not fit, or are another province's."""
    found = secret.joined(sheets)
    if found.pinned != folder.face.root:
        raise Refused("province.other_secret", field="sheets")
    return found


def know_server(folder: Folder, key: str, url: str) -> None:
    """Remember the server: its public key in base64, which PCs pin, and its address. Raises Refused for no key."""
    folder.write(replace(folder.face, server=server_key(key), url=url))


def server_key(key: str) -> bytes:
    """A public key in base64 as its 32 bytes. Raises Refused for what is none."""
    try:
        read = b64decode(key, validate=True)
    except ValueError as error:
        raise Refused("server.bad_root", field="key") from error
    if len(read) != 32:
        raise Refused("server.bad_root", field="key")
    return read


def changes_server(folder: Folder, key: str) -> bool:
    """Whether PCs were let to pin another key than this one: then it takes the province's word to change it."""
    return folder.face.server not in (b"", server_key(key)) and bool(folder.offices())
