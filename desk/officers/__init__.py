"""The people behind the counter: who they are, what they may do, what a password must be."""
