"""A bench (`turns.Bench`) without a window: the desk's thread takes what is posted to it, two others do the jobs."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from sync.jobs import Job


class Workbench:
    """`work` is to be called on the thread that owns the desk's file. Two threads are what one desk needs."""

    def __init__(self, threads: int = 2) -> None:
        self._posted: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._pool = ThreadPoolExecutor(threads, "casedesk-job")

    def run(self, job: Job, done: Callable[[Any], object], failed: Callable[[BaseException], object]) -> None:
        """See `turns.Bench`."""

        def deliver(future: "Future[Any]") -> None:
            error = future.exception()
            self.post(partial(failed, error) if error else partial(done, future.result()))

        self._pool.submit(job).add_done_callback(deliver)

    def post(self, call: Callable[[], object]) -> None:
        """See `turns.Bench`."""
        self._posted.put(call)

    def breathe(self, call: Callable[[], object]) -> None:
        """See `turns.Bench`."""
        self._posted.put(call)

    def work(self, seconds: float, enough: Callable[[], bool] = lambda: False) -> None:
        """Do what is posted, for so many seconds or until it is enough."""
        end = monotonic() + seconds
        while not enough() and (left := end - monotonic()) > 0:
            self._one(min(left, 0.2))

    def _one(self, seconds: float) -> None:
        """Do the next thing that is posted within so many seconds."""
        try:
            call = self._posted.get(timeout=seconds)
        except Empty:
            return
        call()

    def close(self) -> None:
        """Wait for the jobs under way; what they would have led to is dropped."""
        self._pool.shutdown(cancel_futures=True)
