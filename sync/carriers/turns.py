"""Several exchanges at one desk: one goes on while another waits for the network, never two within a taking-in."""

from collections import deque
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, Protocol, TypeVar

from sync.jobs import Job

Result = TypeVar("Result")
Steps = Generator[Job | None, Any, Any]


class Turn:
    """Whose turn it is to work on the desk's file, between two jobs. One for each open desk."""

    def __init__(self) -> None:
        self.holder: object = None


def by_turns(steps: Generator[Job | None, Any, Result], turn: Turn) -> Generator[Job | None, Any, Result]:
    """The same work, which waits at its breaths while it is another's turn, and gives the turn away with each job."""
    me, move, value = object(), steps.send, None
    try:
        while True:
            while turn.holder not in (None, me):
                yield None
            turn.holder = me
            try:
                job = move(value)
            except StopIteration as ended:
                result: Result = ended.value
                return result
            if job is None:
                move, value = steps.send, (yield None)
                continue
            turn.holder = None
            try:
                move, value = steps.send, (yield job)
            except Exception as error:
                move, value = steps.throw, error
    finally:
        steps.close()
        if turn.holder is me:
            turn.holder = None


class Bench(Protocol):
    """Where work is done: jobs on other threads, the rest on the desk's. Two jobs must be able to run at a time."""

    def run(self, job: Job, done: Callable[[Any], object], failed: Callable[[BaseException], object]) -> None:
        """Run a job elsewhere; one of `done` and `failed` follows on the desk's thread."""

    def post(self, call: Callable[[], object]) -> None:
        """Call on the desk's thread, soon; may be asked for on any thread."""

    def breathe(self, call: Callable[[], object]) -> None:
        """Call once whatever else waits on the desk's thread had its turn; asked for on that thread."""


class Lane:
    """Does works of the manner of `sync.exchange` one after another."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._waiting: deque[tuple[Steps, Callable[[Any], object], Callable[[BaseException], object]]] = deque()
        self._steps: Steps | None = None

    @property
    def busy(self) -> bool:
        """Whether there is something to do."""
        return self._steps is not None or bool(self._waiting)

    def add(
        self, steps: Steps, done: Callable[[Any], object],
        failed: Callable[[BaseException], object],
    ) -> None:  # fmt: skip
        """Do a work when its turn comes; exactly one of `done` and `failed` follows, unless it is stopped before."""
        self._waiting.append((steps, done, failed))
        self._begin()

    def stop(self) -> None:
        """Drop everything."""
        self._waiting.clear()
        if self._steps is not None:
            self._steps.close()
            self._steps = None

    def _begin(self) -> None:
        if self._steps is None and self._waiting:
            self._steps, self._done, self._failed = self._waiting.popleft()
            self._bench.post(partial(self._go_on, self._steps, self._steps.send, None))

    def _go_on(self, steps: Steps, move: Callable[[Any], Job | None], value: Any) -> None:
        if steps is not self._steps:
            return
        try:
            job = move(value)
        except StopIteration as ended:
            self._end(self._done, ended.value)
        except Exception as error:
            self._end(self._failed, error)
        else:
            on = partial(self._go_on, steps, steps.send)
            if job is None:
                self._bench.breathe(partial(on, None))
            else:
                self._bench.run(job, on, partial(self._go_on, steps, steps.throw))

    def _end(self, call: Callable[[Any], object], value: Any) -> None:
        self._steps = None
        try:
            call(value)
        finally:
            self._begin()
