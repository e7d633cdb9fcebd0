"""Data the program ships with: catalogue, calendar, texts, form templates, styles."""

from pathlib import Path

RESOURCES = Path(__file__).resolve().parent
