"""The one place where work leaves the window's thread and where its result comes back."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Background(QObject):
    """Runs jobs on its own threads, one after another where it is given one.

    A job touches neither widgets nor the desk's file; `done` and `failed` are called on the window's thread.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 1) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="background")
        self._finished.connect(self._deliver)  # Qt queues it onto the window's thread
        self._closed = False

    def run(
        self, job: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[BaseException], object]
    ) -> None:
        """Run `job` when its turn comes; exactly one of `done` and `failed` follows, unless we close before."""

        def deliver(future: Future[Any]) -> None:
            if future.cancelled() or self._closed:
                return
            error = future.exception()
            self._finished.emit((lambda: failed(error)) if error else (lambda: done(future.result())))

        self._thread.submit(job).add_done_callback(deliver)

    def post(self, call: Callable[[], object]) -> None:
        """Have `call` made on the window's thread, soon. For any thread."""
        if not self._closed:
            self._finished.emit(call)

    def breathe(self, call: Callable[[], object]) -> None:
        """Make `call` once the window has drawn and heard what waits. For the window's thread."""
        QTimer.singleShot(0, self, call)

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()

    def close(self) -> None:
        """Drop what waits and wait for the job under way."""
        self._closed = True
        self._thread.shutdown(cancel_futures=True)
