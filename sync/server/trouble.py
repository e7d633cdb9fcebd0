"""Why a request gets no receipt, and the HTTP status that says so."""

from sync.wire import Problem

STATUS = {
    "body": "400 Bad Request",
    "version": "400 Bad Request",
    "bare": "401 Unauthorized",
    "signature": "401 Unauthorized",
    "unknown": "401 Unauthorized",
    "revoked": "403 Forbidden",
    "large": "413 Content Too Large",
    "often": "429 Too Many Requests",
    "fault": "500 Internal Server Error",
    "full": "507 Insufficient Storage",
    "quota": "507 Insufficient Storage",
}


class Trouble(Exception):
    """Ends a request; `kind` is a key of `STATUS`, `values` are what its text needs."""

    def __init__(self, kind: str, **values: int) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values

    def problem(self, nonce: bytes) -> Problem:
        """What the client is told."""
        return Problem(self.kind, nonce, self.values)


class Cut(Exception):
    """The line broke, or was silent for too long, before the request was complete."""
