"""Certification books: numbers without gaps, written by several PCs without a network."""
