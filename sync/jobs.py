"""Work in steps: jobs that may run on another thread, and whoever runs them one after another.

A generator yields jobs and takes their results back, and yields None where the window may draw breath. What lies
between two yields runs on the thread that owns the desk's file; jobs touch nothing but what they are given.
"""

import gc
from collections.abc import Callable, Generator
from typing import Any, TypeVar

Result = TypeVar("Result")
Job = Callable[[], Any]


def run(steps: Generator[Job | None, Any, Result]) -> Result:
    """Run an exchange, or other work of this manner, to its end on this thread.

    Python looks for garbage that refers to itself only afterwards: going through all that arrives again and again
    would take a fifth of the time, and find nothing.
    """
    looks = gc.isenabled()
    gc.disable()
    try:
        return _run(steps)
    finally:
        if looks:
            gc.enable()


def _run(steps: Generator[Job | None, Any, Result]) -> Result:
    move: Callable[[Any], Job | None] = steps.send
    value: Any = None
    while True:
        try:
            job = move(value)
        except StopIteration as ended:
            done: Result = ended.value
            return done
        try:
            move, value = steps.send, job() if job else None
        except Exception as error:
            move, value = steps.throw, error
