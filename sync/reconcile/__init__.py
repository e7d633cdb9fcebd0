"""Disputes with the log at hand: who wrote what and had seen what, many settled in one stroke, what proves it."""
