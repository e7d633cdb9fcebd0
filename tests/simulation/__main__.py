"""The command: plays histories of consecutive seeds and tells which went wrong."""

import argparse
import sys
import time
import traceback

from tests.simulation.history import STEPS, play


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="seed of the first history")
    parser.add_argument("--runs", type=int, default=100, help="how many, each with the next seed")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps before all falls quiet")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell every step")
    args = parser.parse_args()
    say, began, failed = (print if args.verbose else lambda line: None), time.monotonic(), 0
    for seed in range(args.seed, args.seed + args.runs):
        try:
            play(seed, say, args.steps)
        except Exception as error:
            failed += 1
            print(f"seed {seed}: {type(error).__name__}: {error}", flush=True)
            if args.verbose:
                traceback.print_exc()
    seconds = time.monotonic() - began
    print(f"{args.runs} histories, {failed} went wrong, {seconds:.1f} s")
    return 1 if failed else 0


sys.exit(main())
