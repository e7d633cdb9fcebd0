"""The second window, for the citizen at the counter: what is being entered, to confirm; how they were served."""
