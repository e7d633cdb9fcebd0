"""The people at the counter: identity numbers, identity cards, and who came before."""
