"""The counter: one screen on which a case is received, from the procedure to the printed slip."""
