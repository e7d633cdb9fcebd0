"""The list that runs the day and the page of one case. Decisions are asked of `desk.counter`; nothing is kept here."""
