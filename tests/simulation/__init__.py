"""Random histories of an office over the real code: the desk's file, the exchange, the server; only line and clock
are made up.

    python -m tests.simulation --seed 1 --runs 1000      one line for each history that goes wrong, with its seed
    python -m tests.simulation --seed 417 --runs 1 -v    every step of one of them

The same seed is the same history. `world` is the province with its PCs and what may happen to them, `history` draws
what does, `checks` says what must hold: after every step, after every exchange, and when all is quiet again.
"""
