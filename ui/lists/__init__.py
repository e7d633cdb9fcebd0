"""The lists of cases: which, whose, in which order, day by day, and by filters of one's own."""
