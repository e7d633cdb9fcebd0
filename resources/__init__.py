"""Data the program ships with: catalogue, calendar, texts, form templates, styles."""
