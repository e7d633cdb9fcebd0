"""The place of procedures: finding one, its versions and what changed, the office's hints, newer catalogues."""
