"""The command: plays histories of consecutive seeds, tells which went wrong, and how often each thing happened."""

import argparse
import sys
import time
import traceback
from collections import Counter

from tests.simulation.history import FATES, play, template
from tests.simulation.mutations import MUTATIONS


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="seed of the first history")
    parser.add_argument("--runs", type=int, default=100, help="how many, each with the next seed")
    parser.add_argument("--steps", type=int, help="steps before all falls quiet; drawn from the seed if not given")
    parser.add_argument(
        "--often", default="", choices=[fate.__name__ for fate in FATES], help="what is to happen often"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="tell every step")
    parser.add_argument("--mutations", action="store_true", help="tell which history notices each broken program")
    args = parser.parse_args()
    return mutations(args) if args.mutations else histories(args)


def histories(args):
    say, began, failed = (print if args.verbose else lambda line: None), time.monotonic(), 0
    happened = Counter({fate.__name__: 0 for fate in FATES})
    for seed in range(args.seed, args.seed + args.runs):
        try:
            happened.update(play(seed, say, args.steps, args.often))
        except KeyboardInterrupt:
            break
        except BaseException as error:
            failed += 1
            print(f"seed {seed}: {type(error).__name__}: {str(error)[:300]}", flush=True)
            if args.verbose:
                traceback.print_exc()
    print(f"{args.runs} histories, {failed} went wrong, {time.monotonic() - began:.1f} s")
    told = [f"{name} {times}" for name, times in sorted(happened.items())]
    for start in range(0, len(told), 8):
        print("    " + ", ".join(told[start : start + 8]))
    return 1 if failed else 0


def mutations(args):
    """A table: how many histories it takes to notice each, and by what."""
    unnoticed = 0
    template()  # not by a broken program
    for name, broken in MUTATIONS.items():
        with broken():
            count, why = noticed(args)
        unnoticed += not why
        print(f"{name:40} {count if why else '-':>4}  {why or 'not noticed'}  ({broken.__doc__})", flush=True)
    return 1 if unnoticed else 0


def noticed(args):
    for seed in range(args.seed, args.seed + args.runs):
        try:
            play(seed, steps=args.steps, often=args.often)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return seed - args.seed + 1, f"{type(error).__name__}: {str(error)[:50]}"
    return args.runs, ""


sys.exit(main())
