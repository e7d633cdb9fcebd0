"""Random histories of an office over the real code: the desk's file, the exchange, the server; only line and clock
are made up.

    python -m tests.simulation --seed 1 --runs 1000      one line for each history that goes wrong, with its seed
    python -m tests.simulation --seed 417 --runs 1 -v    every step of one of them
    python -m tests.simulation --often revoke --runs 50  one thing happens often
    python -m tests.simulation --mutations --runs 300    programs that were broken, and which history notices

The same seed is the same history. `world` is the province with its PCs, `links` and `server` what lies between them.
What may happen is told in `office`, `carriers`, `disks` and `province`; `history` draws what does, and counts it.
`checks` says what must hold: after every step, after every exchange, and when all is quiet again.
"""
