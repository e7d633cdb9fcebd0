"""The start of the day: how this PC is, what is due, what waits for a person. Asks desk and sync; changes nothing."""
