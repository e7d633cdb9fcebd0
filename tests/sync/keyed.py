"""An office whose keys a province holds that is no server: its folder, its secret, and PCs taken in by files."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import enrolling, home
from sync.keys import sealing
from sync.keys.request import Request
from sync.province import acts, opening
from sync.province.folder import Folder
from sync.province.secret import Secret
from tests.sync.offices import PASSWORD

OFFICE = "00562"
NAME = "Trung tâm Phục vụ hành chính công phường Tân Hòa Đông, tỉnh Bình Dương"
NOBODY = "A" * 43 + "="
"""A server's key that nobody holds."""


@dataclass
class Keyed:
    """The province at `root`; `homes` are the folders of the PCs taken in, by the order they were."""

    root: object
    secret: Secret = field(default_factory=Secret.new)
    homes: list = field(default_factory=list)
    devices: list = field(default_factory=list)

    def __post_init__(self):
        self.folder = Folder(self.root / "province")
        if self.devices:
            return
        opening.begin(self.folder, "tỉnh Bình Dương", self.secret, password=PASSWORD)
        opening.know_server(self.folder, NOBODY, "")
        acts.open_office(self.folder, self.secret, OFFICE, NAME)

    def moved(self, root):
        """The same, where its files were copied to."""
        homes = [root / home.name for home in self.homes]
        return Keyed(root, self.secret, homes, list(self.devices))

    def asks(self, officer="Nguyễn Thị Hạnh", name="", *, replaces=""):
        """A PC that was invited and asks by a file; (its home, its request)."""
        invited = acts.invite(self.folder, self.secret, OFFICE, days=14, replaces=replaces)
        folder = self.root / f"pc{len(self.homes) + 1}"
        return folder, enrolling.begin(folder, invited, officer, PASSWORD, name=name)

    def on_paper(self, name="", *, delegated=False):
        """A PC of the office that has no home: what the province knows of one."""
        request = stranger(acts.invite(self.folder, self.secret, OFFICE, days=14), name)
        acts.approve(self.folder, self.secret, request)
        if delegated:
            acts.delegate(self.folder, self.secret, OFFICE, request.device, range(80, 90))
        self.devices.append(request.device)

    def take_in(self, officer="Nguyễn Thị Hạnh", name="", *, delegated=False, replaces=""):
        """A PC of the office; the folder of its home."""
        folder, request = self.asks(officer, name, replaces=replaces)
        admission = acts.approve(self.folder, self.secret, request)
        if delegated:
            acts.delegate(self.folder, self.secret, OFFICE, request.device, range(80, 90))
            admission = acts.approve(self.folder, self.secret, request)  # once more, with what was said since
        desk = home.open_home(folder, PASSWORD, waiting=True)
        assert enrolling.take(folder, desk, admission)
        desk.close()
        self.homes.append(folder)
        self.devices.append(request.device)
        return folder


def stranger(invited, name="QUẦY-09"):
    """What a PC asks with that holds an invitation, and no home."""
    return Request.new(invited, Ed25519PrivateKey.generate(), sealing.public(sealing.new()), name, invited.ends - 1)
