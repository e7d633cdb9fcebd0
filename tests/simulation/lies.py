"""What a hostile server may say while it signs with its own key. Each is a context: afterwards it is honest again."""

from contextlib import contextmanager

from sync.wire import Head


def hiding(name):
    """Replaces one answer of the engine."""

    def decorate(lie):
        @contextmanager
        def told(server, fate):
            engine, honest = server.engine, getattr(server.engine, name)
            setattr(engine, name, lambda *given: lie(honest(*given), fate))
            try:
                yield
            finally:
                setattr(engine, name, honest)

        told.__name__ = lie.__name__
        return told

    return decorate


@hiding("heads")
def keeps_quiet_about_a_pc(heads, fate):
    """Holds nothing of a PC, it says: neither what was signed for nor what came since."""
    return dict(fate.sample(sorted(heads.items()), max(0, len(heads) - 1)))


@hiding("heads")
def boasts(heads, fate):
    """Holds more than there is."""
    return {device: Head(head.last + fate.randrange(1, 9), fate.randbytes(32)) for device, head in heads.items()}


@hiding("heads")
def names_other_segments(heads, fate):
    """Holds as much as there is, but something else."""
    return {device: Head(head.last, fate.randbytes(32)) for device, head in heads.items()}


@hiding("lacking")
def withholds(stored, fate):
    """Does not hand out some of what it says it holds."""
    return [each for each in stored if fate.random() < 0.5]


@hiding("lacking")
def reorders(stored, fate):
    """Hands out in another order than things came in."""
    return fate.sample(stored, len(stored))


@hiding("lacking")
def repeats(stored, fate):
    """Hands out everything twice."""
    return [*stored, *stored]


@contextmanager
def keeps_nothing(server, fate):
    """Takes everything in, signs for it, and forgets it."""
    image = server.image()
    try:
        yield
    finally:
        server.put_back(image)


@contextmanager
def shows_another_history(server, fate):
    """Answers one PC from the state of an earlier day, and the others from today's."""
    image = server.image()
    server.put_back(fate.choice(server.earlier))
    try:
        yield
    finally:
        server.earlier.append(image)
        server.put_back(image)


LIES = (
    keeps_quiet_about_a_pc, boasts, names_other_segments, withholds, reorders, repeats, keeps_nothing,
    shows_another_history,
)  # fmt: skip

FORGETTING = (keeps_nothing, shows_another_history)
"""Those in which it signs for what it then no longer holds; of all others nothing false may be taken for delivered."""
