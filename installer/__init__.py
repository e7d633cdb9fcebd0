"""Set-up: `python3 -m installer run` and `python3 -m installer test`."""
